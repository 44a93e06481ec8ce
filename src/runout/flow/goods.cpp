#include "runout/flow/goods.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"
#include "runout/flow/free_days.h"

namespace runout::flow {

void Goods::begin(const GoodsScope& scope, std::size_t replication, const StockView& stock,
                  std::span<PointLedger> ledger) {
  prepared_ = &scope.prepared;
  draws_ = &scope.draws;
  settings_ = &scope.settings;
  replication_ = replication;
  stock_ = stock;
  order_up_to_ = scope.order_up_to;
  ledger_ = ledger;

  const std::size_t days = static_cast<std::size_t>(network().horizon) + 1;
  made_.clear();
  states_.resize(on_file());
  for (const OrderId id : scope.orders) states_[id] = {prepared_->orders[id].quantity};
  shipments_.clear();
  usable_on_.assign(days, kNone);
  wakes_on_.assign(days, kNone);
  lost_on_.assign(days, kNone);
  waiting_.clear();
  promised_.assign(network().points.size(), 0);
  latest_made_.assign(network().points.size(), kNone);
  orders_made_.assign(network().policies.size(), 0);
  to_order_.assign(network().policies.size(), 0);
  licence_left_.clear();
  for (const Licence& licence : network().licences) {
    licence_left_.push_back(
        {licence.left.value_or(0), licence.shipments_left.value_or(0), !licence.usable});
  }
  for (Index point = 0; point < network().points.size(); ++point) {
    stock_.on_order_at(point) = prepared_->on_order[point];
  }
  plan_departures(scope.orders);
}

/// Shipped consignments travel on; the others wake on the first day on which the decisions of this
/// replication let them go.
void Goods::plan_departures(std::span<const OrderId> orders) {
  for (const OrderId id : orders) {
    if (network().consignments[id].under_way) {
      put_under_way(id);
      continue;
    }
    const Day free = first_free_day(network(), *draws_, replication_, network().consignments[id]);
    if (free > network().horizon) {
      lose_from(id, find_refusal(id));
    } else if (is_bound(order(id))) {
      wake_on(id, free);
    } else {
      send(id, order(id).quantity, free);
    }
  }
}

void Goods::put_under_way(OrderId id) {
  const Consignment& consignment = network().consignments[id];
  const Journey journey =
      continue_journey(*consignment.under_way, *order(id).law, settings_->transit, key_of(id));
  add_shipment(id, consignment.quantity, consignment.under_way->departed, journey);
}

void Goods::receive(Day day) {
  for (std::uint32_t i = usable_on_[static_cast<std::size_t>(day)]; i != kNone;
       i = shipments_[i].next_usable) {
    const Index point = order(shipments_[i].order).to;
    Micro& usable = stock_.usable_at(point);
    if (__builtin_add_overflow(usable, shipments_[i].quantity, &usable)) {
      refuse_amount(network().points[point]);
    }
    stock_.on_order_at(point) -= shipments_[i].quantity;
    if (!ledger_.empty()) ledger_[point].arrived += shipments_[i].quantity;
  }
}

void Goods::add_shipment(OrderId id, Micro quantity, Day departed, const Journey& journey) {
  State& state = states_[id];
  state.waiting -= quantity;
  Shipment shipment;
  shipment.order = id;
  shipment.quantity = quantity;
  shipment.departed = departed;
  shipment.journey = journey;
  shipment.usable = working_day(network(), order(id).received_on, journey.arrives);
  shipment.next_of_order = state.latest_shipment;
  const auto row = static_cast<std::uint32_t>(shipments_.size());
  state.latest_shipment = row;
  if (shipment.usable <= network().horizon) {
    std::uint32_t& first = usable_on_[static_cast<std::size_t>(shipment.usable)];
    shipment.next_usable = first;
    first = row;
  }
  shipments_.push_back(shipment);
}

JourneyKey Goods::key_of(OrderId id) const {
  return {settings_->seed, static_cast<std::uint32_t>(draws_->first_replication + replication_),
          order(id).entity};
}

void Goods::wake_on(OrderId id, Day day) {
  std::uint32_t& first = wakes_on_[static_cast<std::size_t>(day)];
  states_[id].next_to_wake = first;
  first = id;
}

/// From the day on everybody knows that what waits will never leave.
void Goods::lose_from(OrderId id, Day day) {
  if (day > network().horizon) return;
  std::uint32_t& first = lost_on_[static_cast<std::size_t>(std::max(1, day))];
  states_[id].next_lost = first;
  first = id;
}

/// The first day on which one of the applications is refused, if one is; else kNever.
Day Goods::find_refusal(OrderId id) const {
  Day refusal = kNever;
  for (const LicenceNeed& need : network().consignments[id].needs) {
    const std::size_t cell = draws_->cell(replication_, need.application);
    const FinalOutcome outcome = draws_->outcome[cell];
    if (outcome == FinalOutcome::granted || outcome == FinalOutcome::pending) continue;
    refusal = std::min(refusal, draws_->final_day[cell]);
  }
  return refusal;
}

void Goods::append_missing(OrderId id, std::uint32_t alternative, Day day,
                           std::vector<Suspect>& suspects) const {
  const Order& one = order(id);
  Suspect suspect;
  suspect.order = id;
  suspect.planned_arrival = one.planned_arrival;
  suspect.made = one.made;
  suspect.rank = one.policy ? prepared_->policy_rank[*one.policy] : id;
  suspect.alternative = alternative;
  Micro rest = one.quantity;
  for (std::uint32_t row = states_[id].latest_shipment; row != kNone;
       row = shipments_[row].next_of_order) {
    const Shipment& shipment = shipments_[row];
    if (shipment.departed > day) continue;
    rest -= shipment.quantity;
    if (shipment.usable <= day) continue;
    suspect.shipment = row;
    suspect.departed = shipment.departed;
    suspect.quantity = shipment.quantity;
    suspects.push_back(suspect);
  }
  if (rest == 0) return;
  suspect.shipment = kNone;
  suspect.departed = kNever;
  suspect.quantity = rest;
  suspects.push_back(suspect);
}

void Goods::append_made(Index point, std::uint32_t alternative, Day day,
                        std::vector<Suspect>& suspects) const {
  for (OrderId id = latest_made_[point]; id != kNone; id = states_[id].next_made) {
    if (order(id).made <= day) append_missing(id, alternative, day, suspects);
  }
}

Journey Goods::journey_of(const Suspect& suspect) const {
  return shipments_[suspect.shipment].journey;
}

void refuse_amount(const StockPoint& point) {
  throw Error{ErrorKind::invalid_input,
              fmt::format("stock of '{}' at '{}' grows beyond {} units, more than can be held "
                          "exactly",
                          point.item, point.site, std::numeric_limits<Micro>::max() / kMillion)};
}

}  // namespace runout::flow
