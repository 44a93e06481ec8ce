#include "runout/regime/promises.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "runout/base/calendar.h"
#include "runout/base/portable_math.h"
#include "runout/base/random.h"
#include "runout/regime/decision_words.h"

namespace runout::regime {
namespace {

/// A promise is kept from so many working days before its day to so many after it.
constexpr int kAround = 2;
/// Before any is judged one promise in five holds, as if two and a half had been judged.
constexpr double kHolds = 0.5;
constexpr double kFails = 2.0;

/// A promise of the past as far as it could be judged.
struct Judged {
  std::size_t source = 0;
  bool kept = false;
  double by_chance = 0.0;  ///< probability of a decision by then anyway
};

/// The n-th working day after `day`; n < 0: before it.
Date shift(const Calendar& calendar, Date day, int n) {
  const Days step{n < 0 ? -1 : 1};
  for (int left = n < 0 ? -n : n; left > 0;) {
    day += step;
    if (calendar.is_working(day)) --left;
  }
  return day;
}

class Collector {
 public:
  Collector(const book::Snapshot& snapshot, double hazard) : snapshot_{snapshot}, hazard_{hazard} {
    result_.open.resize(snapshot.records.applications.size());
    decided_on_.resize(snapshot.records.applications.size());
    for (const book::Event& event : snapshot.records.events) {
      if (event.kind != book::SubjectKind::application || !is_decision(event.event)) continue;
      if (event.day() <= snapshot.as_of) decided_on_[event.index].push_back(event.day());
    }
  }

  Promises collect() {
    for (const book::Event& event : snapshot_.records.events) {
      if (is_promise(event)) number_.try_emplace(event.source, 0);
    }
    for (auto& [source, number] : number_) {
      number = result_.sources.size();
      result_.sources.push_back({.source = source, .holds = kHolds, .fails = kFails});
    }
    for (const book::Event& event : snapshot_.records.events) {
      if (is_promise(event)) take(event);
    }
    for (const auto& open : result_.open) {
      if (open) ++result_.sources[open->source].open;
    }
    learn();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool is_promise(const book::Event& event) const {
    return event.kind == book::SubjectKind::application && event.event == "promised" &&
           event.expected_on && event.day() <= snapshot_.as_of;
  }

  /// The first decision from a day on.
  [[nodiscard]] std::optional<Date> decided_since(std::size_t application, Date day) const {
    std::optional<Date> first;
    for (const Date decided : decided_on_[application]) {
      if (decided >= day) first = std::min(first.value_or(decided), decided);
    }
    return first;
  }

  void take(const book::Event& event) {
    const auto& application = snapshot_.records.applications[event.index];
    const Calendar& calendar =
        snapshot_.records.calendar(snapshot_.records.authority(application.authority).calendar);
    const std::size_t source = number_[event.source];
    const Date last = shift(calendar, *event.expected_on, kAround);
    const auto decided = decided_since(event.index, event.day());
    if (decided || last <= snapshot_.as_of) {
      const bool kept = decided && *decided <= last;
      ++(kept ? result_.sources[source].kept : result_.sources[source].missed);
      const auto days = static_cast<double>(
          std::max<std::int64_t>(1, calendar.working_days_between(event.day(), last)));
      judged_.push_back({source, kept, 1.0 - portable::exp(-hazard_ * days)});
      return;
    }
    if (!book::is_in_review(snapshot_.applications[event.index].state)) return;
    OpenPromise promise{source, {}};
    const Date first =
        std::max(shift(calendar, *event.expected_on, -kAround), snapshot_.as_of + Days{1});
    for (Date day = first; day <= last; day += Days{1}) {
      if (!calendar.is_working(day)) continue;
      promise.days.push_back(static_cast<Day>((day - snapshot_.as_of).count()));
    }
    if (!promise.days.empty()) result_.open[event.index] = std::move(promise);  // The latest one.
  }

  /// A kept promise held with probability r / (r + (1 - r) by_chance); that is averaged until r
  /// stands still.
  void learn() {
    constexpr int kRounds = 100;
    for (std::size_t s = 0; s < result_.sources.size(); ++s) {
      PromiseRecord& record = result_.sources[s];
      for (int round = 0; round < kRounds; ++round) {
        const double r = record.reliability();
        record.holds = kHolds;
        record.fails = kFails;
        for (const Judged& one : judged_) {
          if (one.source != s) continue;
          const double held = one.kept ? r / (r + (1.0 - r) * one.by_chance) : 0.0;
          record.holds += held;
          record.fails += 1.0 - held;
        }
      }
    }
  }

  const book::Snapshot& snapshot_;
  double hazard_;
  std::map<std::string, std::size_t> number_;
  std::vector<std::vector<Date>> decided_on_;  ///< [application]
  std::vector<Judged> judged_;
  Promises result_;
};

}  // namespace

Promises collect_promises(const book::Snapshot& snapshot, double hazard) {
  return Collector{snapshot, hazard}.collect();
}

Day draw_promised_day(const Promises& promises, const OpenPromise& promise,
                      std::uint64_t application, std::uint64_t seed, std::uint32_t replication) {
  const PromiseRecord& source = promises.sources[promise.source];
  RandomStream shared{seed, replication, source.source, Purpose::promise};
  const double reliability = shared.beta(source.holds, source.fails);
  RandomStream own{seed, replication, application, Purpose::promise};
  if (own.uniform() >= reliability) return kNever;
  const auto place =
      static_cast<std::size_t>(own.uniform() * static_cast<double>(promise.days.size()));
  return promise.days[std::min(place, promise.days.size() - 1)];
}

std::string describe_promise(const PromiseRecord& record) {
  const std::size_t judged = record.kept + record.missed;
  if (judged + record.open == 0) return "";
  const std::string from =
      record.source.empty() ? "without a source" : fmt::format("from {}", record.source);
  const std::string kept =
      judged == 0 ? "none could be judged yet" : fmt::format("kept {} of {}", record.kept, judged);
  if (record.open == 0) return fmt::format("Promised days {}: {}.", from, kept);
  return fmt::format("Promised days {}: {}; {} open, each taken to hold with {:.0f} %.", from, kept,
                     record.open == 1 ? "1 is" : fmt::format("{} are", record.open),
                     100.0 * record.reliability());
}

std::vector<std::string> describe_promises(const Promises& promises) {
  std::vector<std::string> sentences;
  for (const PromiseRecord& record : promises.sources) {
    std::string sentence = describe_promise(record);
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
  }
  return sentences;
}

}  // namespace runout::regime
