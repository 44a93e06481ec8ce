#include "runout/flow/fast/lane_kernel.h"

#include <algorithm>
#include <cstring>

namespace runout::flow {
namespace {

#define RUNOUT_INLINE inline __attribute__((always_inline))

constexpr std::int32_t kFullDaysOfRestart = 5;

using Days = Lanes<std::int32_t>;
using Reals = double __attribute__((vector_size(kLanes * sizeof(double))));

/// Whether a mask is set anywhere.
template <typename Mask>
RUNOUT_INLINE bool any(const Mask& mask) {
  using Half = std::uint64_t __attribute__((vector_size(32)));
  std::array<Half, sizeof(Mask) / sizeof(Half)> parts;
  std::memcpy(&parts, &mask, sizeof mask);
  Half all = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) all |= parts[i];
  return ((all[0] | all[1]) | (all[2] | all[3])) != 0;
}

template <typename T>
RUNOUT_INLINE void keep_smaller(Lanes<T>& one, const Lanes<T>& other) {
  one = other < one ? other : one;
}

/// stock / needed, rounded down: exact, as both are below 2^53.
template <typename T>
RUNOUT_INLINE void divide(const Lanes<T>& stock, T needed, Lanes<T>& units) {
  if (needed == 1) {
    units = stock;
    return;
  }
  const Reals quotient = __builtin_convertvector(stock, Reals) / static_cast<double>(needed);
  units = __builtin_convertvector(quotient, Lanes<T>);
}

template <typename T>
class Stepper {
 public:
  using V = Lanes<T>;
  using Tables = LaneTables<T>;

  RUNOUT_INLINE Stepper(const Tables& tables, std::span<const Coming> coming,
                        const Arrivals& arrivals, LaneState<T>& state)
      : tables_{tables}, coming_{coming}, arrivals_{arrivals}, state_{state} {}

  RUNOUT_INLINE void run() {
    for (Day day = 1; day <= tables_.horizon; ++day) {
      receive(day);
      for (std::size_t line = 0; line < tables_.lines.size(); ++line) run_line(line, day);
    }
  }

 private:
  /// 1. Yesterday's output and today's arrivals become usable stock.
  RUNOUT_INLINE void receive(Day day) {
    const auto d = static_cast<std::size_t>(day);
    for (const Index point : tables_.outputs) {
      state_.usable[point].lanes += state_.finished[point].lanes;
      state_.finished[point].lanes = V{};
    }
    for (std::uint32_t i = tables_.first_supply[d]; i < tables_.first_supply[d + 1]; ++i) {
      state_.usable[tables_.supplies[i].point].lanes += tables_.supplies[i].quantity;
    }
    for (std::uint32_t i = arrivals_.first[d]; i < arrivals_.first[d + 1]; ++i) {
      const Arrival& arrival = arrivals_.all[i];
      state_.usable[coming_[arrival.coming].point].lanes[arrival.lane] +=
          tables_.quantity[arrival.coming];
    }
  }

  /// 2. and 3.
  RUNOUT_INLINE void run_line(std::size_t number, Day day) {
    const typename Tables::Line& line = tables_.lines[number];
    bool planned = false;
    is_logging_ = false;
    V idle = ~V{};  // Nothing made at all.
    V full = ~V{};
    bool is_short = false;
    for (std::uint32_t task = line.first_task; task < line.last_task; ++task) {
      const T plan = tables_.plan(task, day);
      if (plan == 0) continue;
      planned = true;
      if (run_task(number, task, plan, day, idle, full)) is_short = true;
    }
    if (!planned || (!is_short && state_.is_recovering[number] == 0)) return;
    if (is_logging_) record_short_day(number, day, full);
    const Days idle_days = __builtin_convertvector(idle, Days);
    const Days full_days = __builtin_convertvector(full, Days);
    note_line_day(number, day, idle_days, full_days);
  }

  /// True when some replication makes less than planned.
  RUNOUT_INLINE bool run_task(std::size_t line, std::uint32_t number, T plan, Day day, V& idle,
                              V& full) {
    const typename Tables::Task& task = tables_.tasks[number];
    V& owed = state_.owed[number].lanes;
    V made = V{} + plan;
    if (task.catch_up > 0 && state_.owes[number] != 0) {
      V extra = V{} + task.catch_up;
      keep_smaller<T>(extra, owed);
      made += extra;
    }
    V lacking = V{};
    bool all_simple = true;
    for (std::uint32_t n = task.first_need; n < task.last_need; ++n) {
      const typename Tables::Need& need = tables_.needs[n];
      if (!need.is_simple) {
        all_simple = false;
        continue;
      }
      const typename Tables::Use& use = tables_.uses[need.first_use];
      lacking |= state_.usable[use.point].lanes < made * use.needed;
    }
    const bool is_lacking = any(lacking);
    if (is_lacking || !all_simple) limit(task, day, is_lacking, made);
    const V is_short = made < plan;
    const bool any_short = (is_lacking || !all_simple) && any(is_short);
    if (any_short) note_bottlenecks(line, number, made, plan, day);
    use_up(task, day, all_simple, made);
    if (any_short || state_.owes[number] != 0) {
      owed += plan - made;
      state_.owes[number] = any(owed) ? 1 : 0;
    }
    idle &= made <= 0;
    if (any_short) full &= ~is_short;
    if (task.output != kNone) state_.finished[task.output].lanes += made * task.made_unit;
    return any_short;
  }

