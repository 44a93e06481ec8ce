// What the lane kernel steps through: the tables of one part, in numbers as small as hold them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runout/base/uniform_lanes.h"
#include "runout/flow/fast/sub_network.h"

namespace runout::flow {

/// Replications that are followed together.
inline constexpr std::size_t kLanes = kReplicationLanes;

/// A consignment of a part whose days the draws decide, or one whose days are known.
struct Coming {
  OrderId order = 0;
  Index point = 0;  ///< of the part
  bool is_fixed = false;
  Day departed = kNever;  ///< where the days are known
  Day usable = kNever;
};

/// Stock is counted in the greatest unit that divides every amount of its point. T: int32_t, or
/// int64_t for amounts below 2^53, which a double holds exactly.
template <typename T>
struct LaneTables {
  struct Use {
    Index point = 0;
    T needed = 0;
    DayRange in_force;
  };
  struct Need {
    std::uint32_t first_use = 0;
    std::uint32_t last_use = 0;
    Index requirement = 0;   ///< of the task in the network
    bool is_simple = false;  ///< one way, in force throughout
  };
  struct Task {
    Index row = 0;
    Index output = kNone;  ///< point; none where nobody takes what is made
    T made_unit = 0;       ///< stock that one unit of output makes
    T catch_up = 0;
    std::uint32_t first_need = 0;
    std::uint32_t last_need = 0;
  };
  struct Line {
    Index row = 0;
    std::uint32_t first_task = 0;
    std::uint32_t last_task = 0;
    bool feeds = false;  ///< its output is a component within the part
  };
  struct Supply {
    Index point = 0;
    T quantity = 0;
  };

  Day horizon = 0;
  std::vector<Micro> unit;  ///< [point] millionths in one
  std::vector<T> on_hand;   ///< [point]
  std::vector<Index> outputs;
  std::vector<Line> lines;
  std::vector<Task> tasks;
  std::vector<Need> needs;
  std::vector<Use> uses;
  std::vector<T> plans;                     ///< [task][day 0..horizon]
  std::vector<std::uint32_t> first_supply;  ///< [day 0..horizon + 1] into supplies
  std::vector<Supply> supplies;             ///< releases and consignments whose days are known
  std::vector<T> quantity;                  ///< [coming]
  std::vector<Index> receivers;             ///< points that get what the draws decide
  std::vector<Index> receiver;              ///< [coming] into receivers; kNone: its days are known
  Day window = 0;                           ///< days whose arrivals are kept at once

  [[nodiscard]] std::size_t points() const { return unit.size(); }
  [[nodiscard]] T plan(std::size_t task, Day day) const {
    return plans[task * (static_cast<std::size_t>(horizon) + 1) + static_cast<std::size_t>(day)];
  }
};

/// The consignments of a part, but for those that its Goods move.
[[nodiscard]] std::vector<Coming> list_coming(const PreparedNetwork& prepared,
                                              std::span<const OrderId> in_goods,
                                              TransitMode transit);

/// The tables; nothing where an amount does not fit. With goods, amounts stay in millionths.
template <typename T>
[[nodiscard]] std::optional<LaneTables<T>> make_lane_tables(const SubNetwork& own,
                                                            const std::vector<Coming>& coming,
                                                            bool has_goods);

}  // namespace runout::flow
