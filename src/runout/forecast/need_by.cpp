#include "runout/forecast/need_by.h"

#include <algorithm>

#include "runout/forecast/build_context.h"
#include "runout/forecast/licence_cover.h"

namespace runout::forecast {
namespace {

/// The day on which a consignment could leave if its licence were in hand on `licensed`.
Day first_departure(const flow::Network& network, const flow::Consignment& consignment,
                    Day licensed) {
  const Day free = std::max({1, consignment.ready, licensed + consignment.days_after_licence});
  if (free > network.horizon) return kNever;
  if (!consignment.departs_on) return free;
  return network.calendars[*consignment.departs_on].next[static_cast<std::size_t>(free)];
}

/// Days 0..horizon for the licence, each the first of those that let all go on the same days.
/// `representative` [horizon + 1] is the place in the list that speaks for the day.
std::vector<Day> find_distinct_days(const flow::Network& network, std::size_t application,
                                    std::vector<std::size_t>& representative) {
  std::vector<Day> days;
  std::vector<Day> before;
  std::vector<Day> departures;
  for (Day day = 0; day <= network.horizon; ++day) {
    departures.clear();
    for (const flow::Consignment& consignment : network.consignments) {
      if (waits_for(consignment, application)) {
        departures.push_back(first_departure(network, consignment, day));
      }
    }
    if (day == 0 || departures != before) days.push_back(day);
    representative.push_back(days.size() - 1);
    before = departures;
  }
  return days;
}

/// Futures in which everything is granted on the as-of day, and the application on days[i].
Draws grant_on(const std::vector<Standing>& standings, const flow::Network& network,
               std::size_t application, const std::vector<Day>& days) {
  DrawsWriter writer{days.size(), standings.size()};
  for (const Day day : days) {
    for (std::size_t row = 0; row < standings.size(); ++row) {
      const Standing& standing = standings[row];
      writer.append(standing.is_open ? decide_on(standing.stage, row == application ? day : 0,
                                                 FinalOutcome::granted)
                                     : standing.decided);
    }
  }
  Draws draws = writer.finish();
  draws.policies = network.policies.size();
  draws.turns_per_policy = draws.policies == 0 ? 0 : 1;
  draws.turns.assign(draws.replications * draws.policies * draws.turns_per_policy,
                     PolicyTurn{0, 0, FinalOutcome::granted});
  return draws;
}

LatestDay find_latest_day(const flow::Network& network, const std::vector<Standing>& standings,
                          const std::vector<flow::LineOutcome>& base, std::size_t application,
                          unsigned threads) {
  std::vector<std::size_t> representative;
  const std::vector<Day> days = find_distinct_days(network, application, representative);
  flow::SimulationSettings settings;
  settings.transit = flow::TransitMode::typical;
  settings.threads = threads;
  const flow::Simulation simulation =
      flow::simulate(network, grant_on(standings, network, application, days), settings);

  const std::size_t lines = base.size();
  const auto is_harmed = [&](std::size_t run, std::size_t line) {
    return simulation.lines[run * lines + line].run_out < base[line].run_out;
  };
  // From the end: the latest day without harm, once some day has harm at all.
  const auto find_latest = [&](const auto& harms_on) -> std::optional<Day> {
    std::optional<Day> latest;
    bool harms = false;
    for (Day day = 0; day <= network.horizon; ++day) {
      if (harms_on(representative[static_cast<std::size_t>(day)])) {
        harms = true;
      } else {
        latest = day;
      }
    }
    if (!harms) return std::nullopt;
    return latest.value_or(0);
  };

  LatestDay found;
  found.all_lines = find_latest([&](std::size_t run) {
    for (std::size_t line = 0; line < lines; ++line) {
      if (is_harmed(run, line)) return true;
    }
    return false;
  });
  for (std::size_t line = 0; line < lines; ++line) {
    found.by_line.push_back(find_latest([&](std::size_t run) { return is_harmed(run, line); }));
  }
  return found;
}

}  // namespace

bool waits_for(const flow::Consignment& consignment, std::size_t application) {
  return !consignment.under_way &&
         std::ranges::any_of(consignment.needs, [&](const flow::LicenceNeed& need) {
           return need.application == application;
         });
}

std::optional<flow::Network> take_fastest_lanes(const book::Snapshot& snapshot,
                                                const BuiltNetwork& built,
                                                std::size_t application) {
  const book::Records& records = snapshot.records;
  const std::string& mode = records.applications[application].mode;
  std::optional<flow::Network> changed;
  for (std::size_t i = 0; i < built.network.consignments.size(); ++i) {
    const flow::Consignment& consignment = built.network.consignments[i];
    if (!waits_for(consignment, application)) continue;
    const book::Order& order = records.orders[built.order_rows[i]];
    const bool booked_is_allowed =
        order.lane ? allows_mode(mode, records.lanes[order.lane->index()].mode) : mode.empty();
    std::optional<std::size_t> fastest;
    for (std::size_t lane = 0; lane < records.lanes.size(); ++lane) {
      const book::Lane& row = records.lanes[lane];
      if (row.origin != order.supplier_site || row.destination != order.destination_site ||
          !allows_mode(mode, row.mode)) {
        continue;
      }
      if (!fastest || row.transit_typical < records.lanes[*fastest].transit_typical) {
        fastest = lane;
      }
    }
    if (!fastest) continue;
    const flow::Transit transit = transit_of(records, LaneId{*fastest});
    if (booked_is_allowed && transit.typical >= consignment.transit.typical) continue;
    if (!changed) changed = built.network;
    flow::Consignment& faster = changed->consignments[i];
    faster.transit = transit;
    if (booked_is_allowed) continue;
    for (flow::LicenceNeed& need : faster.needs) {
      if (need.application == application && need.licences.empty()) need.has_rows = false;
    }
  }
  return changed;
}

NeedBy find_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                    const std::vector<Standing>& standings,
                    const std::vector<flow::LineOutcome>& base, std::size_t application,
                    unsigned threads) {
  NeedBy found;
  const bool is_awaited = std::ranges::any_of(
      built.network.consignments,
      [&](const flow::Consignment& consignment) { return waits_for(consignment, application); });
  if (!is_awaited) {
    found.booked.by_line.resize(base.size());
    found.fastest.by_line.resize(base.size());
    return found;
  }
  found.booked = find_latest_day(built.network, standings, base, application, threads);
  const auto fast = take_fastest_lanes(snapshot, built, application);
  found.fastest =
      fast ? find_latest_day(*fast, standings, base, application, threads) : found.booked;
  return found;
}

}  // namespace runout::forecast
