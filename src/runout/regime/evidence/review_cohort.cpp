#include "runout/regime/evidence/review_cohort.h"

#include <algorithm>

namespace runout::regime {

ReviewCohort::ReviewCohort(const CohortDays& days, const CohortSurface& surface,
                           const DurationBins& bins, const Resubmission* resubmission,
                           std::size_t returned)
    : days_{days},
      surface_{surface},
      bins_{bins},
      resubmission_{resubmission},
      returned_{returned} {}

double ReviewCohort::counted_share(const Counted& counted, std::size_t day, std::size_t begun,
                                   std::size_t at) const {
  if (day < counted.from || static_cast<std::int32_t>(day - begun) >= counted.within) return 0.0;
  double share = 0.0;
  for (std::size_t c = 0; c < surface_.cause.size(); ++c) {
    if ((counted.causes >> c & 1U) != 0) share += surface_.cause[c][at];
  }
  return share;
}

ReviewCohort::Worth ReviewCohort::find_worth(const Counted& counted) const {
  const std::size_t end = std::min(counted.to, days_.size());
  Worth worth{std::vector<double>(days_.size() + 1, 0.0),
              std::vector<double>(days_.size() + 1, 0.0)};
  for (std::size_t begun = end; begun-- > 0;) {
    if (resubmission_ != nullptr) {  // Returned on this day; back in review on a later one.
      const std::size_t bins = resubmission_->bins->size();
      double waiting = 1.0;
      for (std::size_t day = begun + 1; day < end; ++day) {
        const std::size_t at =
            day * bins + resubmission_->bins->of(static_cast<std::int32_t>(day - begun - 1));
        const double left = waiting * (1.0 - resubmission_->stay[at]);
        worth.returned[begun] += left * resubmission_->again[at] * worth.review[day + 1];
        waiting -= left;
      }
    }
    double waiting = 1.0;
    for (std::size_t day = begun; day < end; ++day) {
      const std::size_t at = cell(day, begun);
      const double left = waiting * (1.0 - surface_.stay[at]);
      double each = counted_share(counted, day, begun, at);
      if (resubmission_ != nullptr) each += surface_.cause[returned_][at] * worth.returned[day];
      worth.review[begun] += left * each;
      waiting -= left;
    }
  }
  return worth;
}

double ReviewCohort::value(const Counted& counted) const {
  const Worth worth = find_worth(counted);
  double sum = 0.0;
  for (std::size_t day = 0; day < days_.size(); ++day) sum += days_.begun[day] * worth.review[day];
  return sum;
}

CohortShare ReviewCohort::share(const Counted& counted) const {
  const Worth worth = find_worth(counted);
  const std::size_t end = std::min(counted.to, days_.size());
  const std::size_t causes = surface_.cause.size();
  CohortShare result;
  result.by_hazard.assign(surface_.hazard.size(), 0.0);
  result.by_cause.assign(causes, std::vector<double>(surface_.hazard.size(), 0.0));
  std::vector<double> begun_on(days_.begun);  // resubmissions are added on the way
  begun_on.resize(days_.size() + 1, 0.0);
  std::vector<double> returned_on(days_.size(), 0.0);
  std::vector<double> each(end);
  std::vector<double> left(end);
  for (std::size_t begun = 0; begun < end; ++begun) {
    result.value += days_.begun[begun] * worth.review[begun];
    const double number = begun_on[begun];
    if (number > 0.0) {
      double waiting = number;
      for (std::size_t day = begun; day < end; ++day) {
        const std::size_t at = cell(day, begun);
        left[day] = waiting * (1.0 - surface_.stay[at]);
        waiting -= left[day];
        const bool counts =
            day >= counted.from && static_cast<std::int32_t>(day - begun) < counted.within;
        each[day] = 0.0;
        for (std::size_t c = 0; c < causes; ++c) {
          double worth_of_cause = counts && (counted.causes >> c & 1U) != 0 ? 1.0 : 0.0;
          if (resubmission_ != nullptr && c == returned_) worth_of_cause += worth.returned[day];
          const double part = surface_.cause[c][at] * worth_of_cause;
          each[day] += part;
          result.by_cause[c][at] += left[day] * part;
        }
        if (resubmission_ != nullptr) {
          returned_on[day] += left[day] * surface_.cause[returned_][at];
        }
      }
      double later = 0.0;
      for (std::size_t day = end; day-- > begun;) {
        const std::size_t at = cell(day, begun);
        // `waiting` are those still there after the day.
        result.by_hazard[at] += surface_.hazard[at] * (waiting * each[day] - later);
        later += left[day] * each[day];
        waiting += left[day];
      }
    }
    if (resubmission_ == nullptr) continue;
    const std::size_t bins = resubmission_->bins->size();
    double waiting = returned_on[begun];
    for (std::size_t day = begun + 1; waiting > 0.0 && day < end; ++day) {
      const std::size_t at =
          day * bins + resubmission_->bins->of(static_cast<std::int32_t>(day - begun - 1));
      const double gone = waiting * (1.0 - resubmission_->stay[at]);
      begun_on[day + 1] += gone * resubmission_->again[at];
      waiting -= gone;
    }
  }
  return result;
}

}  // namespace runout::regime
