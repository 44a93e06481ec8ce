// A second simulator, written from the rules in another way, to compare with: no state machine,
// no chains, no wake-up days; every day everything is looked at again in maps and sorted lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/simulate.h"

namespace runout::flow::fixtures {

struct ReferenceResult {
  std::vector<LineOutcome> lines;
  std::vector<std::int64_t> lost_by_task;
  std::vector<Micro> stock;  ///< [point][day 0..horizon]
};

[[nodiscard]] ReferenceResult follow(const Network& network, const Draws& draws,
                                     std::size_t replication, const SimulationSettings& settings);

}  // namespace runout::flow::fixtures
