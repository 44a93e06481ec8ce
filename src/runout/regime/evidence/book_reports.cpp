#include "runout/regime/evidence/book_reports.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "runout/base/portable_math.h"
#include "runout/base/text.h"

namespace runout::regime {
namespace {

/// Other people's applications differ from the book's own by so much in log hazard and log odds,
/// whatever is known of them.
constexpr double kOtherPeople = 0.1;
/// When others filed is not reported: evenly, as if so many had been seen to do so, and like the
/// book's own, each standing for the days around its own. Filings have seasons, and k of n since a
/// day depends more on how many of them are recent than on the speed of the office.
constexpr double kProfileWorth = 3.0;
constexpr Days kProfileReach{15};
/// Part of a share's variance that lies between applications filed on different days.
constexpr double kBetweenDays = 0.25;

bool is_used(const ReportReading& reading) {
  return reading.unused.empty() && reading.weight > 0.0 && !reading.terms.empty();
}

/// A change of an authority as the fit has it, over the days it was in force.
struct PastChange {
  Date first;
  Date last;
  double openness = 1.0;
  std::optional<std::size_t> covariate;
};

std::vector<PastChange> past_changes(const BookModel& model, const std::string& authority) {
  std::vector<PastChange> past;
  for (const ChangeInUse& used : model.changes) {
    const Intervention& change = used.change;
    if (!change.concerns(authority) || !change.has_begun(model.as_of) || used.says_nothing)
      continue;
    PastChange one{change.begin.last, model.as_of, portable::exp(change.size.mean), used.covariate};
    if (change.end) one.last = std::min(one.last, change.end->last);
    if (change.kind == ChangeKind::freeze && used.decided_in_freeze == 0) one.openness = 0.0;
    past.push_back(one);
  }
  return past;
}

/// Standard deviation of how a population departs in one field from a case of the covariates that
/// it names: spread over the levels of what it leaves open, one unknown level of what it names and
/// the book lacks.
double deviation_of(const FieldPosterior& field, const ReportReading& reading) {
  double variance = kOtherPeople * kOtherPeople + reading.selection * reading.selection;
  for (std::size_t k = 0; k < reading.levels.size(); ++k) {
    const NamedLevel& named = reading.levels[k];
    if (named.number != kNoLevel) continue;
    const auto levels = static_cast<double>(field.layout.levels[k]);
    if (levels == 0.0) continue;
    const double spread = field.hyper.effect[k] * field.hyper.effect[k];
    variance += named.level.empty() ? spread / levels : spread;
  }
  return std::sqrt(variance);
}

/// Days on which the book's own applications were filed at an authority, within the two days.
std::vector<Date> own_filings(const book::Snapshot& snapshot, const std::string& authority,
                              Date from, Date to) {
  std::vector<Date> filings;
  for (const book::Event& event : snapshot.records.events) {
    if (event.kind != book::SubjectKind::application || event.event != "filed") continue;
    if (snapshot.records.applications[event.index].authority != authority) continue;
    // One that came under observation later is there because it was pending still: no fair sample.
    const auto& observed_from = snapshot.records.applications[event.index].observed_from;
    if (observed_from && *observed_from > event.day()) continue;
    if (event.day() >= from && event.day() <= to) filings.push_back(event.day());
  }
  return filings;
}

/// What is said is blurred by not knowing when its applications were filed, as if the profile of
/// days had been seen on `worth` of them.
Statement blur(const Statement& said, double worth) {
  const double variance = kBetweenDays / (worth + 1.0);
  if (const auto* count = std::get_if<CountStatement>(&said)) {
    CountStatement blurred = *count;
    blurred.precision = 1.0 / (1.0 / (count->precision + 1.0) + variance) - 1.0;
    return blurred;
  }
  ShareStatement blurred = std::get<ShareStatement>(said);
  constexpr double kLeastSpread = 0.05;
  const double spread = std::max(kLeastSpread, blurred.share * (1.0 - blurred.share));
  blurred.deviation = std::sqrt(blurred.deviation * blurred.deviation + variance / spread);
  return blurred;
}

class GroupBuilder {
 public:
  GroupBuilder(const book::Snapshot& snapshot, const BookModel& model, const ReportReading& reading)
      : model_{model},
        reading_{reading},
        calendar_{
            snapshot.records.calendar(snapshot.records.authority(reading.authority).calendar)},
        changes_{past_changes(model, reading.authority)} {
    const Date begin = std::max(reading.filed_from, model.as_of - kLongestMemory);
    for (Date day = begin; day <= reading.reported_on; day += Days{1}) {
      if (calendar_.is_working(day)) days_.push_back(day);
    }
    own_filed_ = own_filings(snapshot, reading.authority, begin, reading.filed_to);
  }

