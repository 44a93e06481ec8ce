// The contract's JSON of `runout decisions`.
#pragma once

#include <string>

#include "runout/regime/decision_forecast.h"

namespace runout::report {

/// `{as_of, horizon_days, draws, pending:[{id, any, outcomes}], fleet:[...], flags:[...],
/// k_hat, contraction:[...]}` in one line with a line end. Probabilities are whole millionths, cut
/// off rather than rounded, so that they stay monotone and `any` is exactly the sum of the
/// outcomes.
[[nodiscard]] std::string decisions_json(const regime::DecisionForecast& forecast);

}  // namespace runout::report
