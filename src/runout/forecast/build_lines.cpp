// Lines with their plans and what they take (S7), in the order in which they are served.
#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "runout/forecast/build_context.h"
#include "runout/forecast/planned_use.h"

namespace runout::forecast {
namespace {

flow::DayRange days_in_force(const BuildContext& context, const book::Component& component) {
  flow::DayRange range;
  if (component.from) range.first = std::max(1, context.day_of(*component.from));
  if (component.to) range.last = context.day_of(*component.to);
  return range;
}

flow::Task make_task(BuildContext& context, const PlannedProduction& planned,
                     const Requirements& requirements, std::size_t row) {
  const book::Line& line = context.records.lines[row];
  flow::Task task;
  task.item = context.records.items[line.item.index()].item;
  task.output = context.point(line.item, line.site);
  task.catch_up_per_day = line.catch_up_per_day;
  task.plan.assign(static_cast<std::size_t>(context.horizon) + 1, 0);
  for (Day day = 1; day <= context.horizon; ++day) {
    task.plan[static_cast<std::size_t>(day)] =
        planned.units(row, context.snapshot.as_of + Days{day});
  }
  for (const RequirementRows& rows : requirements.of(line.item)) {
    flow::Requirement requirement;
    for (const std::size_t bom_row : rows) {
      const book::Component& component = context.records.bom[bom_row];
      requirement.alternatives.push_back({context.point(component.component, line.site),
                                          component.needed.millionths(),
                                          days_in_force(context, component)});
    }
    task.requirements.push_back(std::move(requirement));
  }
  return task;
}

/// A line is served by the priority of its first row; several rows must agree to mean one thing.
void warn_of_mixed_rows(BuildContext& context, const LineRows& rows) {
  const book::Line& first = context.records.lines[rows.rows.front()];
  for (const std::size_t row : rows.rows) {
    const book::Line& line = context.records.lines[row];
    if (line.priority != first.priority) {
      context.warn("line_rows_differ", book::File::lines, line.line_number, "priority",
                   fmt::format("line '{}' has priority {} here and {} in its first row; the first "
                               "holds",
                               line.line, line.priority, first.priority));
    }
    if (line.stop_cost_per_day.millionths != 0 &&
        line.stop_cost_per_day.millionths != first.stop_cost_per_day.millionths) {
      context.warn(
          "line_rows_differ", book::File::lines, line.line_number, "stop_cost_per_day",
          fmt::format("line '{}' has another stop cost in its first row, which holds", line.line));
    }
  }
}

std::vector<LineRows> group_rows(const book::Records& records) {
  std::vector<LineRows> lines;
  std::map<std::string, std::size_t> known;
  for (std::size_t row = 0; row < records.lines.size(); ++row) {
    const std::string& code = records.lines[row].line;
    const auto [found, is_new] = known.try_emplace(code, lines.size());
    if (is_new) lines.push_back({code, 0, {}});
    lines[found->second].rows.push_back(row);
  }
  return lines;
}

}  // namespace

void add_lines(BuildContext& context) {
  const PlannedProduction planned{context.records};
  const Requirements requirements{context.records};
  flow::Network& network = context.built.network;
  std::vector<LineRows>& lines = context.built.lines;
  lines = group_rows(context.records);

  std::vector<std::size_t> serving(lines.size());
  std::iota(serving.begin(), serving.end(), std::size_t{0});
  std::ranges::stable_sort(serving, {}, [&](std::size_t i) {
    return context.records.lines[lines[i].rows.front()].priority;
  });
  for (const std::size_t i : serving) {
    lines[i].index = static_cast<flow::Index>(network.lines.size());
    flow::Line line{lines[i].line, {}};
    for (const std::size_t row : lines[i].rows) {
      flow::Task task = make_task(context, planned, requirements, row);
      task.line = lines[i].index;
      line.tasks.push_back(static_cast<flow::Index>(network.tasks.size()));
      network.tasks.push_back(std::move(task));
    }
    network.lines.push_back(std::move(line));
  }
  for (const LineRows& rows : lines) warn_of_mixed_rows(context, rows);
}

}  // namespace runout::forecast
