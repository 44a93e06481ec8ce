// Poisson regression of counts on exposure with a Gaussian prior: what hazards are fitted with.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace runout::regime::survival {

/// Counts d ~ Poisson(exposure x exp(design x coefficients)), coefficients ~ N(0, precision^-1).
struct PoissonModel {
  std::span<const double> design;       ///< [row][coefficient]
  std::span<const double> events;       ///< [row] counts, at least 0
  std::span<const double> exposure;     ///< [row] more than 0, days
  std::span<const double> precision;    ///< [coefficient][coefficient], or empty for none
  std::span<const double> start;        ///< [coefficient] where to begin, or empty for zeros
  std::span<const std::string> labels;  ///< [coefficient] for messages, "column 'age'"
};

struct PoissonFit {
  std::vector<double> coefficients;     ///< the posterior mode
  std::vector<double> standard_errors;  ///< roots of the diagonal of the inverse Hessian
  /// Sum of d log(rate) - exposure x rate: the log likelihood of waiting times. That of the counts
  /// is this + sum of d log(exposure) - log(d!).
  double log_likelihood = 0.0;
  double penalised_log_likelihood = 0.0;  ///< less half the prior's quadratic form
  double log_determinant = 0.0;           ///< of the Hessian X'diag(mu)X + precision
  double effective_parameters = 0.0;      ///< trace of Hessian^-1 X'diag(mu)X
  double deviance = 0.0;
  std::vector<double> rate;  ///< [row] fitted events per unit of exposure
};

/// Finds the mode by Newton's method; dense, O(rows x coefficients^2) a step.
///
/// throws  Error (invalid_input) for shapes that do not fit, numbers that are not finite, negative
///         counts, exposure that is not positive; Error (infeasible) if there is no event and for
///         a coefficient without finite mode, by its label
/// Source: Holford, The analysis of rates and of survivorship using log-linear models (1980).
[[nodiscard]] PoissonFit fit_poisson(const PoissonModel& model);

}  // namespace runout::regime::survival
