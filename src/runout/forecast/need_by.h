// Until when a licence may come without costing any line a day.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/latest_day.h"
#include "runout/forecast/standing.h"

namespace runout::forecast {

struct NeedBy {
  LatestDay booked;   ///< by the lanes on file
  LatestDay fastest;  ///< by the fastest lane between the same sites that its mode allows
};

/// Finds the days of one application.
///
/// `base`  [network line] outcomes if everything pending is granted on the as-of day, by the lanes
///         on file.
[[nodiscard]] NeedBy find_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                  const std::vector<Standing>& standings,
                                  const std::vector<flow::LineOutcome>& base,
                                  std::size_t application);

/// The network in which all consignments that wait for the application go by the fastest lane on
/// file between their sites that its mode allows; nothing if that changes no consignment.
[[nodiscard]] std::optional<flow::Network> take_fastest_lanes(const book::Snapshot& snapshot,
                                                              const BuiltNetwork& built,
                                                              std::size_t application);

}  // namespace runout::forecast