  /// What the scarcest component allows.
  RUNOUT_INLINE void limit(const typename Tables::Task& task, Day day, bool is_lacking, V& made) {
    for (std::uint32_t n = task.first_need; n < task.last_need; ++n) {
      const typename Tables::Need& need = tables_.needs[n];
      if (need.is_simple) {
        if (!is_lacking) continue;
        const typename Tables::Use& use = tables_.uses[need.first_use];
        V units;
        divide<T>(state_.usable[use.point].lanes, use.needed, units);
        keep_smaller<T>(made, units);
        continue;
      }
      V all = V{};
      bool is_needed = false;
      for (std::uint32_t u = need.first_use; u < need.last_use; ++u) {
        const typename Tables::Use& use = tables_.uses[u];
        if (!use.in_force.contains(day)) continue;
        is_needed = true;
        V units;
        divide<T>(state_.usable[use.point].lanes, use.needed, units);
        keep_smaller<T>(units, made - all);
        all += units;
      }
      if (is_needed) keep_smaller<T>(made, all);
    }
  }

  RUNOUT_INLINE void use_up(const typename Tables::Task& task, Day day, bool all_simple,
                            const V& made) {
    for (std::uint32_t n = task.first_need; n < task.last_need; ++n) {
      const typename Tables::Need& need = tables_.needs[n];
      if (all_simple || need.is_simple) {
        const typename Tables::Use& use = tables_.uses[need.first_use];
        state_.usable[use.point].lanes -= made * use.needed;
        continue;
      }
      V left = made;
      for (std::uint32_t u = need.first_use; u < need.last_use; ++u) {
        const typename Tables::Use& use = tables_.uses[u];
        if (!use.in_force.contains(day)) continue;
        V units;
        divide<T>(state_.usable[use.point].lanes, use.needed, units);
        keep_smaller<T>(units, left);
        state_.usable[use.point].lanes -= units * use.needed;
        left -= units;
      }
    }
  }

  /// As Replication::note_line_day, for all replications.
  RUNOUT_INLINE void note_line_day(std::size_t line, Day day, const Days& idle, const Days& full) {
    const Days today = Days{} + day;
    Days& run_out = state_.run_out[line].lanes;
    Days& stop = state_.stop[line].lanes;
    Days& restart = state_.restart[line].lanes;
    Days& streak_start = state_.streak_start[line].lanes;
    Days& streak_days = state_.streak_days[line].lanes;
    state_.stop_days[line].lanes -= idle;
    stop = (idle & (stop == kNever)) ? today : stop;
    const Days had_run_out = run_out != kNever;
    run_out = (~had_run_out & ~full) ? today : run_out;
    const Days waits = had_run_out & (restart == kNever);
    streak_days = (waits & ~full) ? Days{} : streak_days;
    streak_start = (waits & full & (streak_days == 0)) ? today : streak_start;
    streak_days -= waits & full;
    restart = (waits & (streak_days == kFullDaysOfRestart)) ? streak_start : restart;
    const Days waiting = (run_out != kNever) & (restart == kNever);
    state_.is_recovering[line] = any(waiting) ? 1 : 0;
  }

  [[nodiscard]] bool is_asked(std::size_t line, std::size_t lane) const {
    return tables_.lines[line].feeds || state_.run_out[line].lanes[lane] == kNever;
  }

