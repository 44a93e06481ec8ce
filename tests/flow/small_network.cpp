#include "flow/small_network.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace runout::flow::fixtures {

Network empty_network(Day horizon) {
  Network network;
  network.horizon = horizon;
  return network;
}

Index add_point(Network& network, const std::string& item, std::int64_t on_hand_units) {
  StockPoint point;
  point.item = item;
  point.site = "PLANT";
  point.on_hand = units(on_hand_units);
  network.points.push_back(point);
  return static_cast<Index>(network.points.size() - 1);
}

Index add_line(Network& network, const std::string& code) {
  network.lines.push_back({code, {}});
  return static_cast<Index>(network.lines.size() - 1);
}

Index add_task(Network& network, Index line, std::int64_t units_per_day) {
  const auto row = static_cast<Index>(network.tasks.size());
  Task task;
  task.item = network.lines[line].code + "-" + std::to_string(row);
  task.line = line;
  task.output = add_point(network, task.item, 0);
  task.plan.assign(static_cast<std::size_t>(network.horizon) + 1, units_per_day);
  network.tasks.push_back(task);
  network.lines[line].tasks.push_back(row);
  return row;
}

void add_component(Network& network, Index task, Index point, Micro needed) {
  network.tasks[task].requirements.push_back({{{point, needed, {}}}});
}

Index add_consignment(Network& network, Index to, std::int64_t quantity_units, Day ready,
                      std::int32_t transit_days) {
  Consignment consignment;
  consignment.code = "O" + std::to_string(network.consignments.size());
  consignment.to = to;
  consignment.quantity = units(quantity_units);
  consignment.ready = ready;
  consignment.transit = {transit_days, transit_days, transit_days};
  network.consignments.push_back(consignment);
  return static_cast<Index>(network.consignments.size() - 1);
}

LicenceNeed& add_need(Network& network, Index consignment) {
  LicenceNeed need;
  need.application = static_cast<Index>(network.applications++);
  need.needed = {DayRange{}};
  return network.consignments[consignment].needs.emplace_back(need);
}

Index add_policy(Network& network, PolicyKind kind, Index to, std::optional<Index> from,
                 std::int64_t level_units, std::int32_t transit_days) {
  Policy policy;
  policy.code = "P" + std::to_string(network.policies.size());
  policy.kind = kind;
  policy.to = to;
  policy.from = from;
  policy.level = units(level_units);
  policy.lot = units(1);
  policy.transit = {transit_days, transit_days, transit_days};
  network.policies.push_back(policy);
  return static_cast<Index>(network.policies.size() - 1);
}

Index add_calendar_closed_on(Network& network, const std::vector<Day>& closed) {
  WorkingDays calendar;
  calendar.next.resize(static_cast<std::size_t>(network.horizon) + 1);
  Day next = kNever;
  for (Day day = network.horizon; day >= 0; --day) {
    if (std::find(closed.begin(), closed.end(), day) == closed.end()) next = day;
    calendar.next[static_cast<std::size_t>(day)] = next;
  }
  network.calendars.push_back(calendar);
  return static_cast<Index>(network.calendars.size() - 1);
}

OneLine one_line(Day horizon, std::int64_t stock_units, std::int64_t units_per_day) {
  OneLine made;
  made.network = empty_network(horizon);
  made.magnets = add_point(made.network, "MAG", stock_units);
  made.line = add_line(made.network, "L");
  made.task = add_task(made.network, made.line, units_per_day);
  add_component(made.network, made.task, made.magnets);
  return made;
}

Draws given_draws(const Network& network, const std::vector<Given>& given,
                  std::vector<PolicyTurn> turns) {
  const std::size_t per_policy =
      network.policies.empty() ? 0 : turns.size() / network.policies.size();
  return given_draws(network, std::vector<std::vector<Given>>{given}, std::move(turns), per_policy);
}

Draws given_draws(const Network& network, const std::vector<std::vector<Given>>& replications,
                  std::vector<PolicyTurn> turns, std::size_t turns_per_policy) {
  Draws draws;
  draws.replications = replications.size();
  draws.applications = network.applications;
  draws.policies = network.policies.size();
  draws.turns_per_policy = turns_per_policy;
  draws.turns = std::move(turns);
  draws.first_stage = {0};
  for (const std::vector<Given>& row : replications) {
    for (const Given& given : row) {
      const bool decided = given.decided != kNever;
      const bool granted = decided && given.outcome == FinalOutcome::granted;
      draws.in_hand_day.push_back(granted ? given.decided : kNever);
      draws.outcome.push_back(decided ? given.outcome : FinalOutcome::pending);
      draws.final_day.push_back(given.decided);
      const Stage end = granted ? Stage::in_hand : Stage::refused;
      if (given.decided > 0) draws.stages.push_back({0, given.until_then});
      if (decided) draws.stages.push_back({given.decided, end});
      draws.first_stage.push_back(static_cast<std::uint32_t>(draws.stages.size()));
    }
  }
  check(draws);
  return draws;
}

Simulation simulate_once(const Network& network, const std::vector<Given>& given,
                         std::vector<PolicyTurn> turns) {
  SimulationSettings settings;
  settings.keep_ledger = true;
  settings.traced_replications = 1;
  settings.traced_points.resize(network.points.size());
  std::iota(settings.traced_points.begin(), settings.traced_points.end(), Index{0});
  return simulate(network, given_draws(network, given, std::move(turns)), settings);
}

std::int64_t stock_on(const Network& network, const Simulation& simulation, Index point, Day day) {
  const std::size_t days = static_cast<std::size_t>(network.horizon) + 1;
  return simulation.traced[point * days + static_cast<std::size_t>(day)] / 1'000'000;
}

}  // namespace runout::flow::fixtures
