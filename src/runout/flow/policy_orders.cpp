#include "runout/flow/policy_orders.h"

#include <algorithm>
#include <limits>

#include "runout/flow/transit.h"

namespace runout::flow {

WideMicro in_lots(WideMicro quantity, const Policy& policy, Rounding rounding) {
  constexpr WideMicro kWhole = 1'000'000;
  if (policy.share == kWhole) {
    if (policy.lot == 1) return quantity;
    if (quantity <= std::numeric_limits<Micro>::max() - policy.lot) {  // One division of 64 bits.
      const Micro fill = rounding == Rounding::up ? policy.lot - 1 : 0;
      const Micro whole = (static_cast<Micro>(quantity) + fill) / policy.lot * policy.lot;
      return whole;
    }
  }
  const WideMicro part = quantity * policy.share / kWhole;
  const WideMicro lots = (part + (rounding == Rounding::up ? policy.lot - 1 : 0)) / policy.lot;
  return lots * policy.lot;
}

Order make_policy_order(const PreparedNetwork& prepared, const Draws& draws,
                        std::size_t replication, Index policy_row, std::uint32_t number,
                        Micro quantity, Day day) {
  const Policy& policy = prepared.network.policies[policy_row];
  Order order;
  order.to = policy.to;
  order.from = policy.from;
  order.departs_on = policy.departs_on;
  order.received_on = policy.received_on;
  order.law = prepared.policy_laws[policy_row];
  order.entity = prepared.policy_orders[policy_row].hash(number);
  order.ready = day;
  order.planned_arrival = add_days(day, order.law->typical);
  order.quantity = quantity;
  order.policy = policy_row;
  order.made = day;
  if (policy.needs_licence) {
    const auto turns = draws.turns_of(replication, prepared.policy_in_draws[policy_row]);
    const PolicyTurn& turn = turns[(number - 1) % turns.size()];
    order.needs_licence = true;
    order.filed = add_days(day, turn.preparation_days);
    order.decided =
        turn.outcome == FinalOutcome::pending ? kNever : add_days(order.filed, turn.review_days);
    order.granted = turn.outcome == FinalOutcome::granted;
  }
  return order;
}

Day day_of_loss(const Order& order) {
  return order.needs_licence && !order.granted ? std::max(order.decided, order.made + 1) : kNever;
}

}  // namespace runout::flow
