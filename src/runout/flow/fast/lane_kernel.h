// Follows sixteen replications of a part together, day by day: the inner loop of the simulator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runout/base/instructions.h"
#include "runout/flow/fast/journey_kernel.h"
#include "runout/flow/fast/lane_tables.h"
#include "runout/flow/short_days.h"

namespace runout::flow {

template <typename T>
struct LanesOf;
template <>
struct LanesOf<std::int32_t> {
  using type = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));
};
template <>
struct LanesOf<std::int64_t> {
  using type = std::int64_t __attribute__((vector_size(kLanes * sizeof(std::int64_t))));
};
/// One number for each replication.
template <typename T>
using Lanes = typename LanesOf<T>::type;

/// Lanes in memory. Without wide instructions the compiler takes 16 bytes for their alignment, and
/// with them it counts on the whole size.
template <typename T>
struct alignas(kLanes * sizeof(T)) Row {
  Lanes<T> lanes{};
  [[nodiscard]] T* data() { return reinterpret_cast<T*>(&lanes); }
};

/// The part in sixteen replications. Vectors keep their memory from block to block.
template <typename T>
struct LaneState {
  std::vector<Row<T>> usable;    ///< [point]
  std::vector<Row<T>> finished;  ///< [point] made today, usable from tomorrow
  std::vector<Row<T>> owed;      ///< [task]
  /// [line] as in LineOutcome and Replication
  std::vector<Row<std::int32_t>> run_out;
  std::vector<Row<std::int32_t>> stop;
  std::vector<Row<std::int32_t>> restart;
  std::vector<Row<std::int32_t>> stop_days;
  std::vector<Row<std::int32_t>> streak_start;
  std::vector<Row<std::int32_t>> streak_days;
  std::vector<Row<T>> due;          ///< [day of a window][receiver] arrivals that the draws decide
  std::vector<char> is_recovering;  ///< [line] some replication waits for its restart
  std::vector<char> owes;           ///< [task] some replication owes units
  std::array<ShortDayLog, kLanes> logs;

  bool keeps_log = true;  ///< of short days, for the blame

  void begin(const LaneTables<T>& tables, bool keep_log);
};

/// Follows steps 1 to 3 of the days of a window, or of some of them one after the other. What
/// arrives in the window has been made due. Same bits for any instructions.
void follow_days(const LaneTables<std::int32_t>& tables, DayRange window, DayRange days,
                 Instructions which, LaneState<std::int32_t>& state);
void follow_days(const LaneTables<std::int64_t>& tables, DayRange window, DayRange days,
                 Instructions which, LaneState<std::int64_t>& state);

/// Makes due what becomes usable in a window of days no longer than tables.window. `usable`:
/// [coming] as the tables were made for.
void make_due(const LaneTables<std::int32_t>& tables, std::span<const LaneDays> usable,
              DayRange window, Instructions which, LaneState<std::int32_t>& state);
void make_due(const LaneTables<std::int64_t>& tables, std::span<const LaneDays> usable,
              DayRange window, Instructions which, LaneState<std::int64_t>& state);

}  // namespace runout::flow
