// From what the book knew on a day to what the simulator moves: rules S1 to S3 and S5 to S8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/snapshot.h"
#include "runout/flow/network.h"
#include "runout/forecast/forecast.h"
#include "runout/regime/regime.h"

namespace runout::forecast {

/// How far to look ahead, and how to read what nobody knows.
struct NetworkRequest {
  Day horizon = 180;
  UnknownItems unknown_items = UnknownItems::free;
};

/// The rows of lines.csv that make up one line: one row for each item it makes.
struct LineRows {
  std::string line;
  flow::Index index = 0;          ///< into Network::lines, which are in the order of serving
  std::vector<std::size_t> rows;  ///< into Records::lines, in the order of the book
};

/// A network, and what its row numbers mean in the book.
///
/// Applications are numbered as in Draws: those of the book in its order, then `new_cases`.
struct BuiltNetwork {
  flow::Network network;
  std::vector<LineRows> lines;                   ///< in the order of the book
  std::vector<std::size_t> order_rows;           ///< [consignment] row of Records::orders
  std::vector<std::optional<Date>> short_since;  ///< [point] since when planned use was not covered
  std::vector<regime::NewCase> new_cases;        ///< needs that no licence or application covers
  std::vector<regime::PolicyCase> policy_cases;  ///< [policy]
  Diagnostics warnings;
  std::vector<Unknown> unknown;
};

/// Builds the network of a snapshot. Amounts are exact.
/// Throws Error{invalid_input} naming item and amount when one is too large to be held exactly.
[[nodiscard]] BuiltNetwork build_network(const book::Snapshot& snapshot,
                                         const NetworkRequest& request);

}  // namespace runout::forecast
