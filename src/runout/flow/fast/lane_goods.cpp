#include "runout/flow/fast/lane_goods.h"

namespace runout::flow {

std::vector<OrderId> list_goods(const PreparedNetwork& prepared) {
  const Network& network = prepared.network;
  std::vector<char> is_counted(network.points.size(), 0);
  for (const Index policy : prepared.order_up_to) is_counted[network.policies[policy].to] = 1;
  std::vector<OrderId> goods;
  for (OrderId id = 0; id < prepared.orders.size(); ++id) {
    const Consignment& one = network.consignments[id];
    const bool is_moved_by_days = !one.under_way && is_bound(prepared.orders[id]);
    if (is_moved_by_days || is_counted[one.to] != 0) goods.push_back(id);
  }
  return goods;
}

void LaneGoods::begin(const GoodsScope& scope, std::span<const Index> reorders,
                      const LaneBlock& block, Instructions which, LaneState<Micro>& state) {
  count_ = block.count;
  on_order_.assign(state.usable.size(), {});
  for (std::size_t lane = 0; lane < count_; ++lane) {
    const StockView stock{state.usable.front().data() + lane, state.finished.front().data() + lane,
                          on_order_.front().data() + lane, kLanes};
    goods_[lane].begin(scope, block.first + lane, stock);
  }
  reorders_.begin(scope, reorders, block, which,
                  {state.usable.data(), state.finished.data(), on_order_.data()});
}

void LaneGoods::receive(Day day) {
  reorders_.receive(day);
  for (std::size_t lane = 0; lane < count_; ++lane) goods_[lane].receive(day);
}

void LaneGoods::move(Day day) {
  for (std::size_t lane = 0; lane < count_; ++lane) goods_[lane].replenish(day);
  reorders_.replenish(day);
  for (std::size_t lane = 0; lane < count_; ++lane) goods_[lane].depart(day);
}

}  // namespace runout::flow
