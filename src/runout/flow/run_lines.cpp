// Step 2 of a day: lines run in the order of serving, within a line its items in the order of the
// book; each makes what it tries, limited by the scarcest component at the line's own site.
#include <algorithm>

#include "runout/flow/replication.h"

namespace runout::flow {
void Replication::run_lines(Day day) {
  for (Index line = 0; line < network_.lines.size(); ++line) run_line(line, day);
}

void Replication::run_line(Index line, Day day) {
  bool planned = false;
  bool any_made = false;
  bool at_full_plan = true;
  // Whether anyone will ask what bound the line: its own first short day, or a line it feeds.
  const bool is_asked = outcomes_[line].run_out == kNever || prepared_.line_feeds[line] != 0;
  const auto bottlenecks_before = static_cast<std::uint32_t>(log_.bottlenecks.size());

  for (const Index task : network_.lines[line].tasks) {
    made_[task] = 0;
    const std::int64_t plan = planned_units(task, day);
    if (plan == 0) continue;
    planned = true;
    const std::int64_t wanted = plan + std::min(owed_[task], network_.tasks[task].catch_up_per_day);
    const std::int64_t made = run_task(task, wanted, plan, day);
    owed_[task] += plan - made;
    if (made > 0) any_made = true;
    if (made < plan) at_full_plan = false;
  }
  if (!planned) return;
  if (!at_full_plan && is_asked) {
    record_short_day(line, day, bottlenecks_before);
  } else {
    log_.bottlenecks.resize(bottlenecks_before);
  }
  note_line_day(line, day, any_made, at_full_plan);
}

std::int64_t Replication::planned_units(Index task, Day day) const {
  if (settings_.demand.empty()) return network_.tasks[task].plan[static_cast<std::size_t>(day)];
  const auto horizon = static_cast<std::size_t>(network_.horizon);
  const std::size_t row = replication_ * network_.tasks.size() + task;
  return settings_.demand[row * horizon + static_cast<std::size_t>(day) - 1];
}

std::int64_t Replication::run_task(Index task, std::int64_t wanted, std::int64_t plan, Day day) {
  const std::vector<Requirement>& requirements = network_.tasks[task].requirements;
  std::int64_t made = wanted;
  for (const Requirement& requirement : requirements) {
    made = std::min(made, limit_of(requirement, made, day));
  }
  if (made < plan) note_bottlenecks(task, made, plan - made, day);
  for (const Requirement& requirement : requirements) use_up(requirement, made, day);
  made_[task] = made;
  return made;
}

/// How many units the stock allows, counted up to `enough`. Without an alternative in force
/// nothing is needed, and the requirement does not limit.
std::int64_t Replication::limit_of(const Requirement& requirement, std::int64_t enough,
                                   Day day) const {
  std::int64_t limit = 0;
  bool is_needed = false;
  for (const ComponentUse& use : requirement.alternatives) {
    if (!use.in_force.contains(day)) continue;
    is_needed = true;
    limit += std::min(enough - limit, usable_[use.point] / use.needed);
  }
  return is_needed ? limit : enough;
}

void Replication::use_up(const Requirement& requirement, std::int64_t units, Day day) {
  for (const ComponentUse& use : requirement.alternatives) {
    if (units == 0) return;
    if (!use.in_force.contains(day)) continue;
    const std::int64_t from_here = std::min(units, usable_[use.point] / use.needed);
    usable_[use.point] -= from_here * use.needed;
    if (!ledger_.empty()) ledger_[use.point].consumed += from_here * use.needed;
    units -= from_here;
  }
}

void Replication::note_line_day(Index line, Day day, bool any_made, bool at_full_plan) {
  LineOutcome& outcome = outcomes_[line];
  if (!any_made) {
    ++outcome.stop_days;
    if (outcome.stop == kNever) outcome.stop = day;
  }
  if (outcome.run_out == kNever) {
    if (!at_full_plan) outcome.run_out = day;
    return;  // A restart comes strictly after the run-out day.
  }
  if (outcome.restart != kNever) return;
  if (!at_full_plan) {
    streak_days_[line] = 0;
    return;
  }
  if (streak_days_[line]++ == 0) streak_start_[line] = day;
  if (streak_days_[line] == kFullDaysOfRestart) outcome.restart = streak_start_[line];
}

/// Before anything is used: the requirements whose limit is what was made.
void Replication::note_bottlenecks(Index task, std::int64_t made, std::int64_t missing, Day day) {
  const std::vector<Requirement>& requirements = network_.tasks[task].requirements;
  for (Index i = 0; i < requirements.size(); ++i) {
    if (limit_of(requirements[i], made + 1, day) == made) {
      log_.bottlenecks.push_back({task, i, missing, 0});
    }
  }
}

/// After the line's last item: the short day, with what the line left of the binding components.
void Replication::record_short_day(Index line, Day day, std::uint32_t first_bottleneck) {
  for (std::size_t i = first_bottleneck; i < log_.bottlenecks.size(); ++i) {
    Bottleneck& bottleneck = log_.bottlenecks[i];
    bottleneck.first_left = static_cast<std::uint32_t>(log_.left.size());
    const Task& task = network_.tasks[bottleneck.task];
    for (const ComponentUse& use : task.requirements[bottleneck.requirement].alternatives) {
      log_.left.push_back(usable_[use.point]);
    }
  }
  log_.add(line, day, first_bottleneck);
}

}  // namespace runout::flow
