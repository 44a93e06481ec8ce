// Cox regression: the partial likelihood, its standard errors and the baseline hazard.
#pragma once

#include <span>
#include <vector>

#include "runout/regime/survival/covariate_view.h"
#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// How events of the same day share their risk set.
enum class Ties { breslow, efron };

/// The hazard of a record with covariates x is baseline hazard x exp(sum of coefficient x value).
struct CoxFit {
  std::vector<double> coefficients;     ///< [column]
  std::vector<double> standard_errors;  ///< [column]
  std::vector<double> covariance;       ///< [column][column]
  double log_likelihood = 0.0;
  double null_log_likelihood = 0.0;       ///< with all coefficients 0
  std::vector<double> time;               ///< [step] distinct days of events
  std::vector<double> cumulative_hazard;  ///< [step] Breslow's, at covariates 0
};

/// Fits by Newton's method. Every cause but 0 is the event: recode by only_cause for the hazard of
/// one cause. Records may enter late, and a record with covariates that change is several of them.
///
/// throws  Error (invalid_input) for what check_observations refuses, values that are not finite
///         and columns of one value; Error (infeasible) without any event and for a column that
///         has no finite estimate. The message names the column.
/// cost    O(records x columns^2) a step after one sort
/// Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (2002), 4.2,
/// 4.3; Efron, The efficiency of Cox's likelihood function for censored data (1977).
[[nodiscard]] CoxFit fit_cox(std::span<const Observation> observations,
                             const Covariates& covariates, Ties ties = Ties::efron);

}  // namespace runout::regime::survival
