// Whose absence bound a line on its run-out day (S9), worked out after the last day from what was
// noted on the way: short days, what became of orders, and the decisions of the replication.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/prepared.h"
#include "runout/flow/short_days.h"
#include "runout/flow/simulate.h"
#include "runout/flow/transit.h"

namespace runout::flow {

/// A part of an order that had not arrived, and which alternative it would have served.
struct Suspect {
  OrderId order = 0;
  Day planned_arrival = 1;  ///< of the order
  Day made = 0;             ///< of an order of a policy, else 0
  Index rank = 0;           ///< row of the consignment, or of the policy among those of a day
  std::uint32_t shipment = kNone;  ///< names the part among those that left; nothing: it had not
  Day departed = kNever;           ///< of a part that has left
  std::uint32_t alternative = 0;
  Micro quantity = 0;
};

/// What became of the orders of one replication.
class OrdersSeen {
 public:
  OrdersSeen() = default;
  OrdersSeen(const OrdersSeen&) = delete;
  OrdersSeen& operator=(const OrdersSeen&) = delete;
  virtual ~OrdersSeen() = default;

  [[nodiscard]] virtual Order look_up(OrderId id) const = 0;
  /// Appends the parts of a consignment on file that had not arrived by the end of the day: those
  /// under way first, the latest to leave foremost, then what has not left.
  virtual void append_missing(OrderId id, std::uint32_t alternative, Day day,
                              std::vector<Suspect>& suspects) const = 0;
  /// The same for the orders that policies had made for the point by the end of the day.
  virtual void append_made(Index point, std::uint32_t alternative, Day day,
                           std::vector<Suspect>& suspects) const = 0;
  /// Of a part that has left.
  [[nodiscard]] virtual Journey journey_of(const Suspect& suspect) const = 0;
};

/// Finds the culprits of one replication after another, reusing its memory.
class Blamer {
 public:
  Blamer(const PreparedNetwork& prepared, const Draws& draws)
      : prepared_{prepared}, network_{prepared.network}, draws_{draws} {}

  /// Appends the blame for the run-out of `line` on `run_out`.
  void append(std::size_t replication, Index line, Day run_out, const ShortDayLog& log,
              const OrdersSeen& orders, std::vector<BlameShare>& blame);

 private:
  /// What is to blame for a line's short days goes to what bound it on the latest one before a day.
  struct BlamedLine {
    Index line = 0;
    Day before = 0;
    double share = 0.0;
  };
  using Bottlenecks = std::span<const Bottleneck>;

  // blame.cpp
  [[nodiscard]] const ShortDay* find_short_day_before(Index line, Day day) const;
  void blame_short_day(Index line, const ShortDay* short_day, double share,
                       std::vector<BlameShare>& blame);
  [[nodiscard]] const Requirement& requirement_of(const Bottleneck& bottleneck) const;
  [[nodiscard]] bool same_components(const Bottleneck& a, const Bottleneck& b) const;
  [[nodiscard]] bool is_first_of_its_kind(Bottlenecks bottlenecks, std::size_t i) const;
  bool pass_on_blame(const Bottleneck& bottleneck, Day day, double share,
                     std::size_t queued_before);
  [[nodiscard]] BlameShare find_culprit(const ShortDay& short_day, const Bottleneck& bottleneck);
  [[nodiscard]] bool covers(const ShortDay& short_day, const Bottleneck& bottleneck);

  // suspects.cpp
  void collect_suspects(const Requirement& requirement, Day day);
  [[nodiscard]] BlameShare accuse(const Suspect& suspect, Day day) const;
  [[nodiscard]] std::optional<Index> find_application_waited_for(const Suspect& suspect,
                                                                 Day day) const;
  [[nodiscard]] Cause stage_of_consignment(OrderId id, std::optional<Index>& application,
                                           Day day) const;
  [[nodiscard]] static Cause stage_of_policy_order(const Order& order, Day day);

  const PreparedNetwork& prepared_;
  const Network& network_;
  const Draws& draws_;
  std::size_t replication_ = 0;
  const ShortDayLog* log_ = nullptr;
  const OrdersSeen* orders_ = nullptr;

  std::vector<char> is_visited_;  ///< [line]
  std::vector<BlamedLine> queue_;
  std::vector<Index> makers_;
  std::vector<Suspect> suspects_;
  std::vector<Micro> covering_;
  std::vector<Micro> stock_to_cover_;
};

}  // namespace runout::flow
