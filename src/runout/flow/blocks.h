// The loop over blocks of replications that both simulators have.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "runout/flow/simulate.h"

namespace runout::flow {

/// Follows the replications begin..end, writes to their rows, and appends their blame.
using FollowBlock =
    std::function<void(std::size_t begin, std::size_t end, std::vector<BlameShare>& blame)>;

/// Follows all replications of the simulation in blocks of `block`, on the settings' threads, puts
/// their blame together in order, and stops early when the settings' progress says so.
void follow_in_blocks(std::size_t block, const SimulationSettings& settings,
                      const FollowBlock& follow, Simulation& simulation);

}  // namespace runout::flow
