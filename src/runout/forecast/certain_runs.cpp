#include "runout/forecast/certain_runs.h"

#include <algorithm>

#include "runout/flow/free_days.h"
#include "runout/flow/transit.h"

namespace runout::forecast {

flow::Network restrict_supply(const flow::Network& network, Supply supply) {
  flow::Network restricted = network;
  switch (supply) {
    case Supply::stock_only:
      restricted.consignments.clear();
      restricted.policies.clear();
      break;
    case Supply::on_the_way:
      std::erase_if(restricted.consignments,
                    [](const flow::Consignment& c) { return !c.under_way; });
      restricted.policies.clear();
      break;
    case Supply::secured:
      // Consignments that wait for an open case stay and never get it.
      std::erase_if(restricted.policies, &flow::Policy::needs_licence);
      break;
    case Supply::if_granted_today:
      break;
  }
  return restricted;
}

std::vector<flow::LineOutcome> run_certain(const flow::Network& network,
                                           const std::vector<Standing>& standings, Supply supply) {
  const flow::Network restricted = restrict_supply(network, supply);
  const OpenCases open_cases =
      supply == Supply::if_granted_today ? OpenCases::granted_today : OpenCases::never;
  flow::SimulationSettings settings;
  settings.transit = flow::TransitMode::typical;
  return flow::simulate(restricted, make_certain_draws(standings, restricted, open_cases), settings)
      .lines;
}

CertainRuns run_all_certain(const BuiltNetwork& built, const flow::Network& flying,
                            const std::vector<Standing>& standings) {
  const auto run = [&](Supply supply) { return run_certain(built.network, standings, supply); };
  return {run(Supply::stock_only), run(Supply::on_the_way), run(Supply::secured),
          run(Supply::if_granted_today), run_certain(flying, standings, Supply::secured)};
}

std::optional<Date> date_of(Day day, Date as_of) {
  if (day == kNever) return std::nullopt;
  return as_of + Days{day};
}

namespace {

bool uses_point(const flow::Requirement& requirement, flow::Index point) {
  return std::ranges::any_of(requirement.alternatives,
                             [&](const flow::ComponentUse& use) { return use.point == point; });
}

/// Points that the line takes components from within the horizon, each once.
std::vector<flow::Index> find_component_points(const flow::Network& network, flow::Index line) {
  std::vector<flow::Index> points;
  for (const flow::Index task : network.lines[line].tasks) {
    for (const flow::Requirement& requirement : network.tasks[task].requirements) {
      for (const flow::ComponentUse& use : requirement.alternatives) {
        if (use.in_force.last < 1 || use.in_force.first > network.horizon) continue;
        if (std::ranges::find(points, use.point) == points.end()) points.push_back(use.point);
      }
    }
  }
  return points;
}

/// Whether goods can leave under this need at all, on a day or later: it is granted or may yet be,
/// and where rows of licences.csv govern, one of them has something left and has not ended by then.
bool may_let_go(const flow::Network& network, const std::vector<Standing>& standings,
                const flow::LicenceNeed& need, Day day) {
  if (std::ranges::none_of(need.needed, [&](const auto& days) { return days.contains(day); })) {
    return true;
  }
  const Standing& standing = standings[need.application];
  if (!standing.is_open && standing.decided.outcome != FinalOutcome::granted) return false;
  return !need.has_rows || std::ranges::any_of(need.licences, [&](const flow::LicenceUse& use) {
    const flow::Licence& licence = network.licences[use.licence];
    return licence.usable && licence.valid.last >= day && licence.left != 0 &&
           licence.shipments_left != 0;
  });
}

/// When a consignment is planned to leave, as if licences that are not in hand were.
Day find_departure(const flow::Network& network, const std::vector<Standing>& standings,
                   const flow::Consignment& consignment) {
  Day free = flow::ready_day(consignment);
  for (const flow::LicenceNeed& need : consignment.needs) {
    const Standing& standing = standings[need.application];
    const Day in_hand = standing.is_open ? 0 : std::min(0, standing.decided.final_day);
    free = std::max(free, in_hand + consignment.days_after_licence);
  }
  return free == kNever ? kNever : flow::working_day(network, consignment.departs_on, free);
}

/// When consignments to a point that can still come are planned to arrive first, as if licences
/// that are not in hand were.
Day find_next_arrival(const flow::Network& network, const std::vector<Standing>& standings,
                      flow::Index point) {
  Day next = kNever;
  for (const flow::Consignment& consignment : network.consignments) {
    if (consignment.to != point) continue;
    const bool may_come =
        consignment.under_way || std::ranges::all_of(consignment.needs, [&](const auto& need) {
          return may_let_go(network, standings, need, std::max(1, consignment.ready));
        });
    if (!may_come) continue;
    const flow::JourneyKey key{};  // Nothing is drawn where all days are typical.
    constexpr auto kTypical = flow::TransitMode::typical;
    const flow::TransitLaw law{consignment.transit, kTypical};
    const flow::Journey journey =
        consignment.under_way
            ? flow::continue_journey(*consignment.under_way, law, kTypical, key)
            : flow::depart_on(find_departure(network, standings, consignment), law, kTypical, key);
    next = std::min(next, flow::working_day(network, consignment.received_on, journey.arrives));
  }
  return next <= network.horizon ? next : kNever;
}

}  // namespace

std::vector<ComponentOutlook> find_component_outlooks(const BuiltNetwork& built,
                                                      const std::vector<Standing>& standings,
                                                      flow::Index line, Date as_of) {
  std::vector<ComponentOutlook> outlooks;
  for (const flow::Index point : find_component_points(built.network, line)) {
    flow::Network alone = built.network;
    for (const flow::Index task : alone.lines[line].tasks) {
      std::erase_if(alone.tasks[task].requirements, [&](const flow::Requirement& requirement) {
        return !uses_point(requirement, point);
      });
    }
    const Day run_out = run_certain(alone, standings, Supply::secured)[line].run_out;
    ComponentOutlook outlook;
    outlook.item = built.network.points[point].item;
    if (run_out != kNever) outlook.secured_until = as_of + Days{run_out - 1};
    outlook.next_arrival = date_of(find_next_arrival(built.network, standings, point), as_of);
    outlooks.push_back(std::move(outlook));
  }
  return outlooks;
}

}  // namespace runout::forecast
