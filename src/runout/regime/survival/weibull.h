// Weibull regression of waiting times, also of those known only to lie between two days.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "runout/regime/survival/covariate_view.h"

namespace runout::regime::survival {

/// An event after day `lower` and, if `upper` is given, not after it: equal days are an event seen
/// exactly, no upper day is one still to come (right censoring).
struct TimeWindow {
  double lower = 0.0;  ///< more than 0 unless the upper day is later
  std::optional<double> upper;
};

/// log time = intercept + sum of coefficient x value + scale x W, W the logarithm of a standard
/// exponential: the parametrisation of R's survreg. The Weibull's shape is 1 / scale.
struct WeibullFit {
  double intercept = 0.0;
  std::vector<double> coefficients;  ///< [column]
  double log_scale = 0.0;
  /// Of the intercept, the columns and the log scale, in this order.
  std::vector<double> standard_errors;
  double log_likelihood = 0.0;
};

/// Fits by maximum likelihood; Newton's method in (coefficient / scale, 1 / scale), where the log
/// likelihood is concave.
///
/// throws  Error (invalid_input) for a window that ends before it begins or has no positive end,
///         and as standardise does; Error (infeasible) if nothing bounds the times from above, all
///         events are at one time, or a column has no finite estimate
/// Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (2002), 3.3.
[[nodiscard]] WeibullFit fit_weibull(std::span<const TimeWindow> windows,
                                     const Covariates& covariates);

/// The probability of no event up to `time` > 0 at the given covariate values.
[[nodiscard]] double survival_at(const WeibullFit& fit, std::span<const double> values,
                                 double time);

}  // namespace runout::regime::survival
