// Goods that only the days themselves tell, in sixteen replications: stock to take, what is left of
// licences, orders of policies.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "runout/flow/fast/lane_journeys.h"
#include "runout/flow/fast/lane_kernel.h"
#include "runout/flow/fast/lane_reorders.h"
#include "runout/flow/goods.h"

namespace runout::flow {

/// The orders on file of a part that the draws alone do not move, ascending: those that take stock
/// or draw down a licence, and those that a policy counts on.
[[nodiscard]] std::vector<OrderId> list_goods(const PreparedNetwork& prepared);

/// Reuses its memory from block to block and from part to part.
class LaneGoods {
 public:
  /// Amounts in the state are in millionths. Lanes beyond the block's count stand still.
  /// `reorders`: policies as list_reorders() tells; the scope's are the others.
  void begin(const GoodsScope& scope, std::span<const Index> reorders, const LaneBlock& block,
             Instructions which, LaneState<Micro>& state);
  void receive(Day day);  ///< 1
  void move(Day day);     ///< 4 and 5
  [[nodiscard]] const Goods& lane(std::size_t lane) const { return goods_[lane]; }
  [[nodiscard]] const LaneReorders& reorders() const { return reorders_; }

 private:
  std::array<Goods, kLanes> goods_;
  LaneReorders reorders_;
  std::vector<Row<Micro>> on_order_;
  std::size_t count_ = 0;
};

}  // namespace runout::flow
