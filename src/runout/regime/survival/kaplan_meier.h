// Kaplan-Meier and Nelson-Aalen estimates with delayed entry: the plainest of the baselines.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// Step functions that change at `time` and hold until the next one; before the first time the
/// survival function is 1. All causes count as the event.
struct SurvivalCurve {
  std::vector<double> time;     ///< [step] distinct exits, days
  std::vector<double> at_risk;  ///< [step] records
  std::vector<double> events;   ///< [step]
  std::vector<double> survival;
  std::vector<double> survival_se;        ///< Greenwood; 0 where the curve is 0
  std::vector<double> cumulative_hazard;  ///< Nelson-Aalen
  std::vector<double> cumulative_hazard_se;
};

struct SurvivalAt {
  double survival = 1.0;
  double survival_se = 0.0;
  double cumulative_hazard = 0.0;
  double cumulative_hazard_se = 0.0;
};

/// Estimates the survival function of time to any event. O(n log n).
///
/// With delayed entry a risk set may die out early; the curve is 0 from there on, as the product
/// says. Throws Error (invalid_input) as check_observations does.
/// Source: Andersen, Borgan, Gill and Keiding, Statistical Models Based on Counting Processes
/// (1993), (4.3.1) and (4.1.1), variances (4.3.8) in Greenwood's form and (4.1.6) without ties.
[[nodiscard]] SurvivalCurve estimate_survival(std::span<const Observation> observations);

/// The curve at a time: what holds from the last step at or before it.
[[nodiscard]] SurvivalAt evaluate(const SurvivalCurve& curve, double time);

/// The time by which a share of 0 < `share` <= 1 had its event, as R's quantile.survfit has it:
/// the first time the curve is at or below 1 - share; where it stands exactly there (to 1.5e-8) for
/// a while, the middle of that while, which ends at the last exit if the curve never falls further.
/// Empty if the curve does not fall so far. Throws Error (invalid_input) for another share.
[[nodiscard]] std::optional<double> find_quantile(const SurvivalCurve& curve, double share);

}  // namespace runout::regime::survival
