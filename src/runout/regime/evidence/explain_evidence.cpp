#include "runout/regime/evidence/explain_evidence.h"

#include <algorithm>
#include <cmath>

#include "runout/regime/book_model.h"
#include "runout/regime/evidence/book_reports.h"

namespace runout::regime {
namespace {

constexpr std::size_t kMostReplications = 4000;

std::vector<std::size_t> pending_rows(const book::Snapshot& snapshot) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    if (book::is_pending(snapshot.applications[i].state)) rows.push_back(i);
  }
  return rows;
}

/// The day of the grant in one replication; kNever without.
Day granted_on(const Draws& draws, std::size_t replication, std::size_t row) {
  const std::size_t cell = draws.cell(replication, row);
  return draws.outcome[cell] == FinalOutcome::granted ? draws.final_day[cell] : kNever;
}

GrantOutlook outlook_of(const book::Snapshot& snapshot, const BookModel& model,
                        const DrawSettings& settings) {
  const Draws draws = draw_from_model(model, snapshot, {}, {}, settings).draws;
  GrantOutlook outlook;
  for (std::size_t i = 0; i < kExplainedDays.size(); ++i) outlook.granted[i] = 0.0;
  const auto replications = static_cast<double>(draws.replications);
  std::vector<Day> medians;
  std::vector<Day> days(draws.replications);
  for (const std::size_t row : pending_rows(snapshot)) {
    for (std::size_t r = 0; r < draws.replications; ++r) days[r] = granted_on(draws, r, row);
    for (std::size_t i = 0; i < kExplainedDays.size(); ++i) {
      const auto granted = std::ranges::count_if(
          days, [&](Day day) { return day != kNever && day <= kExplainedDays[i]; });
      *outlook.granted[i] += static_cast<double>(granted) / replications;
    }
    const auto middle = days.begin() + static_cast<std::ptrdiff_t>((days.size() - 1) / 2);
    std::nth_element(days.begin(), middle, days.end());
    medians.push_back(*middle);
  }
  if (medians.empty()) return outlook;
  std::ranges::sort(medians);
  const Day typical = medians[(medians.size() - 1) / 2];
  if (typical != kNever && typical <= settings.horizon) {
    outlook.typical_grant = snapshot.as_of + Days{typical};
  }
  return outlook;
}

double from_log_odds(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// What the first term of a reading says, and of how many.
void set_reported(const ReportReading& reading, ReportEffect::Share& share) {
  const Statement& statement = reading.terms.front().statement;
  if (const auto* count = std::get_if<CountStatement>(&statement)) {
    share.of = count->of;
    share.reported = count->of > 0.0 ? count->count / count->of : 0.0;
  } else {
    share.reported = std::get<ShareStatement>(statement).share;
  }
}

ReportEffect describe(const ReportReading& reading) {
  ReportEffect effect;
  effect.evidence = reading.evidence;
  effect.population = reading.population;
  effect.source = reading.source;
  effect.says = reading.says;
  effect.read_as = reading.read_as;
  effect.authority = reading.authority;
  effect.reported_on = reading.reported_on;
  effect.filed_from = reading.filed_from;
  effect.filed_to = reading.filed_to;
  effect.own = reading.own;
  effect.used = reading.unused.empty() && reading.weight > 0.0 && !reading.terms.empty();
  effect.remarks = reading.remarks;
  effect.unused = reading.unused;
  effect.weight = effect.used ? reading.weight : 0.0;
  return effect;
}

}  // namespace

EvidenceExplanation explain_evidence(const book::Snapshot& snapshot, const DrawSettings& asked) {
  DrawSettings settings = asked;
  settings.replications = std::min(settings.replications, kMostReplications);
  settings.horizon = std::max(settings.horizon, kExplainedDays.back());
  const BookModel alone = fit_book_without_reports(snapshot, settings);
  EvidenceExplanation explanation;
  explanation.as_of = snapshot.as_of;
  explanation.pending = pending_rows(snapshot).size();
  explanation.replications = settings.replications;
  BookModel all = alone;
  const auto outlooks = use_reports(snapshot, all, alone.readings);
  explanation.with_all = outlook_of(snapshot, all, settings);
  explanation.with_none = outlook_of(snapshot, alone, settings);
  for (std::size_t i = 0; i < alone.readings.size(); ++i) {
    ReportEffect effect = describe(alone.readings[i]);
    // Later reports that go on from this one must not do so: the book is read without its weight.
    std::vector<book::Evidence> changed = snapshot.records.evidence;
    const auto row = std::ranges::find(changed, effect.evidence, &book::Evidence::evidence);
    row->weight = Ratio{};
    BookModel others = alone;
    others.readings = read_reports(snapshot, changed, alone.covariates);
    const auto expected = use_reports(snapshot, others, others.readings);
    if (expected[i] && outlooks[i]) {
      constexpr double kMiddle90 = 1.6448536269514722;
      const double log_odds = std::log(expected[i]->p / (1.0 - expected[i]->p));
      const double width = kMiddle90 * expected[i]->log_odds_deviation;
      effect.share = ReportEffect::Share{.p = expected[i]->p,
                                         .low = from_log_odds(log_odds - width),
                                         .high = from_log_odds(log_odds + width),
                                         .with_report = outlooks[i]->p,
                                         .of = std::nullopt};
      set_reported(alone.readings[i], *effect.share);
    }
    if (effect.used) effect.applications = outlooks[i]->applications;
    effect.without = effect.used ? outlook_of(snapshot, others, settings) : explanation.with_all;
    explanation.reports.push_back(std::move(effect));
  }
  return explanation;
}

}  // namespace runout::regime
