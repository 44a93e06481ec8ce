// Step 4 of a day: policies look at the closing position and order. Also the orders of pass-on
// policies, which are made in step 5 from what the consignments on file have left.
#include <algorithm>
#include <limits>

#include "runout/flow/free_days.h"
#include "runout/flow/goods.h"
#include "runout/flow/policy_orders.h"

namespace runout::flow {
// All policies see the same closing position; none sees what another orders today.
void Goods::replenish(Day day) {
  drop_lost_orders(day);
  for (const Index policy : order_up_to_) {
    to_order_[policy] = quantity_to_order(network().policies[policy]);
  }
  for (const Index policy : order_up_to_) {
    if (to_order_[policy] > 0) {
      wait_for_turn(make_order(policy, to_order_[policy], day), day);
    }
  }
}

/// What waits for a licence that was refused by today is no longer on order.
void Goods::drop_lost_orders(Day day) {
  for (std::uint32_t id = lost_on_[static_cast<std::size_t>(day)]; id != kNone;
       id = states_[id].next_lost) {
    const Order& one = order(id);
    const Micro waiting = states_[id].waiting;
    stock_.on_order_at(one.to) -= waiting;
    if (one.is_passed_on) promised_[*one.from] -= waiting;
  }
}

Micro Goods::quantity_to_order(const Policy& policy) const {
  const WideMicro position = WideMicro{stock_.usable_at(policy.to)} +
                             stock_.finished_at(policy.to) + stock_.on_order_at(policy.to);
  if (position >= policy.level) return 0;
  const WideMicro quantity = in_lots(policy.level - position, policy, Rounding::up);
  if (quantity > std::numeric_limits<Micro>::max()) refuse_amount(network().points[policy.to]);
  return static_cast<Micro>(quantity);
}

OrderId Goods::make_order(Index policy, Micro quantity, Day day) {
  const auto id = static_cast<OrderId>(on_file() + made_.size());
  const Order& order = made_.emplace_back(make_policy_order(
      *prepared_, *draws_, replication_, policy, ++orders_made_[policy], quantity, day));
  states_.push_back({quantity});
  states_.back().next_made = latest_made_[order.to];
  latest_made_[order.to] = id;
  Micro& on_order = stock_.on_order_at(order.to);
  if (__builtin_add_overflow(on_order, quantity, &on_order)) {
    refuse_amount(network().points[order.to]);
  }
  lose_from(id, day_of_loss(order));
  return id;
}

/// Ships all usable stock on, after the consignments on file. All policies with one origin share
/// what is there before the first of them.
void Goods::pass_on_stock(Day day) {
  for (const Index row : prepared_->pass_on) {
    const Policy& policy = network().policies[row];
    to_order_[row] = 0;
    if (!policy.from || working_day(network(), policy.departs_on, day) != day) continue;
    const Micro free = std::max<Micro>(0, stock_.usable_at(*policy.from) - promised_[*policy.from]);
    to_order_[row] = static_cast<Micro>(in_lots(free, policy, Rounding::down));
  }
  for (const Index row : prepared_->pass_on) {
    const Policy& policy = network().policies[row];
    if (to_order_[row] == 0) continue;
    const Micro free = stock_.usable_at(*policy.from) - promised_[*policy.from];
    if (to_order_[row] > free) to_order_[row] = free / policy.lot * policy.lot;
    if (to_order_[row] <= 0) continue;
    const OrderId id = make_order(row, to_order_[row], day);
    made_.back().is_passed_on = true;
    promised_[*policy.from] += to_order_[row];
    if (!try_to_leave(id, day)) wait_for_turn(id, day);
  }
}

}  // namespace runout::flow
