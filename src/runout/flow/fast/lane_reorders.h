// Policies that order up to a level from endless sources, in sixteen replications at once. Their
// orders leave by the calendar and the draws alone, so that every day of an order is known when it
// is made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runout/base/instructions.h"
#include "runout/base/uniform_lanes.h"
#include "runout/flow/fast/journey_kernel.h"
#include "runout/flow/fast/lane_journeys.h"
#include "runout/flow/fast/lane_kernel.h"
#include "runout/flow/fast/reorder_kernel.h"
#include "runout/flow/goods.h"

namespace runout::flow {

/// The policies that are followed here: all of their point's policies have no stock to take.
[[nodiscard]] std::vector<Index> list_reorders(const PreparedNetwork& prepared);

/// Orders are numbered from kFirstReorder on, so that they are told from those of Goods.
inline constexpr OrderId kFirstReorder = 0x80000000;

/// Reuses its memory from block to block and from part to part.
class LaneReorders {
 public:
  /// The scope's references, the policies and the stock must stay until the next call.
  void begin(const GoodsScope& scope, std::span<const Index> policies, const LaneBlock& block,
             Instructions which, const LaneStock& stock);
  void receive(Day day);    ///< 1
  void replenish(Day day);  ///< 4

  /// As in OrdersSeen, of one lane.
  [[nodiscard]] Order look_up(OrderId id, std::size_t lane) const;
  void append_made(Index point, std::uint32_t alternative, Day day, std::size_t lane,
                   std::vector<Suspect>& suspects) const;

 private:
  /// What one policy ordered on one day; 0: nothing.
  struct Made {
    Row<Micro> quantity;
    LaneDays departed{};
    LaneDays usable{};
    Day day = 0;
  };
  /// Arrivals beyond the ring of days, and losses.
  struct Later {
    std::size_t policy = 0;
    std::size_t lane = 0;
    Micro quantity = 0;
  };
  static constexpr std::size_t kRing = 64;

  [[nodiscard]] std::size_t replication(std::size_t lane) const { return block_.first + lane; }
  [[nodiscard]] Row<Micro>* due_on(Day day) {
    return due_.data() + static_cast<std::size_t>(day) % kRing * policies_.size();
  }
  void make_orders(std::size_t row, Day day, const Row<Micro>& missing);
  void draw_days(std::size_t row, Made& made);
  void find_decisions(std::size_t row, const Made& made);
  void promise(std::size_t row, const Made& made);

  const GoodsScope* scope_ = nullptr;
  std::span<const Index> policies_;
  LaneBlock block_;
  Instructions which_ = Instructions::plain;
  LaneStock stock_;

  std::vector<Index> to_;                                 ///< [policy] point
  std::vector<Row<Micro>> due_;                           ///< [day of the ring][policy]
  std::vector<std::vector<Later>> later_;                 ///< [day]
  std::vector<std::vector<Later>> lost_on_;               ///< [day]
  std::vector<std::vector<Made>> made_;                   ///< [policy][order in any lane]
  std::vector<std::array<std::uint32_t, kLanes>> count_;  ///< [policy] orders made
  EntityLanes entities_{};
  LaneDays decided_{};
  TwoUniforms transit_{};
  TwoUniforms hold_{};
};

}  // namespace runout::flow
