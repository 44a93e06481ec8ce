// Step 4 of a day: policies look at the closing position and order. Also the orders of pass-on
// policies, which are made in step 5 from what the consignments on file have left.
#include <algorithm>
#include <limits>

#include "runout/flow/free_days.h"
#include "runout/flow/goods.h"

namespace runout::flow {
namespace {

__extension__ using Wide = __int128;  // Products of two amounts.

constexpr Wide kWhole = 1'000'000;

enum class Rounding { up, down };

/// `share` (in millionths) of the quantity, in whole lots.
Wide in_lots(Wide quantity, const Policy& policy, Rounding rounding) {
  const Wide part = quantity * policy.share / kWhole;
  const Wide lots = (part + (rounding == Rounding::up ? policy.lot - 1 : 0)) / policy.lot;
  return lots * policy.lot;
}

}  // namespace

// All policies see the same closing position; none sees what another orders today.
void Goods::replenish(Day day) {
  drop_lost_orders(day);
  for (const Index policy : prepared_->order_up_to) {
    to_order_[policy] = quantity_to_order(network().policies[policy]);
  }
  for (const Index policy : prepared_->order_up_to) {
    if (to_order_[policy] > 0) {
      wait_for_turn(make_policy_order(policy, to_order_[policy], day), day);
    }
  }
}

/// What waits for a licence that was refused by today is no longer on order.
void Goods::drop_lost_orders(Day day) {
  for (std::uint32_t id = lost_on_[static_cast<std::size_t>(day)]; id != kNone;
       id = states_[id].next_lost) {
    const Order& one = order(id);
    const Micro waiting = states_[id].waiting;
    on_order_[one.to] -= waiting;
    if (one.is_passed_on) promised_[*one.from] -= waiting;
  }
}

Micro Goods::quantity_to_order(const Policy& policy) const {
  const Wide position =
      Wide{stock_.usable_at(policy.to)} + stock_.finished_at(policy.to) + on_order_[policy.to];
  if (position >= policy.level) return 0;
  const Wide quantity = in_lots(policy.level - position, policy, Rounding::up);
  if (quantity > std::numeric_limits<Micro>::max()) refuse_amount(network().points[policy.to]);
  return static_cast<Micro>(quantity);
}

OrderId Goods::make_policy_order(Index policy_row, Micro quantity, Day day) {
  const Policy& policy = network().policies[policy_row];
  const std::uint32_t number = ++orders_made_[policy_row];
  Order order;
  order.to = policy.to;
  order.from = policy.from;
  order.departs_on = policy.departs_on;
  order.received_on = policy.received_on;
  order.law = prepared_->policy_laws[policy_row];
  order.entity = prepared_->policy_orders[policy_row].hash(number);
  order.ready = day;
  order.planned_arrival = add_days(day, order.law->typical);
  order.quantity = quantity;
  order.policy = policy_row;
  order.made = day;

  const auto id = static_cast<OrderId>(on_file() + made_.size());
  if (policy.needs_licence) {
    const auto turns = draws_->turns_of(replication_, prepared_->policy_in_draws[policy_row]);
    const PolicyTurn& turn = turns[(number - 1) % turns.size()];
    order.needs_licence = true;
    order.filed = add_days(day, turn.preparation_days);
    order.decided =
        turn.outcome == FinalOutcome::pending ? kNever : add_days(order.filed, turn.review_days);
    order.granted = turn.outcome == FinalOutcome::granted;
  }
  made_.push_back(order);
  states_.push_back({quantity});
  states_.back().next_made = latest_made_[order.to];
  latest_made_[order.to] = id;
  if (__builtin_add_overflow(on_order_[order.to], quantity, &on_order_[order.to])) {
    refuse_amount(network().points[order.to]);
  }
  if (order.needs_licence && !order.granted) lose_from(id, std::max(order.decided, day + 1));
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
    const OrderId id = make_policy_order(row, to_order_[row], day);
    made_.back().is_passed_on = true;
    promised_[*policy.from] += to_order_[row];
    if (!try_to_leave(id, day)) wait_for_turn(id, day);
  }
}

}  // namespace runout::flow
