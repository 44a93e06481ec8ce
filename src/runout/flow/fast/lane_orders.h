// What became of the orders of a part in one lane, for the blame.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runout/flow/blame.h"
#include "runout/flow/fast/lane_goods.h"
#include "runout/flow/fast/lane_journeys.h"

namespace runout::flow {

class LaneOrders final : public OrdersSeen {
 public:
  /// `place`: [order on file] its number among the coming ones of its part; kNone: in the goods.
  /// `goods`: nothing where the part has none.
  LaneOrders(const GoodsScope& scope, std::span<const Coming> coming, const LaneJourneys& journeys,
             std::span<const Index> place, const LaneGoods* goods)
      : scope_{scope}, coming_{coming}, journeys_{journeys}, place_{place}, goods_{goods} {}

  void look_at(std::size_t replication, std::size_t lane) {
    replication_ = replication;
    lane_ = lane;
  }

  [[nodiscard]] Order look_up(OrderId id) const override;
  void append_missing(OrderId id, std::uint32_t alternative, Day day,
                      std::vector<Suspect>& suspects) const override;
  void append_made(Index point, std::uint32_t alternative, Day day,
                   std::vector<Suspect>& suspects) const override;
  [[nodiscard]] Journey journey_of(const Suspect& suspect) const override;

 private:
  [[nodiscard]] bool is_in_goods(OrderId id) const {
    return id < kFirstReorder && (id >= place_.size() || place_[id] == kNone);
  }

  const GoodsScope& scope_;
  std::span<const Coming> coming_;
  const LaneJourneys& journeys_;
  std::span<const Index> place_;
  const LaneGoods* goods_;
  std::size_t replication_ = 0;
  std::size_t lane_ = 0;
};

}  // namespace runout::flow
