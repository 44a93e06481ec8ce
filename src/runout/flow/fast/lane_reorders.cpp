#include "runout/flow/fast/lane_reorders.h"

#include <algorithm>

#include "runout/flow/policy_orders.h"

namespace runout::flow {

std::vector<Index> list_reorders(const PreparedNetwork& prepared) {
  const std::vector<Policy>& policies = prepared.network.policies;
  std::vector<char> takes_stock(prepared.network.points.size(), 0);
  for (const Policy& policy : policies) {
    if (policy.from) takes_stock[policy.to] = 1;
  }
  std::vector<Index> reorders;
  for (const Index policy : prepared.order_up_to) {
    if (takes_stock[policies[policy].to] == 0) reorders.push_back(policy);
  }
  return reorders;
}

void LaneReorders::begin(const GoodsScope& scope, std::span<const Index> policies,
                         const LaneBlock& block, Instructions which, const LaneStock& stock) {
  scope_ = &scope;
  policies_ = policies;
  block_ = block;
  which_ = which;
  stock_ = stock;
  const Network& network = scope.prepared.network;
  const std::size_t days = static_cast<std::size_t>(network.horizon) + 1;
  to_.clear();
  for (const Index policy : policies) to_.push_back(network.policies[policy].to);
  due_.assign(kRing * policies.size(), {});
  for (auto* lists : {&later_, &lost_on_}) {
    lists->resize(days);
    for (std::vector<Later>& list : *lists) list.clear();
  }
  made_.resize(std::max(made_.size(), policies.size()));
  for (std::size_t row = 0; row < policies.size(); ++row) made_[row].clear();
  count_.assign(policies.size(), {});
}

void LaneReorders::receive(Day day) {
  if (policies_.empty()) return;
  receive_due(which_, to_, due_on(day), stock_);
  for (const Later& one : later_[static_cast<std::size_t>(day)]) {
    stock_.usable[to_[one.policy]].lanes[one.lane] += one.quantity;
    stock_.on_order[to_[one.policy]].lanes[one.lane] -= one.quantity;
  }
}

// All policies of a point see the same closing position: what they order counts from then on.
void LaneReorders::replenish(Day day) {
  if (policies_.empty()) return;
  for (const Later& one : lost_on_[static_cast<std::size_t>(day)]) {
    stock_.on_order[to_[one.policy]].lanes[one.lane] -= one.quantity;
  }
  Row<Micro> missing;
  const std::vector<Policy>& policies = scope_->prepared.network.policies;
  for (std::size_t row = 0; row < policies_.size(); ++row) {
    const Policy& policy = policies[policies_[row]];
    if (!find_missing(which_, stock_, policy.to, policy.level, missing)) continue;
    make_orders(row, day, missing);
  }
  for (std::size_t row = 0; row < policies_.size(); ++row) {
    if (made_[row].empty() || made_[row].back().day != day) continue;
    stock_.on_order[to_[row]].lanes += made_[row].back().quantity.lanes;
  }
}

void LaneReorders::make_orders(std::size_t row, Day day, const Row<Micro>& missing) {
  const Policy& policy = scope_->prepared.network.policies[policies_[row]];
  Made& made = made_[row].emplace_back();
  made.day = day;
  bool any_made = false;
  std::uint32_t number = 0;
  std::uint64_t entity = 0;
  for (std::size_t lane = 0; lane < block_.count; ++lane) {
    if (missing.lanes[lane] == 0) continue;
    const auto quantity = static_cast<Micro>(in_lots(missing.lanes[lane], policy, Rounding::up));
    if (quantity == 0) continue;
    any_made = true;
    made.quantity.lanes[lane] = quantity;
    const std::uint32_t own_number = ++count_[row][lane];
    if (own_number != number) {
      number = own_number;
      entity = scope_->prepared.policy_orders[policies_[row]].hash(number);
    }
    entities_[lane] = entity;
  }
  if (!any_made) {
    made_[row].pop_back();
    return;
  }
  draw_days(row, made);
  promise(row, made);
}

/// When the orders leave and become usable; in lanes without an order anything.
void LaneReorders::draw_days(std::size_t row, Made& made) {
  const PreparedNetwork& prepared = scope_->prepared;
  const Policy& policy = prepared.network.policies[policies_[row]];
  Trip trip = make_trip_table(prepared.network, *prepared.policy_laws[policies_[row]],
                              policy.departs_on, policy.received_on);
  trip.ready = made.day;
  const auto first = static_cast<std::uint32_t>(scope_->draws.first_replication + block_.first);
  const std::uint64_t seed = scope_->settings.seed;
  if (!trip.chances.empty()) {
    draw_uniforms(seed, first, entities_, Purpose::transit, which_, transit_);
  }
  if (trip.hold_p > 0.0) draw_uniforms(seed, first, entities_, Purpose::hold, which_, hold_);
  if (policy.needs_licence) find_decisions(row, made);
  make_trip(trip, policy.needs_licence ? &decided_ : nullptr, transit_, hold_, which_,
            made.departed, made.usable);
}

void LaneReorders::find_decisions(std::size_t row, const Made& made) {
  const PreparedNetwork& prepared = scope_->prepared;
  const Day horizon = prepared.network.horizon;
  for (std::size_t lane = 0; lane < block_.count; ++lane) {
    const Micro quantity = made.quantity.lanes[lane];
    if (quantity == 0) continue;
    const Order order = make_policy_order(prepared, scope_->draws, replication(lane),
                                          policies_[row], count_[row][lane], quantity, made.day);
    decided_[lane] = order.granted ? order.decided : kNever;
    const Day lost = day_of_loss(order);
    if (lost <= horizon) {
      lost_on_[static_cast<std::size_t>(lost)].push_back({row, lane, quantity});
    }
  }
}

/// The orders will arrive: on days of the ring, or later.
void LaneReorders::promise(std::size_t row, const Made& made) {
  const Day horizon = scope_->prepared.network.horizon;
  for (std::size_t lane = 0; lane < block_.count; ++lane) {
    const Micro quantity = made.quantity.lanes[lane];
    const Day usable = made.usable[lane];
    if (quantity == 0 || usable > horizon) continue;
    if (usable - made.day < static_cast<Day>(kRing)) {
      due_on(usable)[row].lanes[lane] += quantity;
    } else {
      later_[static_cast<std::size_t>(usable)].push_back({row, lane, quantity});
    }
  }
}

Order LaneReorders::look_up(OrderId id, std::size_t lane) const {
  const std::size_t days = later_.size();
  const std::size_t row = (id - kFirstReorder) / days;
  const std::size_t place = (id - kFirstReorder) % days;
  const auto has_order = [&](const Made& made) { return made.quantity.lanes[lane] != 0; };
  const auto first = made_[row].begin();
  const auto number =
      std::count_if(first, first + static_cast<std::ptrdiff_t>(place) + 1, has_order);
  const Made& made = made_[row][place];
  return make_policy_order(scope_->prepared, scope_->draws, replication(lane), policies_[row],
                           static_cast<std::uint32_t>(number), made.quantity.lanes[lane], made.day);
}

void LaneReorders::append_made(Index point, std::uint32_t alternative, Day day, std::size_t lane,
                               std::vector<Suspect>& suspects) const {
  const std::size_t days = later_.size();
  for (std::size_t row = 0; row < to_.size(); ++row) {
    if (to_[row] != point) continue;
    const Index rank = scope_->prepared.policy_rank[policies_[row]];
    const Day typical = scope_->prepared.policy_laws[policies_[row]]->typical;
    for (std::size_t place = 0; place < made_[row].size(); ++place) {
      const Made& made = made_[row][place];
      if (made.day > day) break;
      const Micro quantity = made.quantity.lanes[lane];
      if (quantity == 0 || made.usable[lane] <= day) continue;
      const bool has_left = made.departed[lane] <= day;
      suspects.push_back({kFirstReorder + static_cast<OrderId>(row * days + place),
                          add_days(made.day, typical), made.day, rank, has_left ? 0 : kNone,
                          has_left ? made.departed[lane] : kNever, alternative, quantity});
    }
  }
}

}  // namespace runout::flow
