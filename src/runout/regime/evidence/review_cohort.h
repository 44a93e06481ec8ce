// What comes of a group of applications filed over some time: the expected share of them that is
// decided in a given way within given days, and how that share follows from hazards and causes.
//
// A case at risk from an open day on leaves review on each with probability 1 - stay, by the causes
// in their shares; after a return it waits for its resubmission and begins anew. The share is found
// by going backwards over the days at which a review may begin (what is a review that begins here
// worth?), its derivatives by going forwards (how many begin here?): every derivative is the number
// of reviews times the derivative of one, because values of later reviews are held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "runout/regime/cells/duration_bins.h"

namespace runout::regime {

/// The open days of an authority over which a group is followed, oldest first.
struct CohortDays {
  std::vector<std::size_t> row;  ///< [day] of the surface
  /// [day] share of the group whose first day at risk this is. The rest is filed too late for all
  /// of them.
  std::vector<double> begun;

  [[nodiscard]] std::size_t size() const { return row.size(); }
};

/// Chances of one kind of case, [row][bin]. A row is a period of the calendar.
struct CohortSurface {
  std::size_t bins = 0;
  std::vector<double> hazard;
  std::vector<double> stay;                ///< exp(-hazard)
  std::vector<std::vector<double>> cause;  ///< [cause] share of it among those who leave
};

/// Waiting for resubmission, held as it is: [day][bin], bins of its own.
struct Resubmission {
  const DurationBins* bins = nullptr;
  std::vector<double> stay;
  std::vector<double> again;  ///< share of resubmissions among those who leave
};

/// What is counted: decisions by some causes on the open days from .. to - 1, after at most
/// `within` days of review.
struct Counted {
  std::uint32_t causes = 0;  ///< bit c is cause c
  std::size_t from = 0;
  std::size_t to = 0;
  std::int32_t within = std::numeric_limits<std::int32_t>::max();
};

/// The expected share, and what it takes to move it.
struct CohortShare {
  double value = 0.0;
  std::vector<double> by_hazard;              ///< [row][bin] derivative by the log hazard
  std::vector<std::vector<double>> by_cause;  ///< [cause][row][bin] derivative by the log share
};

/// Follows one group. All arguments must outlive this.
class ReviewCohort {
 public:
  /// `returned` is the cause after which `resubmission` follows; without one no case comes back.
  ReviewCohort(const CohortDays& days, const CohortSurface& surface, const DurationBins& bins,
               const Resubmission* resubmission, std::size_t returned);

  [[nodiscard]] double value(const Counted& counted) const;
  [[nodiscard]] CohortShare share(const Counted& counted) const;

 private:
  [[nodiscard]] std::size_t cell(std::size_t day, std::size_t begun) const {
    return days_.row[day] * surface_.bins + bins_.of(static_cast<std::int32_t>(day - begun));
  }
  [[nodiscard]] double counted_share(const Counted& counted, std::size_t day, std::size_t begun,
                                     std::size_t at) const;
  /// [day] worth of a review that begins, and of a return; one element more than days.
  struct Worth {
    std::vector<double> review;
    std::vector<double> returned;
  };
  [[nodiscard]] Worth find_worth(const Counted& counted) const;

  const CohortDays& days_;
  const CohortSurface& surface_;
  const DurationBins& bins_;
  const Resubmission* resubmission_;
  std::size_t returned_;
};

}  // namespace runout::regime