  ReportGroup build() {
    ReportGroup group;
    set_effects(model_.review, group.kind.effects);
    for (const Date day : days_) group.days.row.push_back(row_of(day, group.kind));
    group.days.begun.assign(days_.size(), 0.0);
    const std::vector<double> filed = profile();
    // At risk from the working day after the filing.
    for (std::size_t day = 1; day < days_.size(); ++day) group.days.begun[day] = filed[day - 1];
    set_resubmission(group);
    return group;
  }

  /// Applications on which the profile of filing days would have been seen as well.
  [[nodiscard]] double profile_worth() const {
    return kProfileWorth + static_cast<double>(own_filed_.size());
  }

  [[nodiscard]] Counted count(const DatedCount& dated) const {
    Counted counted;
    counted.causes = dated.causes;
    counted.from = dated.after ? days_until(*dated.after) : 0;
    counted.to = days_until(dated.to);
    if (dated.within) counted.within = *dated.within;
    return counted;
  }

 private:
  /// Share of the applications filed on each working day: evenly, or like the book's own.
  [[nodiscard]] std::vector<double> profile() const {
    std::vector<double> filed(days_.size(), 0.0);
    if (days_.empty()) return filed;
    double sum = 0.0;
    for (double& day : filed) sum += day = kProfileWorth / static_cast<double>(days_.size());
    for (const Date own : own_filed_) {
      // Spread over a month around the day: others do not file on the very same one.
      const std::size_t first = days_until(own - kProfileReach - Days{1});
      const std::size_t last = std::min(days_.size(), days_until(own + kProfileReach));
      if (first >= last) continue;
      const double part = 1.0 / static_cast<double>(last - first);
      for (std::size_t day = first; day < last; ++day) filed[day] += part;
      sum += 1.0;
    }
    for (double& day : filed) day /= sum;
    return filed;
  }

  [[nodiscard]] std::size_t days_until(Date day) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(days_, day) - days_.begin());
  }

  static std::size_t period_of(const CalendarPeriods& periods, Date day) {
    return day < periods.first() ? 0 : periods.of(day);
  }

  void set_effects(const StateModel& state, std::vector<std::int32_t>& effects) const {
    effects.assign(state.hazard.layout.levels.size(), kNoLevel);
    for (std::size_t k = 0; k < reading_.levels.size(); ++k) {
      const std::int32_t level = reading_.levels[k].number;
      const auto& own = state.effect_of_level[k];
      if (level == kNoLevel || static_cast<std::size_t>(level) >= own.size()) continue;
      effects[k] = own[static_cast<std::size_t>(level)];
    }
  }

  [[nodiscard]] std::size_t row_of(Date day, CohortKind& kind) const {
    CohortRow row{period_of(model_.review.periods, day), 1.0, {}};
    for (const PastChange& change : changes_) {
      if (day < change.first || day > change.last) continue;
      row.openness *= change.openness;
      if (change.covariate) row.in_force.push_back(*change.covariate);
    }
    const auto same = [&](const CohortRow& other) {
      return other.period == row.period && other.openness == row.openness &&
             other.in_force == row.in_force;
    };
    const auto known = std::ranges::find_if(kind.rows, same);
    const auto place = static_cast<std::size_t>(known - kind.rows.begin());
    if (known == kind.rows.end()) kind.rows.push_back(std::move(row));
    return place;
  }

  void set_resubmission(ReportGroup& group) const {
    const StateModel& returned = model_.returned;
    Resubmission& to = group.resubmission;
    to.bins = &returned.bins;
    CohortKind kind;
    set_effects(returned, kind.effects);
    std::vector<std::size_t> rows;
    for (const Date day : days_) {
      const std::size_t period = period_of(returned.periods, day);
      if (kind.rows.empty() || kind.rows.back().period != period) {
        kind.rows.push_back({period, 1.0, {}});
      }
      rows.push_back(kind.rows.size() - 1);
    }
    SplitShares splits;
    const StateUnknowns modes = state_modes(returned);
    const CohortSurface surface =
        make_surface(returned, predict_state(returned, modes), modes, kind,
                     std::vector<double>(modes.size(), 0.0), splits);
    const auto& again = surface.cause[static_cast<std::size_t>(ReturnedCause::resubmitted)];
    for (const std::size_t row : rows) {
      for (std::size_t b = 0; b < surface.bins; ++b) {
        to.stay.push_back(surface.stay[row * surface.bins + b]);
        to.again.push_back(again[row * surface.bins + b]);
      }
    }
  }

