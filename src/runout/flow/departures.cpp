// Step 5 of a day: what is free to go and there to be taken leaves (S2, S8).
#include <algorithm>

#include "runout/flow/free_days.h"
#include "runout/flow/replication.h"

namespace runout::flow {

/// Before day 1: shipped consignments travel on; the others wake on the first day on which the
/// decisions of this replication let them go.
void Replication::plan_departures() {
  for (OrderId id = 0; id < prepared_.orders.size(); ++id) {
    if (network_.consignments[id].under_way) {
      put_under_way(id);
      continue;
    }
    const Day free = first_free_day(network_, draws_, replication_, network_.consignments[id]);
    if (free <= network_.horizon) {
      wake_on(id, free);
    } else {
      lose_from(id, find_refusal(id));
    }
  }
}

void Replication::put_under_way(OrderId id) {
  const Consignment& consignment = network_.consignments[id];
  const Journey journey =
      continue_journey(*consignment.under_way, *orders_[id].law, settings_.transit, key_of(id));
  add_shipment(id, consignment.quantity, consignment.under_way->departed, journey);
}

void Replication::depart(Day day) {
  for (std::uint32_t id = wakes_on_[static_cast<std::size_t>(day)]; id != kNone;
       id = orders_[id].next_to_wake) {
    insert_waiting(id);
  }
  // Each in its turn; one that lacks stock or licence waits and the next may go.
  std::erase_if(waiting_, [&](OrderId id) { return is_lost(id, day) || try_to_leave(id, day); });
  pass_on_stock(day);
}

bool Replication::is_lost(OrderId id, Day day) const {
  const Order& order = orders_[id];
  return order.needs_licence && !order.granted && order.decided <= day;
}

/// Lets go what may leave today; true when nothing is left to wait.
bool Replication::try_to_leave(OrderId id, Day day) {
  if (!is_free_on(id, day)) return false;
  const Micro quantity = find_covered(id, day);
  const std::optional<Index> from = orders_[id].from;
  if (quantity == 0 || (from && usable_[*from] < quantity)) return false;
  draw_down(id, quantity, day);
  send(id, quantity, day);
  return orders_[id].waiting == 0;
}

void Replication::send(OrderId id, Micro quantity, Day day) {
  Order& order = orders_[id];
  if (order.from) {
    usable_[*order.from] -= quantity;
    if (order.is_passed_on) promised_[*order.from] -= quantity;
    if (!ledger_.empty()) ledger_[*order.from].departed += quantity;
  }
  add_shipment(id, quantity, day, depart_on(day, *order.law, settings_.transit, key_of(id)));
}

void Replication::add_shipment(OrderId id, Micro quantity, Day departed, const Journey& journey) {
  Order& order = orders_[id];
  order.waiting -= quantity;
  Shipment shipment;
  shipment.order = id;
  shipment.quantity = quantity;
  shipment.departed = departed;
  shipment.journey = journey;
  shipment.usable = working_day(network_, order.received_on, journey.arrives);
  shipment.next_of_order = order.latest_shipment;
  const auto row = static_cast<std::uint32_t>(shipments_.size());
  order.latest_shipment = row;
  if (shipment.usable <= network_.horizon) {
    std::uint32_t& first = usable_on_[static_cast<std::size_t>(shipment.usable)];
    shipment.next_usable = first;
    first = row;
  }
  shipments_.push_back(shipment);
}

JourneyKey Replication::key_of(OrderId id) const {
  return {settings_.seed, static_cast<std::uint32_t>(draws_.first_replication + replication_),
          orders_[id].entity};
}

void Replication::wake_on(OrderId id, Day day) {
  std::uint32_t& first = wakes_on_[static_cast<std::size_t>(day)];
  orders_[id].next_to_wake = first;
  first = id;
}

/// From the day on everybody knows that what waits will never leave.
void Replication::lose_from(OrderId id, Day day) {
  if (day > network_.horizon) return;
  std::uint32_t& first = lost_on_[static_cast<std::size_t>(std::max(1, day))];
  orders_[id].next_lost = first;
  first = id;
}

/// Keeps the order of serving: ready, then on file before made, then row or creation.
void Replication::insert_waiting(OrderId id) {
  const auto comes_before = [&](OrderId a, OrderId b) {
    return orders_[a].ready != orders_[b].ready ? orders_[a].ready < orders_[b].ready : a < b;
  };
  waiting_.insert(std::ranges::upper_bound(waiting_, id, comes_before), id);
}

bool Replication::is_free_on(OrderId id, Day day) const {
  const Order& order = orders_[id];
  if (day < order.ready || working_day(network_, order.departs_on, day) != day) return false;
  if (order.policy) return !order.needs_licence || (order.granted && order.decided <= day);
  const Consignment& consignment = network_.consignments[id];
  if (consignment.held_until_departure && day < *consignment.held_until_departure) return false;
  return std::ranges::all_of(consignment.needs, [&](const LicenceNeed& need) {
    return find_range(need, day) == nullptr || licence_day(draws_, replication_, need.application,
                                                           consignment.days_after_licence) <= day;
  });
}

/// The first day on which one of the applications is refused, if one is; else kNever.
Day Replication::find_refusal(OrderId id) const {
  Day refusal = kNever;
  for (const LicenceNeed& need : network_.consignments[id].needs) {
    const std::size_t cell = draws_.cell(replication_, need.application);
    const FinalOutcome outcome = draws_.outcome[cell];
    if (outcome == FinalOutcome::granted || outcome == FinalOutcome::pending) continue;
    refusal = std::min(refusal, draws_.final_day[cell]);
  }
  return refusal;
}

}  // namespace runout::flow
