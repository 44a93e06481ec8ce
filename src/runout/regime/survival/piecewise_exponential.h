// Hazards constant between cut points: the exact small sibling of the model of decisions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runout/regime/survival/covariate_view.h"
#include "runout/regime/survival/penalised_poisson.h"
#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// The part of a record within one interval of waiting.
struct Episode {
  std::size_t record = 0;
  std::size_t interval = 0;  ///< 0 up to the first cut point, 1 up to the second, ...
  double entry = 0.0;
  double exit = 0.0;
  int cause = 0;  ///< 0 but in the last episode of a record with an event
};

/// Splits records at increasing `cuts`; an event on a cut point belongs to the interval that ends
/// there. Throws Error (invalid_input) as check_observations does and for cuts out of order.
[[nodiscard]] std::vector<Episode> split_at(std::span<const Observation> observations,
                                            std::span<const double> cuts);

/// Fits log hazard = coefficient of the interval + sum of coefficient x covariate.
///
/// Coefficients are those of the cuts.size() + 1 intervals, then of the columns, not centred.
/// Every cause but 0 is the event.
/// cuts       [cut] increasing, days
/// precision  [coefficient][coefficient] of a Gaussian prior, or empty for none
/// throws     Error as fit_poisson, check_observations and split_at do; without a prior an
///            interval without events is refused by its days
[[nodiscard]] PoissonFit fit_piecewise_exponential(std::span<const Observation> observations,
                                                   const Covariates& covariates,
                                                   std::span<const double> cuts,
                                                   std::span<const double> precision);

}  // namespace runout::regime::survival
