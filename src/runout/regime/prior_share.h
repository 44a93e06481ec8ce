// How much of what is believed about the hazard is general experience rather than the records.
#pragma once

#include <cstdint>
#include <vector>

#include "runout/regime/state_model.h"

namespace runout::regime {

/// Share of the prior in the log hazard after each of the waiting times, 0..1: the variance left
/// over that before any record. Covariates and the calendar are not part of it.
[[nodiscard]] std::vector<double> prior_shares(const StateModel& model,
                                               const std::vector<std::int32_t>& waited);

}  // namespace runout::regime
