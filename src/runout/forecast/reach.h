// Which lines the day of one application can touch at all.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/flow/network.h"

namespace runout::forecast {

/// True when the consignment has not left and waits for the application.
[[nodiscard]] bool waits_for(const flow::Consignment& consignment, std::size_t application);

/// Consignments that have not left and wait for the application, in the order of the book.
[[nodiscard]] std::vector<std::size_t> find_waiting(const flow::Network& network,
                                                    std::size_t application);

/// [network line] 1 where the days on which the application's consignments leave may change what
/// the line does: directly, or by way of shared components, shared licences, sub-assemblies,
/// transfers and policies. The others do the same whatever that day is.
[[nodiscard]] std::vector<char> find_lines_in_reach(const flow::Network& network,
                                                    std::size_t application);

/// The same for what stock a point has.
[[nodiscard]] std::vector<char> find_lines_at(const flow::Network& network, flow::Index point);

}  // namespace runout::forecast
