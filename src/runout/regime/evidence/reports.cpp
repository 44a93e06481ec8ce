#include "runout/regime/evidence/reports.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/base/text.h"
#include "runout/regime/evidence/own_part.h"
#include "runout/regime/evidence/report_draft.h"

namespace runout::regime {
namespace {

using book::EvidenceMeasure;
using Draft = ReportDraft;

/// A report without a beginning speaks of so many days.
constexpr Days kUsualWindow{180};
/// Decisions of a period are of applications filed up to so long before it.
constexpr Days kLongReview{540};

class Reader {
 public:
  Reader(const book::Snapshot& snapshot, const std::vector<Covariate>& covariates)
      : snapshot_{snapshot}, covariates_{covariates}, authority_{usual_authority(snapshot)} {}

  std::vector<ReportReading> read(const std::vector<book::Evidence>& evidence) {
    for (const book::Evidence& row : evidence) {
      if (row.reported_on <= snapshot_.as_of) drafts_.push_back(begin(row));
    }
    share_weights();
    std::vector<ReportReading> readings;
    for (std::size_t i = 0; i < drafts_.size(); ++i) write(i);
    for (Draft& draft : drafts_) {
      if (draft.reading.unused.empty() && draft.reading.weight <= 0.0) {
        draft.reading.unused = "its weight is 0";
      }
      readings.push_back(std::move(draft.reading));
    }
    return readings;
  }

 private:
  Draft begin(const book::Evidence& row) {
    Draft draft;
    draft.row = &row;
    draft.measure = measure_of(row);
    ReportReading& reading = draft.reading;
    reading.evidence = row.evidence;
    reading.population = row.population;
    reading.source = row.source;
    reading.reported_on = row.reported_on;
    reading.says = says_words(row, draft.measure);
    reading.weight = row.weight.value();
    reading.selection = exactness_of(row.reporter).selection;
    reading.levels = read_population(row.population, covariates_);
    reading.read_as = level_words(reading.levels, covariates_);
    reading.authority = authority_of(reading.levels);
    set_window(draft);
    draft.numbers = numbers_of(row, draft.measure);
    if (draft.numbers.of && *draft.numbers.of <= 0.0) {
      reading.unused = "it counts nobody";
      return draft;
    }
    if (!draft.numbers.granted && !draft.numbers.share && !draft.numbers.ended) {
      reading.unused = "it holds no share and no count that could be compared";
      return draft;
    }
    take_own_out(draft);
    return draft;
  }

  [[nodiscard]] std::string authority_of(const std::vector<NamedLevel>& levels) const {
    for (std::size_t k = 0; k < levels.size(); ++k) {
      if (covariates_[k].name == "authority" && !levels[k].level.empty()) return levels[k].level;
    }
    return authority_;
  }

  /// First day of the authority's oldest rule that is in force by then.
  [[nodiscard]] std::optional<Date> rule_begins(const std::string& authority) const {
    std::optional<Date> first;
    for (const book::Control& control : snapshot_.records.controls) {
      if (control.authority != authority || !control.valid_from) continue;
      if (!first || *control.valid_from < *first) first = control.valid_from;
    }
    return first;
  }

  void set_window(Draft& draft) const {
    ReportReading& reading = draft.reading;
    const Date to = reading.reported_on;
    const auto rule = rule_begins(reading.authority);
    const auto not_before_rule = [&](Date day) {
      return rule && *rule <= to ? std::max(*rule, day) : day;
    };
    draft.since = draft.row->since.value_or(not_before_rule(to - kUsualWindow));
    if (!draft.row->since) {
      reading.remarks.push_back(
          fmt::format("it does not say since when: {} is assumed", to_string(draft.since)));
    }
    if (draft.since > to) {
      reading.unused = "it begins after the day of the report";
      draft.since = to;
    }
    reading.filed_from = draft.measure == EvidenceMeasure::filed
                             ? draft.since
                             : std::min(draft.since, not_before_rule(draft.since - kLongReview));
    reading.filed_to = to;
  }

  void take_own_out(Draft& draft) const {
    ReportReading& reading = draft.reading;
    if (draft.row->own == "no") return;
    const OwnQuestion question{reading.authority, &reading.levels, draft.since,
                               reading.reported_on};
    double own_of = 0.0;
    double own_granted = 0.0;
    double own_ended = 0.0;
    if (draft.measure == EvidenceMeasure::filed) {
      const OwnFiled own = count_own_filed(snapshot_, question);
      own_of = static_cast<double>(own.filed);
      own_granted = static_cast<double>(own.granted);
      own_ended = static_cast<double>(own.refused) + ((draft.numbers.ended_causes & kWithdrawn) != 0
                                                          ? static_cast<double>(own.withdrawn)
                                                          : 0.0);
    } else {
      const OwnDecided own = count_own_decided(snapshot_, question, draft.row->within.value_or(0));
      own_of = static_cast<double>(own.granted + own.refused);
      own_granted = static_cast<double>(draft.measure == EvidenceMeasure::completed ? own.quick
                                                                                    : own.granted);
    }
    reading.own = static_cast<std::size_t>(own_of);
    if (own_of == 0.0) return;
    if (draft.row->own != "yes") {
      reduce_unsaid(draft, own_of);
    } else {
      subtract(draft, own_of, own_granted, own_ended);
    }
  }

