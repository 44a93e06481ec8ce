// Poisson rates smooth in several directions, the smoothness chosen by the data: P-splines with
// smoothing parameters at the maximum of the restricted likelihood.
//
// It lives beside the tests: the program smooths by the priors of its own model, and this shows
// that a penalised likelihood and its log determinant choose what an established program chooses.
#pragma once

#include <span>
#include <vector>

namespace runout::regime::survival {

/// Cubic B-splines on even knots over the range of x (widened by a thousandth at both ends), their
/// coefficients' differences of `difference` order penalised, constrained to sum to 0 over rows.
struct SmoothTerm {
  std::vector<double> x;  ///< [row]
  int basis = 12;
  int difference = 2;
};

struct SmoothFit {
  /// [term] weight of the sum of squared differences.
  std::vector<double> smoothing;
  double restricted_log_likelihood = 0.0;  ///< Laplace's approximation, all constants included
  double effective_parameters = 0.0;
  double deviance = 0.0;
  std::vector<double> rate;  ///< [row]
};

/// Fits log rate = intercept + sum of smooth terms by Newton's method in the logarithms of the
/// smoothing parameters, with derivatives by differences.
/// Source: Eilers and Marx, Flexible smoothing with B-splines and penalties (1996); Wood, Fast
/// stable restricted maximum likelihood and marginal likelihood estimation (2011), (5).
[[nodiscard]] SmoothFit fit_smooth_terms(std::span<const SmoothTerm> terms,
                                         std::span<const double> events,
                                         std::span<const double> exposure);

}  // namespace runout::regime::survival