  /// Before anything is used: the requirements whose limit is what was made, where anyone asks.
  __attribute__((noinline)) void note_bottlenecks(std::size_t line, std::uint32_t number,
                                                  const V& made, T plan, Day day) {
    if (!is_logging_) {
      is_logging_ = true;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        first_bottleneck_[lane] = static_cast<std::uint32_t>(state_.logs[lane].bottlenecks.size());
      }
    }
    const typename Tables::Task& task = tables_.tasks[number];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (made[lane] >= plan || !is_asked(line, lane)) continue;
      for (std::uint32_t n = task.first_need; n < task.last_need; ++n) {
        if (limit_of(tables_.needs[n], made[lane] + 1, lane, day) != made[lane]) continue;
        state_.logs[lane].bottlenecks.push_back(
            {task.row, tables_.needs[n].requirement, plan - made[lane], n});
      }
    }
  }

  [[nodiscard]] T limit_of(const typename Tables::Need& need, T enough, std::size_t lane,
                           Day day) const {
    T all = 0;
    bool is_needed = false;
    for (std::uint32_t u = need.first_use; u < need.last_use; ++u) {
      const typename Tables::Use& use = tables_.uses[u];
      if (!use.in_force.contains(day)) continue;
      is_needed = true;
      all += std::min<T>(enough - all, state_.usable[use.point].lanes[lane] / use.needed);
    }
    return is_needed ? all : enough;
  }

  /// After the line's last item. Until then a bottleneck's `first_left` is the number of its need.
  __attribute__((noinline)) void record_short_day(std::size_t line, Day day, const V& full) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (full[lane] != 0 || !is_asked(line, lane)) continue;
      ShortDayLog& log = state_.logs[lane];
      for (std::size_t i = first_bottleneck_[lane]; i < log.bottlenecks.size(); ++i) {
        const typename Tables::Need& need = tables_.needs[log.bottlenecks[i].first_left];
        log.bottlenecks[i].first_left = static_cast<std::uint32_t>(log.left.size());
        for (std::uint32_t u = need.first_use; u < need.last_use; ++u) {
          const Index point = tables_.uses[u].point;
          log.left.push_back(Micro{state_.usable[point].lanes[lane]} * tables_.unit[point]);
        }
      }
      log.add(tables_.lines[line].row, day, first_bottleneck_[lane]);
    }
  }

  const Tables& tables_;
  std::span<const Coming> coming_;
  const Arrivals& arrivals_;
  LaneState<T>& state_;
  bool is_logging_ = false;  ///< of the line at hand, today
  std::array<std::uint32_t, kLanes> first_bottleneck_{};
};

template <typename T>
RUNOUT_INLINE void follow_body(const LaneTables<T>& tables, std::span<const Coming> coming,
                               const Arrivals& arrivals, LaneState<T>& state) {
  Stepper<T> stepper{tables, coming, arrivals, state};
  stepper.run();
}

#if defined(__x86_64__)
template <typename T>
__attribute__((target("avx2"))) void follow_avx2(const LaneTables<T>& tables,
                                                 std::span<const Coming> coming,
                                                 const Arrivals& arrivals, LaneState<T>& state) {
  follow_body<T>(tables, coming, arrivals, state);
}
template <typename T>
__attribute__((target("avx512f,avx512dq"))) void follow_avx512(const LaneTables<T>& tables,
                                                               std::span<const Coming> coming,
                                                               const Arrivals& arrivals,
                                                               LaneState<T>& state) {
  follow_body<T>(tables, coming, arrivals, state);
}
#endif

template <typename T>
void follow(const LaneTables<T>& tables, std::span<const Coming> coming, const Arrivals& arrivals,
            Instructions which, LaneState<T>& state) {
#if defined(__x86_64__)
  if (which == Instructions::avx512) return follow_avx512<T>(tables, coming, arrivals, state);
  if (which == Instructions::avx2) return follow_avx2<T>(tables, coming, arrivals, state);
#endif
  follow_body<T>(tables, coming, arrivals, state);
}

}  // namespace

template <typename T>
void LaneState<T>::begin(const LaneTables<T>& tables) {
  usable.clear();
  for (const T amount : tables.on_hand) usable.push_back({Lanes<T>{} + amount});
  finished.assign(tables.points(), {});
  owed.assign(tables.tasks.size(), {});
  owes.assign(tables.tasks.size(), 0);
  const std::size_t lines = tables.lines.size();
  const Row<std::int32_t> never{Days{} + kNever};
  run_out.assign(lines, never);
  stop.assign(lines, never);
  restart.assign(lines, never);
  stop_days.assign(lines, {});
  streak_start.assign(lines, never);
  streak_days.assign(lines, {});
  is_recovering.assign(lines, 0);
  for (ShortDayLog& log : logs) {
    for (const auto& line : tables.lines) log.latest[line.row] = kNone;
    log.days.clear();
    log.bottlenecks.clear();
    log.left.clear();
  }
}

template struct LaneState<std::int32_t>;
template struct LaneState<std::int64_t>;

void follow_days(const LaneTables<std::int32_t>& tables, std::span<const Coming> coming,
                 const Arrivals& arrivals, Instructions which, LaneState<std::int32_t>& state) {
  follow(tables, coming, arrivals, which, state);
}

void follow_days(const LaneTables<std::int64_t>& tables, std::span<const Coming> coming,
                 const Arrivals& arrivals, Instructions which, LaneState<std::int64_t>& state) {
  follow(tables, coming, arrivals, which, state);
}

}  // namespace runout::flow