  const BookModel& model_;
  const ReportReading& reading_;
  const Calendar& calendar_;
  std::vector<PastChange> changes_;
  std::vector<Date> days_;       ///< working ones, ascending
  std::vector<Date> own_filed_;  ///< the book's own applications, on days of the report
};

}  // namespace

std::optional<Date> reports_reach_back(const std::vector<ReportReading>& readings) {
  std::optional<Date> first;
  for (const ReportReading& reading : readings) {
    if (!is_used(reading)) continue;
    if (!first || reading.filed_from < *first) first = reading.filed_from;
  }
  return first;
}

BookReports make_report_set(const book::Snapshot& snapshot, const BookModel& model,
                            const std::vector<ReportReading>& readings) {
  BookReports reports;
  reports.set.returned_cause = static_cast<std::size_t>(ReviewCause::returned);
  std::map<std::pair<std::string, double>, std::size_t> populations;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const ReportReading& reading = readings[i];
    if (reading.terms.empty()) continue;
    const auto [population, is_new] = populations.try_emplace(
        {lower_case(reading.population), reading.selection}, populations.size());
    if (is_new) {
      ReportPopulation& added = reports.set.populations.emplace_back();
      for (std::size_t f = 0; f <= model.review.splits.size(); ++f) {
        added.deviation.push_back(deviation_of(state_field(model.review, f), reading));
      }
    }
    GroupBuilder builder{snapshot, model, reading};
    for (const DatedTerm& dated : reading.terms) {
      ReportTerm term;
      term.group = reports.set.groups.size();
      term.part = builder.count(dated.part);
      term.whole = dated.whole;
      for (const auto& [weight, count] : dated.rest) {
        term.rest.emplace_back(weight, builder.count(count));
      }
      // A share of decisions hardly depends on when they were filed.
      term.statement =
          dated.whole > 0.0 ? blur(dated.statement, builder.profile_worth()) : dated.statement;
      term.weight = reading.unused.empty() ? reading.weight : 0.0;
      reports.set.terms.push_back(std::move(term));
      reports.reading_of_term.push_back(i);
    }
    ReportGroup group = builder.build();
    group.population = population->second;
    reports.set.groups.push_back(std::move(group));
  }
  return reports;
}

std::vector<std::optional<ReadingOutlook>> use_reports(const book::Snapshot& snapshot,
                                                       BookModel& model,
                                                       const std::vector<ReportReading>& readings) {
  const BookReports reports = make_report_set(snapshot, model, readings);
  const ReportUpdate update = update_with_reports(model.review, reports.set);
  std::vector<std::optional<ReadingOutlook>> outlooks(readings.size());
  for (std::size_t i = 0; i < update.terms.size(); ++i) {
    auto& outlook = outlooks[reports.reading_of_term[i]];
    if (outlook) continue;  // The first term speaks for the report.
    const TermOutlook& term = update.terms[i];
    outlook = ReadingOutlook{term.p, term.log_odds_deviation, 0.0};
    // Its own error, and how far its people may differ.
    const ReportTerm& said = reports.set.terms[i];
    const double spread = std::max(1e-9, term.p * (1.0 - term.p));
    const double weight = readings[reports.reading_of_term[i]].weight;
    if (weight <= 0.0) continue;
    const double error = 1.0 / (weight * independent_applications(said.statement, term.p) * spread);
    outlook->applications = 1.0 / ((error + term.population_variance) * spread);
  }
  return outlooks;
}

std::vector<std::string> report_notes(const std::vector<ReportReading>& readings) {
  std::vector<std::string> notes;
  if (readings.empty()) return notes;
  const auto used = std::ranges::count_if(readings, is_used);
  if (used > 0) {
    notes.push_back(fmt::format("{} aggregate report{} the chances, as --explain-evidence shows",
                                used, used == 1 ? " moves" : "s move"));
  }
  for (const ReportReading& reading : readings) {
    if (is_used(reading)) continue;
    notes.push_back(fmt::format("report {} is not used: {}", reading.evidence,
                                reading.unused.empty() ? "it says nothing" : reading.unused));
  }
  return notes;
}

}  // namespace runout::regime
