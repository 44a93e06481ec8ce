// Departures and arrivals of consignments in sixteen replications, from the draws alone.
#pragma once

#include <span>
#include <vector>

#include "runout/flow/blame.h"
#include "runout/flow/fast/journey_kernel.h"
#include "runout/flow/fast/lane_kernel.h"

namespace runout::flow {

/// When the consignments of a part leave and become usable.
struct LaneJourneys {
  std::vector<LaneDays> departed;  ///< [coming]
  std::vector<LaneDays> usable;    ///< [coming]
};

struct LaneBlock {
  std::size_t first = 0;  ///< replication, counted from 0 within the draws
  std::size_t count = kLanes;
};

/// Fills the journeys of the consignments that are not fixed. Lanes beyond the block's count repeat
/// its last replication.
void draw_journeys(const PreparedNetwork& prepared, const Draws& draws,
                   const SimulationSettings& settings, const LaneBlock& block,
                   std::span<const Coming> coming, Instructions which, LaneJourneys& journeys);

/// The same for those alone that wait for one of the applications; the others stay as they are.
void redraw_journeys(const PreparedNetwork& prepared, const Draws& draws,
                     const SimulationSettings& settings, const LaneBlock& block,
                     std::span<const Coming> coming, std::span<const Index> applications,
                     Instructions which, LaneJourneys& journeys);

/// Sorts what arrives by day.
void sort_arrivals(Day horizon, std::span<const Coming> coming, const LaneJourneys& journeys,
                   Arrivals& arrivals);

/// What became of the orders of a part in one lane, for the blame.
class LaneOrders final : public OrdersSeen {
 public:
  /// `place`: [order on file] its number among the coming ones of its part; kNone: in the goods.
  LaneOrders(const PreparedNetwork& prepared, const Draws& draws,
             const SimulationSettings& settings, std::span<const Coming> coming,
             const LaneJourneys& journeys, const std::vector<Index>& place)
      : prepared_{prepared},
        draws_{draws},
        settings_{settings},
        coming_{coming},
        journeys_{journeys},
        place_{place} {}

  /// `goods`: of the lane; nothing where the part has none.
  void look_at(std::size_t replication, std::size_t lane, const OrdersSeen* goods) {
    replication_ = replication;
    lane_ = lane;
    goods_ = goods;
  }

  [[nodiscard]] Order look_up(OrderId id) const override {
    return id < prepared_.orders.size() ? prepared_.orders[id] : goods_->look_up(id);
  }
  void append_missing(OrderId id, std::uint32_t alternative, Day day,
                      std::vector<Suspect>& suspects) const override;
  void append_made(Index point, std::uint32_t alternative, Day day,
                   std::vector<Suspect>& suspects) const override {
    if (goods_ != nullptr) goods_->append_made(point, alternative, day, suspects);
  }
  [[nodiscard]] Journey journey_of(const Suspect& suspect) const override;

 private:
  [[nodiscard]] bool is_in_goods(OrderId id) const {
    return id >= place_.size() || place_[id] == kNone;
  }

  const PreparedNetwork& prepared_;
  const Draws& draws_;
  const SimulationSettings& settings_;
  std::span<const Coming> coming_;
  const LaneJourneys& journeys_;
  const std::vector<Index>& place_;
  const OrdersSeen* goods_ = nullptr;
  std::size_t replication_ = 0;
  std::size_t lane_ = 0;
};

}  // namespace runout::flow
