// The simulator that is used: the same results as the plain one, bit for bit, in less time.
//
// What never binds is left out (ample_points.h), the rest cut into parts that share nothing
// (split.h). Parts whose goods move by the draws alone are followed sixteen replications at a time
// (lane_kernel.h); the others by the plain simulator, on a network of their own (sub_network.h).
#pragma once

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/simulate.h"

namespace runout::flow {

/// As simulate_plainly, without ledger, traces and demand, which must not be asked for. The network
/// and the draws have been checked.
[[nodiscard]] Simulation simulate_fast(const Network& network, const Draws& draws,
                                       const SimulationSettings& settings);

}  // namespace runout::flow
