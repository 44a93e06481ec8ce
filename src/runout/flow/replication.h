// One future of the network, followed day by day. This is the whole simulator; everything else
// prepares it or collects what it finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/blame.h"
#include "runout/flow/goods.h"
#include "runout/flow/network.h"
#include "runout/flow/prepared.h"
#include "runout/flow/short_days.h"
#include "runout/flow/simulate.h"

namespace runout::flow {

/// Simulates one replication after another, reusing its memory.
///
/// Invariant: usable stock is never negative, and for every point what was there, released,
/// produced and arrived is what was consumed, departed and is left, exactly (law O15).
class Replication {
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

  const PreparedNetwork& prepared_;
  const Network& network_;
  const Draws& draws_;
  const SimulationSettings& settings_;
  std::size_t replication_ = 0;

  std::vector<Micro> usable_;    ///< [point] stock that may be used or shipped today
  std::vector<Micro> finished_;  ///< [point] made today, usable from tomorrow
  std::vector<Micro> on_order_;  ///< [point] not arrived and not known to be lost
  std::size_t next_release_ = 0;

  std::vector<std::int64_t> owed_;  ///< [task] units short so far and not caught up
  std::vector<std::int64_t> made_;  ///< [task] units made today
  std::vector<LineOutcome> outcomes_;
  std::vector<Day> streak_start_;          ///< [line] first of the full days in a row
  std::vector<std::int32_t> streak_days_;  ///< [line] full planned days in a row since run-out

  std::vector<OrderId> all_orders_;
  Goods goods_;
  ShortDayLog log_;
  Blamer blamer_;

  std::vector<PointLedger> ledger_;  ///< [point], when it is kept
  std::span<Micro> trace_;
};

}  // namespace runout::flow