  /// Nobody says whether own applications are in: even odds.
  static void reduce_unsaid(Draft& draft, double own_of) {
    const double part =
        draft.numbers.of ? std::min(1.0, own_of / std::max(1.0, *draft.numbers.of)) : 1.0;
    const double factor = 1.0 - 0.5 * part;
    draft.reading.weight *= factor;
    draft.reading.remarks.push_back(fmt::format(
        "whether it counts {} of the book's own is not said (column own): its weight is "
        "reduced to {:.0f} %",
        draft.reading.own, 100.0 * factor));
  }

  static void subtract(Draft& draft, double own_of, double own_granted, double own_ended) {
    ReportReading& reading = draft.reading;
    ReportNumbers& numbers = draft.numbers;
    constexpr double kRounding = 0.5;  // a share of so many need not be whole
    const bool fits =
        numbers.of && *numbers.of >= own_of &&
        numbers.granted.value_or(own_granted) + kRounding >= own_granted &&
        numbers.ended.value_or(own_ended) >= own_ended &&
        *numbers.of - own_of + kRounding >= numbers.granted.value_or(0.0) - own_granted;
    if (!fits) {
      const double factor =
          numbers.of ? 1.0 - std::min(1.0, own_of / std::max(1.0, *numbers.of)) : 0.5;
      reading.weight *= factor;
      reading.remarks.push_back(fmt::format(
          "{} of the book's own are in it and cannot be taken out of {}: its weight is reduced to "
          "{:.0f} %",
          reading.own, numbers.of ? "these numbers" : "a share alone", 100.0 * factor));
      return;
    }
    *numbers.of -= own_of;
    if (numbers.granted) {
      numbers.granted = std::clamp(*numbers.granted - own_granted, 0.0, *numbers.of);
    }
    if (numbers.ended) numbers.ended = *numbers.ended - own_ended;
    reading.remarks.push_back(
        fmt::format("{} of the book's own are in it and were taken out", reading.own));
    if (*numbers.of <= 0.0) reading.unused = "it counts the book's own applications alone";
  }

  [[nodiscard]] static bool same_people(const Draft& a, const Draft& b) {
    return a.measure == b.measure && a.since == b.since &&
           lower_case(a.row->population) == lower_case(b.row->population) &&
           a.row->own == b.row->own;
  }

  [[nodiscard]] static bool same_numbers(const Draft& a, const Draft& b) {
    return a.row->reported_on == b.row->reported_on && a.row->submitted == b.row->submitted &&
           a.row->granted == b.row->granted && a.row->refused == b.row->refused &&
           a.row->pending == b.row->pending && a.row->share == b.row->share &&
           a.row->within == b.row->within;
  }

  /// Reports that say the very same count once together.
  void share_weights() {
    std::vector<double> factors(drafts_.size(), 1.0);
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      double sum = 0.0;
      std::string others;
      for (std::size_t j = 0; j < drafts_.size(); ++j) {
        if (!same_people(drafts_[i], drafts_[j]) || !same_numbers(drafts_[i], drafts_[j])) continue;
        sum += drafts_[j].row->weight.value();
        if (j != i) others += (others.empty() ? "" : ", ") + drafts_[j].row->evidence;
      }
      if (sum <= 1.0 || others.empty()) continue;
      factors[i] = 1.0 / sum;
      drafts_[i].reading.remarks.push_back(
          fmt::format("it says the same as {}: together they count once", others));
    }
    for (std::size_t i = 0; i < drafts_.size(); ++i) drafts_[i].reading.weight *= factors[i];
  }

  /// The latest earlier report of the same people that this one goes on from.
  [[nodiscard]] const Draft* find_earlier(std::size_t number) const {
    const Draft& draft = drafts_[number];
    if (draft.measure != EvidenceMeasure::filed) return nullptr;
    const Draft* latest = nullptr;
    for (const Draft& other : drafts_) {
      if (!other.reading.unused.empty() || other.reading.weight <= 0.0) continue;
      if (!same_people(draft, other) || other.row->reported_on >= draft.row->reported_on) continue;
      if (latest == nullptr || latest->row->reported_on < other.row->reported_on) latest = &other;
    }
    return latest;
  }

  void write(std::size_t number) {
    Draft& draft = drafts_[number];
    if (!draft.reading.unused.empty()) return;
    const Draft* earlier = find_earlier(number);
    if (earlier != nullptr && !goes_on_from(*earlier, draft)) {
      constexpr double kOverlap = 0.5;
      draft.reading.weight *= kOverlap;
      draft.reading.remarks.push_back(
          fmt::format("it overlaps with {} and cannot be told apart from it: its weight is halved",
                      earlier->row->evidence));
      earlier = nullptr;
    }
    write_terms(draft, earlier);
    if (earlier != nullptr) {
      draft.reading.remarks.push_back(fmt::format(
          "it goes on from {}: what has changed since then is used", earlier->row->evidence));
    }
  }

  const book::Snapshot& snapshot_;
  const std::vector<Covariate>& covariates_;
  std::string authority_;
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<ReportReading> read_reports(const book::Snapshot& snapshot,
                                        const std::vector<book::Evidence>& evidence,
                                        const std::vector<Covariate>& covariates) {
  return Reader{snapshot, covariates}.read(evidence);
}

}  // namespace runout::regime
