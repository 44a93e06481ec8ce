// Until when a licence may come without costing any line a day.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/latest_day.h"
#include "runout/forecast/section.h"
#include "runout/forecast/standing.h"

namespace runout::forecast {

struct NeedBy {
  LatestDay booked;   ///< by the lanes on file
  LatestDay fastest;  ///< by the fastest lane between the same sites that its mode allows
};

/// Finds the days of one application.
///
/// `sections`  of the built network
/// `base`      [network line] outcomes if everything pending is granted on the as-of day, by the
///             lanes on file
[[nodiscard]] NeedBy find_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                                  const Sections& sections,
                                  const std::vector<flow::LineOutcome>& base,
                                  std::size_t application);

/// The latest day [network line] on which one open case's licence alone, all others never coming,
/// still prevents the line's first shortage of the secured run, by the fastest lanes; nothing where
/// it cannot, or where there is no shortage. need-by asks what a licence costs when all others
/// come, and so finds nothing where two licences stand in for each other: this finds both.
///
/// `secured`  [network line] outcomes of the secured run
/// `row`      an application of the book or a new case that is open
[[nodiscard]] std::vector<std::optional<Day>> find_relief(
    const book::Snapshot& snapshot, const BuiltNetwork& built, const Sections& sections,
    const std::vector<flow::LineOutcome>& secured, std::size_t row);

/// The network in which all consignments that wait for the application go by the fastest lane on
/// file between their sites that its mode allows; nothing if that changes no consignment.
///
/// `network`     with the applications' numbers of the book
/// `order_rows`  [consignment] row of the book
[[nodiscard]] std::optional<flow::Network> take_fastest_lanes(
    const book::Snapshot& snapshot, const flow::Network& network,
    const std::vector<std::size_t>& order_rows, std::size_t application);

/// The network in which every consignment that has not left goes by the fastest lane on file
/// between its sites that all its applications and their licences allow.
[[nodiscard]] flow::Network let_all_fly(const book::Snapshot& snapshot, const BuiltNetwork& built);

}  // namespace runout::forecast
