// Departures and arrivals of consignments in sixteen replications, from the draws alone.
#pragma once

#include <span>
#include <vector>

#include "runout/flow/fast/journey_kernel.h"
#include "runout/flow/fast/lane_kernel.h"

namespace runout::flow {

/// When the consignments of a part leave and become usable.
struct LaneJourneys {
  std::vector<LaneDays> departed;  ///< [coming]
  std::vector<LaneDays> usable;    ///< [coming]
};

struct LaneBlock {
  std::size_t first = 0;  ///< replication, counted from 0 within the draws
  std::size_t count = kLanes;
};

/// Fills the journeys of the consignments that are not fixed. Lanes beyond the block's count repeat
/// its last replication.
void draw_journeys(const PreparedNetwork& prepared, const Draws& draws,
                   const SimulationSettings& settings, const LaneBlock& block,
                   std::span<const Coming> coming, Instructions which, LaneJourneys& journeys);

/// The same for those alone that wait for one of the applications; the others stay as they are.
void redraw_journeys(const PreparedNetwork& prepared, const Draws& draws,
                     const SimulationSettings& settings, const LaneBlock& block,
                     std::span<const Coming> coming, std::span<const Index> applications,
                     Instructions which, LaneJourneys& journeys);

}  // namespace runout::flow
