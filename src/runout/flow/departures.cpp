// Step 5 of a day: what is free to go and there to be taken leaves (S2, S8).
#include <algorithm>

#include "runout/flow/free_days.h"
#include "runout/flow/goods.h"

namespace runout::flow {

void Goods::depart(Day day) {
  for (std::uint32_t id = wakes_on_[static_cast<std::size_t>(day)]; id != kNone;
       id = states_[id].next_to_wake) {
    insert_waiting(id);
  }
  // Each in its turn; one that lacks stock or licence waits and the next may go.
  std::erase_if(waiting_, [&](OrderId id) { return try_to_leave(id, day); });
  pass_on_stock(day);
}

/// Lets go what may leave today; true when nothing is left that could leave one day.
bool Goods::try_to_leave(OrderId id, Day day) {
  const Order& one = order(id);
  if (!is_free_on(id, day)) return false;
  Micro quantity = states_[id].waiting;
  if (one.draws_down) {
    quantity = find_covered(id, day);
    if (quantity == 0) return will_never_be_covered(id, day);
  }
  if (one.from && stock_.usable_at(*one.from) < quantity) return false;
  if (one.draws_down) draw_down(id, quantity, day);
  send(id, quantity, day);
  return states_[id].waiting == 0;
}

void Goods::send(OrderId id, Micro quantity, Day day) {
  const Order& one = order(id);
  if (one.from) {
    stock_.usable_at(*one.from) -= quantity;
    if (one.is_passed_on) promised_[*one.from] -= quantity;
    if (!ledger_.empty()) ledger_[*one.from].departed += quantity;
  }
  add_shipment(id, quantity, day, depart_on(day, *one.law, settings_->transit, key_of(id)));
}

/// An order made today: it leaves when its licence and its origin let it, or waits for stock from
/// then on.
void Goods::wait_for_turn(OrderId id, Day day) {
  const Order& one = order(id);
  if (one.needs_licence && !one.granted) return;
  const Day decided = one.needs_licence ? std::max(day, one.decided) : day;
  if (decided > network().horizon) return;
  if (is_bound(one)) {
    if (decided > day) {
      wake_on(id, decided);
    } else {
      insert_waiting(id);
    }
    return;
  }
  const Day departs = working_day(network(), one.departs_on, decided);
  if (departs <= network().horizon) send(id, one.quantity, departs);
}

/// Keeps the order of serving: ready, then on file before made, then row or creation.
void Goods::insert_waiting(OrderId id) {
  const auto comes_before = [&](OrderId a, OrderId b) {
    return order(a).ready != order(b).ready ? order(a).ready < order(b).ready : a < b;
  };
  waiting_.insert(std::ranges::upper_bound(waiting_, id, comes_before), id);
}

bool Goods::is_free_on(OrderId id, Day day) const {
  const Order& one = order(id);
  if (day < one.ready || working_day(network(), one.departs_on, day) != day) return false;
  if (one.policy) return !one.needs_licence || (one.granted && one.decided <= day);
  if (one.stays_free) return true;  // It woke when it was free.
  const Consignment& consignment = network().consignments[id];
  if (consignment.held_until_departure && day < *consignment.held_until_departure) return false;
  return std::ranges::all_of(consignment.needs, [&](const LicenceNeed& need) {
    return find_range(need, day) == nullptr || licence_day(*draws_, replication_, need.application,
                                                           consignment.days_after_licence) <= day;
  });
}

}  // namespace runout::flow
