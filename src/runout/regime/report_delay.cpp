#include "runout/regime/report_delay.h"

#include <algorithm>
#include <optional>

#include "runout/regime/decision_words.h"

namespace runout::regime {
namespace {

/// With fewer decisions the delay is not learnt.
constexpr std::size_t kFewest = 10;
/// Later entries are old files caught up with, not the usual way of news.
constexpr int kLongest = 120;
/// Where fewer than a quarter of decisions are late, that may be chance or corrections.
constexpr double kMostKnownAtOnce = 0.75;
/// So many decisions known at once stand for what is believed before any record.
constexpr double kPriorWorth = 1.0;
/// A day is never closed quite: something was decided on it if the book says so.
constexpr double kLeast = 1e-3;

/// A decision and how long it took to be known.
struct Reported {
  int age = 0;    ///< days from the decision to the as-of day
  int delay = 0;  ///< days from the decision to the day it was known
};

std::vector<Reported> reported_decisions(const book::Snapshot& snapshot) {
  std::optional<Date> first_late;
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application || !event.happened_on) continue;
    if (event.known_on <= *event.happened_on) continue;
    first_late = std::min(first_late.value_or(event.known_on), event.known_on);
  }
  std::vector<Reported> result;
  if (!first_late) return result;
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application || !event.happened_on) continue;
    if (*event.happened_on < *first_late || *event.happened_on > snapshot.as_of) continue;
    if (!event.supersedes.empty()) continue;
    if (!is_decision(event.event)) continue;
    const auto delay = static_cast<int>((event.known_on - *event.happened_on).count());
    if (delay > kLongest) continue;
    const auto age = static_cast<int>((snapshot.as_of - *event.happened_on).count());
    result.push_back({age, std::max(0, delay)});
  }
  return result;
}

}  // namespace

double ReportDelay::share_known(Days since) const {
  const auto days = since.count();
  if (days < 0 || known.empty()) return 1.0;
  return static_cast<std::size_t>(days) < known.size() ? known[static_cast<std::size_t>(days)]
                                                       : 1.0;
}

int ReportDelay::days_until(double share) const {
  const auto reached = std::ranges::lower_bound(known, share);
  return static_cast<int>(reached - known.begin());
}

ReportDelay learn_report_delay(const book::Snapshot& snapshot) {
  const std::vector<Reported> all = reported_decisions(snapshot);
  ReportDelay delay;
  delay.decisions = all.size();
  if (all.size() < kFewest) return delay;
  int longest = 0;
  for (const Reported& one : all) longest = std::max(longest, one.delay);
  std::vector<double> known(static_cast<std::size_t>(longest) + 1, 1.0);
  for (int days = longest; days > 0; --days) {
    double seen = kPriorWorth;  // old enough, and known within so many days
    double last = 0.0;          // of those on the last of them
    for (const Reported& one : all) {
      if (one.age < days || one.delay > days) continue;
      seen += 1.0;
      if (one.delay == days) last += 1.0;
    }
    const auto at = static_cast<std::size_t>(days);
    known[at - 1] = known[at] * (1.0 - last / seen);
  }
  if (known.front() < kMostKnownAtOnce) delay.known = std::move(known);
  return delay;
}

std::vector<double> unknown_share(const ReportDelay& delay, const Clock& clock, Date as_of) {
  std::vector<double> shares;
  for (int back = 0; back < static_cast<int>(delay.known.size()); ++back) {
    const Date day = as_of - Days{back};
    if (clock.tick(day) <= 0.0) continue;
    shares.push_back(clock.open(day) * (1.0 - delay.share_known(Days{back})));
  }
  return shares;
}

void thin_newest_days(const ReportDelay& delay, Date as_of, std::vector<Clock>& clocks) {
  for (int back = 0; back < static_cast<int>(delay.known.size()); ++back) {
    const Date day = as_of - Days{back};
    const double share = std::max(kLeast, delay.share_known(Days{back}));
    for (Clock& clock : clocks) clock.scale_openness(day, day, share);
  }
}

}  // namespace runout::regime
