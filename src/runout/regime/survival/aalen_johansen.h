// Aalen-Johansen estimates: with what probability each outcome has come by a day.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runout/regime/survival/risk_table.h"

namespace runout::regime::survival {

/// Step functions as in SurvivalCurve. The probabilities of a step add up to one.
struct OutcomeCurves {
  std::size_t causes = 0;
  std::vector<double> time;          ///< [step] distinct exits, days
  std::vector<double> at_risk;       ///< [step] records
  std::vector<double> no_event;      ///< [step] probability of no event yet
  std::vector<double> no_event_se;   ///< [step]
  std::vector<double> incidence;     ///< [step][cause - 1] cumulative incidence
  std::vector<double> incidence_se;  ///< [step][cause - 1]
};

struct OutcomesAt {
  double no_event = 1.0;
  double no_event_se = 0.0;
  std::vector<double> incidence;     ///< [cause - 1]
  std::vector<double> incidence_se;  ///< [cause - 1]
};

/// Estimates cumulative incidences of causes 1..`causes`, with delayed entry. For groups call it
/// once a group.
///
/// Standard errors are the infinitesimal jackknife, every record its own subject: the square root
/// of the sum of squared derivatives of the estimate with respect to the records' weights. Sums of
/// them are carried along, so the cost is O(n log n + steps x causes), not O(n x steps).
/// Throws Error (invalid_input) as check_observations does.
/// Source: Aalen and Johansen, An empirical transition matrix for non-homogeneous Markov chains
/// based on censored observations (1978); Therneau, Crowson and Atkinson, Multi-state models and
/// competing risks (2023).
[[nodiscard]] OutcomeCurves estimate_outcomes(std::span<const Observation> observations,
                                              std::size_t causes);

/// The curves at a time: what holds from the last step at or before it.
[[nodiscard]] OutcomesAt evaluate(const OutcomeCurves& curves, double time);

}  // namespace runout::regime::survival
