#include "runout/flow/fast/lane_orders.h"

namespace runout::flow {

Order LaneOrders::look_up(OrderId id) const {
  if (id < scope_.prepared.orders.size()) return scope_.prepared.orders[id];
  if (id < kFirstReorder) return goods_->lane(lane_).look_up(id);
  return goods_->reorders().look_up(id, lane_);
}

void LaneOrders::append_missing(OrderId id, std::uint32_t alternative, Day day,
                                std::vector<Suspect>& suspects) const {
  if (is_in_goods(id)) {
    goods_->lane(lane_).append_missing(id, alternative, day, suspects);
    return;
  }
  const Index place = place_[id];
  const Coming& coming = coming_[place];
  const Day departed = coming.is_fixed ? coming.departed : journeys_.departed[place][lane_];
  const Day usable = coming.is_fixed ? coming.usable : journeys_.usable[place][lane_];
  if (usable <= day) return;
  const Order& order = scope_.prepared.orders[id];
  const bool has_left = departed <= day;
  suspects.push_back({id, order.planned_arrival, 0, id, has_left ? 0 : kNone,
                      has_left ? departed : kNever, alternative, order.quantity});
}

void LaneOrders::append_made(Index point, std::uint32_t alternative, Day day,
                             std::vector<Suspect>& suspects) const {
  if (goods_ == nullptr) return;
  goods_->lane(lane_).append_made(point, alternative, day, suspects);
  goods_->reorders().append_made(point, alternative, day, lane_, suspects);
}

Journey LaneOrders::journey_of(const Suspect& suspect) const {
  if (is_in_goods(suspect.order)) return goods_->lane(lane_).journey_of(suspect);
  const Order order = look_up(suspect.order);
  const JourneyKey key{scope_.settings.seed,
                       static_cast<std::uint32_t>(scope_.draws.first_replication + replication_),
                       order.entity};
  const Network& network = scope_.prepared.network;
  if (!order.policy && network.consignments[suspect.order].under_way) {
    return continue_journey(*network.consignments[suspect.order].under_way, *order.law,
                            scope_.settings.transit, key);
  }
  return depart_on(suspect.departed, *order.law, scope_.settings.transit, key);
}

}  // namespace runout::flow
