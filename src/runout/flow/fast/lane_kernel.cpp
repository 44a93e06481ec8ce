#include "runout/flow/fast/lane_kernel.h"

#include <algorithm>
#include <cstring>

namespace runout::flow {
namespace {

#define RUNOUT_KERNEL "runout/flow/fast/lane_kernel_body.inc"
#include "runout/flow/fast/each_machine.inc"

template <typename T>
void follow(const LaneTables<T>& tables, DayRange window, DayRange days, Instructions which,
            LaneState<T>& state) {
  RUNOUT_ON(which, follow, tables, window, days, state);
}

template <typename T>
void scatter(const LaneTables<T>& tables, std::span<const LaneDays> usable, DayRange window,
             Instructions which, LaneState<T>& state) {
  RUNOUT_ON(which, scatter, tables, usable, window, state);
}

}  // namespace

template <typename T>
void LaneState<T>::begin(const LaneTables<T>& tables, bool keep_log) {
  keeps_log = keep_log;
  usable.clear();
  for (const T amount : tables.on_hand) usable.push_back({Lanes<T>{} + amount});
  finished.assign(tables.points(), {});
  // Every day of a window takes away what was due on it.
  due.resize(
      std::max(due.size(), static_cast<std::size_t>(tables.window) * tables.receivers.size()));
  owed.assign(tables.tasks.size(), {});
  owes.assign(tables.tasks.size(), 0);
  const std::size_t lines = tables.lines.size();
  const Row<std::int32_t> never{Lanes<std::int32_t>{} + kNever};
  run_out.assign(lines, never);
  stop.assign(lines, never);
  restart.assign(lines, never);
  stop_days.assign(lines, {});
  streak_start.assign(lines, never);
  streak_days.assign(lines, {});
  is_recovering.assign(lines, 0);
  for (ShortDayLog& log : logs) log.clear(lines);
}

template struct LaneState<std::int32_t>;
template struct LaneState<std::int64_t>;

void follow_days(const LaneTables<std::int32_t>& tables, DayRange window, DayRange days,
                 Instructions which, LaneState<std::int32_t>& state) {
  follow(tables, window, days, which, state);
}
void follow_days(const LaneTables<std::int64_t>& tables, DayRange window, DayRange days,
                 Instructions which, LaneState<std::int64_t>& state) {
  follow(tables, window, days, which, state);
}

void make_due(const LaneTables<std::int32_t>& tables, std::span<const LaneDays> usable,
              DayRange window, Instructions which, LaneState<std::int32_t>& state) {
  scatter(tables, usable, window, which, state);
}
void make_due(const LaneTables<std::int64_t>& tables, std::span<const LaneDays> usable,
              DayRange window, Instructions which, LaneState<std::int64_t>& state) {
  scatter(tables, usable, window, which, state);
}

}  // namespace runout::flow
