// The JSON of `runout decisions --explain`, and the parts it shares with forecasts.
#pragma once

#include <string>
#include <vector>

#include "runout/regime/explain/explanation.h"

namespace runout::report {

/// `{as_of, application, state, decided, horizon_days, draws, typical_days, parts:[...],
/// median_days, beyond_horizon, remaining_days, decided_on, outcomes, prior_share, waits_in,
/// similar, flags}` with a line end; of a decided case only the first four. The days of the parts,
/// in thousandths, add up to median_days less typical_days exactly.
[[nodiscard]] std::string explanation_json(const regime::Explanation& explanation);

}  // namespace runout::report
