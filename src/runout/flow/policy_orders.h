// What an order of a policy is: how much, and when its licence comes (S8).
#pragma once

#include <cstddef>
#include <cstdint>

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/prepared.h"

namespace runout::flow {

__extension__ using WideMicro = __int128;  ///< Products of two amounts.

enum class Rounding { up, down };

/// The policy's share of the quantity, in whole lots.
[[nodiscard]] WideMicro in_lots(WideMicro quantity, const Policy& policy, Rounding rounding);

/// The policy's `number`th order, from 1, made on a day. Its application takes the turn of that
/// number from the draws.
[[nodiscard]] Order make_policy_order(const PreparedNetwork& prepared, const Draws& draws,
                                      std::size_t replication, Index policy, std::uint32_t number,
                                      Micro quantity, Day day);

/// The day from which an order that is refused, or never decided, is no longer on order.
[[nodiscard]] Day day_of_loss(const Order& order);

}  // namespace runout::flow
