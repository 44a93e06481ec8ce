// Fine-Gray regression: covariates act on the cumulative incidence of one outcome directly.
#pragma once

#include <span>
#include <vector>

#include "runout/regime/survival/covariate_view.h"
#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// The cumulative incidence of the cause at covariates x is
/// 1 - exp(-cumulative hazard x exp(sum of coefficient x value)).
struct FineGrayFit {
  std::vector<double> coefficients;       ///< [column]
  std::vector<double> standard_errors;    ///< [column] sandwich, with the weights' own error
  double log_likelihood = 0.0;            ///< of the weighted partial likelihood
  std::vector<double> time;               ///< [step] distinct days of events of the cause
  std::vector<double> cumulative_hazard;  ///< [step] of the subdistribution, at covariates 0
};

/// Fits the hazard of the subdistribution of `cause`. Records with another event stay at risk with
/// the probability of not being censored yet, G(t-) / G(exit-), G by Kaplan-Meier from all records.
///
/// throws  Error (invalid_input) as check_observations and standardise do, and for records that
///         enter after 0 (G has no such form then); Error (infeasible) without an event of the
///         cause and for a column without finite estimate, by name
/// cost    O(records x columns^2) a step after one sort
/// Source: Fine and Gray, A proportional hazards model for the subdistribution of a competing risk
/// (1999), (5) to (8).
[[nodiscard]] FineGrayFit fit_fine_gray(std::span<const Observation> observations,
                                        const Covariates& covariates, int cause);

}  // namespace runout::regime::survival
