// What follows from a Network and does not change from one replication to the next.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "runout/base/draws.h"
#include "runout/base/random.h"
#include "runout/flow/network.h"
#include "runout/flow/transit.h"

namespace runout::flow {

/// Row number of an order in Replication: first the consignments on file, in the order of the
/// book, then the orders that policies make, in the order of creation.
using OrderId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffff;

/// A quantity that travels, or will, to one stock point: a consignment on file or an order made by
/// a policy.
struct Order {
  Index to = 0;
  std::optional<Index> from;
  std::optional<Index> departs_on;
  std::optional<Index> received_on;
  const TransitLaw* law = nullptr;
  std::uint64_t entity = 0;  ///< hash of its code, names its random streams
  Day ready = 1;             ///< it does not leave before
  Day planned_arrival = 1;   ///< as if no licence were needed; for a shipped one its expected day
  Micro quantity = 0;
  bool stays_free = true;   ///< once it is free to go it is so on every day its origin works
  bool draws_down = false;  ///< rows of licences limit what may leave

  // Orders of a policy only.
  std::optional<Index> policy;
  Day made = 0;
  Day filed = 0;  ///< end of the preparation
  Day decided = kNever;
  bool needs_licence = false;
  bool granted = false;
  bool is_passed_on = false;
};

/// Whether more than the decisions tells when it leaves: stock to take, or what licences cover.
[[nodiscard]] inline bool is_bound(const Order& order) { return order.from || order.draws_down; }

/// Tables made once from a Network; holds a reference to it.
struct PreparedNetwork {
  PreparedNetwork(const Network& network, TransitMode mode);

  const Network& network;
  std::deque<TransitLaw> laws;                 ///< each once
  std::vector<const TransitLaw*> policy_laws;  ///< [policy]
  std::vector<NumberedEntities>
      policy_orders;                   ///< [policy] names of its orders: code#1, code#2, ..
  std::vector<Index> policy_in_draws;  ///< [policy] its row in Draws
  std::vector<Order> orders;           ///< of the consignments on file
  std::vector<std::vector<OrderId>> bound_for;  ///< [point] by planned arrival, row
  std::vector<std::vector<Index>> makers;       ///< [point] lines that make it there
  std::vector<char> line_feeds;                 ///< [line] 1 where its output is a component
  std::vector<Micro> on_order;                  ///< [point] quantity of all consignments
  std::vector<Release> releases;                ///< ascending by day
  std::vector<Index> policy_rank;               ///< [policy] in the order of ordering on a day
  std::vector<Index> order_up_to;               ///< policies of that kind
  std::vector<Index> pass_on;                   ///< policies of that kind
};

/// Throws Error{internal} when a row number points nowhere, an array has the wrong length, or an
/// amount is out of its range; Error{invalid_input}, with item and site, when the goods of one
/// point add up to more than can be held exactly.
void check(const Network& network);

}  // namespace runout::flow
