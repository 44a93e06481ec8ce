#include "runout/forecast/certain_runs.h"

#include <algorithm>
#include <iterator>

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

/// When a consignment that can still come is planned to arrive, as if licences that are not in hand
/// were; kNever: it cannot.
Day find_arrival(const flow::Network& network, const std::vector<Standing>& standings,
                 const flow::Consignment& consignment) {
  const bool may_come =
      consignment.under_way || std::ranges::all_of(consignment.needs, [&](const auto& need) {
        return may_let_go(network, standings, need, std::max(1, consignment.ready));
      });
  if (!may_come) return kNever;
  const flow::JourneyKey key{};  // Nothing is drawn where all days are typical.
  constexpr auto kTypical = flow::TransitMode::typical;
  const flow::TransitLaw law{consignment.transit, kTypical};
  const flow::Journey journey =
      consignment.under_way
          ? flow::continue_journey(*consignment.under_way, law, kTypical, key)
          : flow::depart_on(find_departure(network, standings, consignment), law, kTypical, key);
  return flow::working_day(network, consignment.received_on, journey.arrives);
}

}  // namespace

ComponentOutlooks::ComponentOutlooks(const BuiltNetwork& built,
                                     const std::vector<Standing>& standings, Date as_of)
    : network_{built.network},
      as_of_{as_of},
      secured_{restrict_supply(built.network, Supply::secured)},
      sections_{secured_, standings},
      next_arrival_(built.network.points.size(), kNever) {
  for (const flow::Consignment& consignment : network_.consignments) {
    Day& next = next_arrival_[consignment.to];
    next = std::min(next, find_arrival(network_, standings, consignment));
  }
}

std::vector<ComponentOutlook> ComponentOutlooks::of(flow::Index line) const {
  Section section = sections_.around_line(line);
  section.renumber(section.network);
  std::vector<ComponentOutlook> outlooks;
  for (const flow::Index point : find_component_points(network_, line)) {
    const Day run_out = sections_.matters(point) ? run_alone(section, line, point) : kNever;
    const Day next = next_arrival_[point];
    ComponentOutlook outlook;
    outlook.item = network_.points[point].item;
    if (run_out != kNever) outlook.secured_until = as_of_ + Days{run_out - 1};
    outlook.next_arrival = date_of(next <= network_.horizon ? next : kNever, as_of_);
    outlooks.push_back(std::move(outlook));
  }
  return outlooks;
}

/// The line's run-out if it took nothing else than what is there.
Day ComponentOutlooks::run_alone(const Section& section, flow::Index line,
                                 flow::Index point) const {
  const auto own_line = std::ranges::find(section.lines, line) - section.lines.begin();
  const auto own_point = std::ranges::find(section.points, point) - section.points.begin();
  if (own_line == std::ssize(section.lines)) return kNever;
  flow::Network alone = section.network;
  for (const flow::Index task : alone.lines[static_cast<std::size_t>(own_line)].tasks) {
    std::erase_if(alone.tasks[task].requirements, [&](const flow::Requirement& requirement) {
      return !uses_point(requirement, static_cast<flow::Index>(own_point));
    });
  }
  // What this leaves of the section that matters to the line is often next to nothing.
  const Section own =
      Sections{alone, section.standings}.around_line(static_cast<flow::Index>(own_line));
  if (own.lines.empty()) return kNever;
  flow::Network network = own.network;
  own.renumber(network);
  const auto outcomes = run_certain(network, own.standings, Supply::secured);
  return outcomes[static_cast<std::size_t>(std::ranges::find(own.lines, own_line) -
                                           own.lines.begin())]
      .run_out;
}

}  // namespace runout::forecast
