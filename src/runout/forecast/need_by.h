// Until when a licence may come without costing any line a day.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/standing.h"

namespace runout::forecast {

/// The latest day on which one application's licence may be in hand, day 0 being the as-of day,
/// such that no run-out comes earlier than if it were granted on the as-of day. Nothing where no
/// day within the horizon makes a difference.
struct LatestDay {
  std::optional<Day> all_lines;
  std::vector<std::optional<Day>> by_line;  ///< [network line] counting this line alone
};

struct NeedBy {
  LatestDay booked;   ///< by the lanes on file
  LatestDay fastest;  ///< by the fastest lane between the same sites that its mode allows
};

/// Finds the days of one application. Every day of the horizon on which the licence would let its
/// consignments go on another day is tried: the effect need not be monotone (a change-over may
/// make a late licence harmless again).
///
/// `base`  [network line] outcomes if everything pending is granted on the as-of day.
[[nodiscard]] NeedBy find_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                  const std::vector<Standing>& standings,
                                  const std::vector<flow::LineOutcome>& base,
                                  std::size_t application, unsigned threads);

/// The network in which all consignments that wait for the application go by the fastest lane on
/// file between their sites that its mode allows; nothing if that changes no consignment.
[[nodiscard]] std::optional<flow::Network> take_fastest_lanes(const book::Snapshot& snapshot,
                                                              const BuiltNetwork& built,
                                                              std::size_t application);

/// True when the consignment has not left and waits for the application.
[[nodiscard]] bool waits_for(const flow::Consignment& consignment, std::size_t application);

}  // namespace runout::forecast
