// One future of the network, followed day by day. This is the whole simulator; everything else
// prepares it or collects what it finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/blame.h"
#include "runout/flow/network.h"
#include "runout/flow/prepared.h"
#include "runout/flow/short_days.h"
#include "runout/flow/simulate.h"
#include "runout/flow/transit.h"

namespace runout::flow {

/// A part of an order that has left.
struct Shipment {
  OrderId order = 0;
  Micro quantity = 0;
  Day departed = 0;
  Journey journey;
  Day usable = kNever;                  ///< first working day of the receiver on or after arrival
  std::uint32_t next_usable = kNone;    ///< chain of those usable from the same day
  std::uint32_t next_of_order = kNone;  ///< chain of those of the same order
};

/// Simulates one replication after another, reusing its memory.
///
/// Invariant: usable stock is never negative, and for every point what was there, released,
/// produced and arrived is what was consumed, departed and is left, exactly (law O15).
class Replication final : private OrdersSeen {
 public:
  Replication(const PreparedNetwork& prepared, const Draws& draws,
              const SimulationSettings& settings);

  /// Simulates days 1..horizon of one replication, counted from 0 within the draws.
  void simulate(std::size_t replication);

  [[nodiscard]] std::span<const LineOutcome> outcomes() const { return outcomes_; }
  [[nodiscard]] std::span<const std::int64_t> owed() const { return owed_; }
  [[nodiscard]] std::span<const PointLedger> ledger() const { return ledger_; }

  /// Appends the blame for each line that ran out, in the order of the lines (S9).
  void append_blame(std::vector<BlameShare>& blame);

  /// Where the stock of the traced points is written, [traced point][day 0..horizon]; empty: not.
  void trace_to(std::span<Micro> trace) { trace_ = trace; }

 private:
  // replication.cpp
  void begin(std::size_t replication);
  void receive_arrivals(Day day);  // 1
  void finish_output();            // 3
  void write_trace(Day day);
  void add_stock(Index point, Micro quantity);
  [[noreturn]] void refuse_amount(Index point) const;

  // run_lines.cpp
  void run_lines(Day day);  // 2
  void run_line(Index line, Day day);
  [[nodiscard]] std::int64_t planned_units(Index task, Day day) const;
  std::int64_t run_task(Index task, std::int64_t wanted, std::int64_t plan, Day day);
  [[nodiscard]] std::int64_t limit_of(const Requirement& requirement, std::int64_t enough,
                                      Day day) const;
  void note_bottlenecks(Index task, std::int64_t made, std::int64_t missing, Day day);
  void use_up(const Requirement& requirement, std::int64_t units, Day day);
  void note_line_day(Index line, Day day, bool any_made, bool at_full_plan);
  void record_short_day(Index line, Day day, std::uint32_t first_bottleneck);

  // replenishment.cpp
  void replenish(Day day);  // 4
  void drop_lost_orders(Day day);
  [[nodiscard]] Micro quantity_to_order(const Policy& policy) const;
  OrderId make_policy_order(Index policy, Micro quantity, Day day);
  std::uint64_t name_policy_order(Index policy);
  void pass_on_stock(Day day);

  // departures.cpp
  void plan_departures();
  void put_under_way(OrderId id);
  void depart(Day day);  // 5
  bool try_to_leave(OrderId id, Day day);
  void send(OrderId id, Micro quantity, Day day);
  void add_shipment(OrderId id, Micro quantity, Day departed, const Journey& journey);
  [[nodiscard]] JourneyKey key_of(OrderId id) const;
  void wake_on(OrderId id, Day day);
  void lose_from(OrderId id, Day day);
  [[nodiscard]] bool is_lost(OrderId id, Day day) const;
  void insert_waiting(OrderId id);
  [[nodiscard]] bool is_free_on(OrderId id, Day day) const;
  [[nodiscard]] Day find_refusal(OrderId id) const;

  // licences.cpp
  [[nodiscard]] Micro find_covered(OrderId id, Day day) const;
  [[nodiscard]] Micro find_covered_by(const LicenceNeed& need, Micro quantity, Micro waiting,
                                      Day day) const;
  [[nodiscard]] Micro what_covers(const LicenceUse& use, Micro quantity, bool leaves_whole,
                                  Day day) const;
  void draw_down(OrderId id, Micro quantity, Day day);

  // OrdersSeen, in replication.cpp
  [[nodiscard]] std::size_t count() const override { return orders_.size(); }
  [[nodiscard]] const Order& order(OrderId id) const override { return orders_[id]; }
  void append_missing(OrderId id, std::uint32_t alternative, Day day,
                      std::vector<Suspect>& suspects) const override;
  [[nodiscard]] Journey journey_of(const Suspect& suspect) const override {
    return shipments_[suspect.shipment].journey;
  }

  const PreparedNetwork& prepared_;
  const Network& network_;
  const Draws& draws_;
  const SimulationSettings& settings_;
  std::size_t replication_ = 0;

  std::vector<Micro> usable_;    ///< [point] stock that may be used or shipped today
  std::vector<Micro> finished_;  ///< [point] made today, usable from tomorrow
  std::vector<Micro> on_order_;  ///< [point] not arrived and not known to be lost
  std::vector<Micro> promised_;  ///< [point] passed on by orders that wait for a licence
  std::size_t next_release_ = 0;

  std::vector<std::int64_t> owed_;  ///< [task] units short so far and not caught up
  std::vector<std::int64_t> made_;  ///< [task] units made today
  std::vector<LineOutcome> outcomes_;
  std::vector<Day> streak_start_;          ///< [line] first of the full days in a row
  std::vector<std::int32_t> streak_days_;  ///< [line] full planned days in a row since run-out

  std::vector<Order> orders_;
  std::vector<Shipment> shipments_;
  std::vector<std::uint32_t> usable_on_;   ///< [day] chain of shipments
  std::vector<std::uint32_t> wakes_on_;    ///< [day] chain of orders that may leave from then on
  std::vector<std::uint32_t> lost_on_;     ///< [day] chain of orders
  std::vector<OrderId> waiting_;           ///< free or stuck, in the order of serving
  std::vector<std::size_t> turns_used_;    ///< [policy]
  std::vector<std::int64_t> orders_made_;  ///< [policy]
  std::vector<Micro> to_order_;            ///< [policy] today

  struct LicenceLeft {
    Micro quantity = 0;
    std::int64_t shipments = 0;
    bool lapsed = false;
  };
  std::vector<LicenceLeft> licence_left_;

  ShortDayLog log_;
  Blamer blamer_;
  std::string order_code_;

  std::vector<PointLedger> ledger_;  ///< [point], when it is kept
  std::span<Micro> trace_;
};

}  // namespace runout::flow
