// The model of a book: three fitted states, their samplers, and the calendars of the authorities.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/regime/hazard_draw.h"
#include "runout/regime/hazard_fit.h"
#include "runout/regime/regime.h"
#include "runout/regime/training.h"

namespace runout::regime {

/// Working days after the as-of day, as far as the horizon.
struct WorkingDaysAhead {
  std::vector<Day> nth;        ///< [n] calendar day of the n-th one, n >= 1; nth[0] = 0
  std::vector<Day> worked_by;  ///< [day 0..horizon] how many lie in (0, day]

  /// The n-th working day after `day`; nothing beyond the horizon.
  [[nodiscard]] std::optional<Day> after(Day day, double working_days) const;
};

[[nodiscard]] WorkingDaysAhead working_days_ahead(const Calendar& calendar, Date as_of,
                                                  Day horizon);

/// One state's fit and its way to random draws.
struct StateModel {
  HazardPosterior posterior;
  std::vector<Covariate> covariates;
};

/// Everything that drawing decisions needs, independent of replications.
struct BookModel {
  StateModel preparing;
  StateModel review;
  StateModel returned;
  double speed_shape = 11.0;  ///< of the gamma factor (mean 1) that an authority's cases share
  std::vector<std::string> authorities;
  std::vector<WorkingDaysAhead> calendars;  ///< [authority]
  std::vector<book::AfterRefusal> after_refusal;
  UsedCovariates used{};
  std::size_t decided_applications = 0;
  std::size_t pending_applications = 0;
  std::vector<std::string> notes;
};

/// Fits the three states to the snapshot. `others` are applications that the book does not have:
/// their authorities and levels are added, so that draws exist for them.
[[nodiscard]] BookModel fit_book(const book::Snapshot& snapshot,
                                 const std::vector<const book::Application*>& others,
                                 const DrawSettings& settings);

/// Row of an authority in the model; Error{internal} for an unknown one.
[[nodiscard]] std::size_t authority_index(const BookModel& model, const std::string& authority);

}  // namespace runout::regime
