#include "runout/forecast/need_by.h"

#include <algorithm>

#include "runout/forecast/build_context.h"
#include "runout/forecast/certain_runs.h"
#include "runout/forecast/licence_cover.h"
#include "runout/forecast/reach.h"

namespace runout::forecast {

namespace {

/// Whether what else the order needs lets it go over a lane of that mode: the modes of its other
/// applications, and of their rows of licences.csv where there are any.
bool others_allow(const book::Records& records, const book::Order& order, std::size_t application,
                  std::string_view lane_mode) {
  return std::ranges::all_of(order.applications, [&](ApplicationId other) {
    if (other.index() == application) return true;
    if (!allows_mode(records.applications[other.index()].mode, lane_mode)) return false;
    bool has_rows = false;
    for (const book::Licence& licence : records.licences) {
      if (licence.application != other) continue;
      if (allows_mode(licence.mode, lane_mode)) return true;
      has_rows = true;
    }
    return !has_rows;
  });
}

}  // namespace

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
          !allows_mode(mode, row.mode) || !others_allow(records, order, application, row.mode)) {
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

flow::Network let_all_fly(const book::Snapshot& snapshot, const BuiltNetwork& built) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  const book::Records& records = snapshot.records;
  flow::Network network = built.network;
  for (std::size_t i = 0; i < network.consignments.size(); ++i) {
    flow::Consignment& consignment = network.consignments[i];
    if (consignment.under_way) continue;
    const book::Order& order = records.orders[built.order_rows[i]];
    for (std::size_t lane = 0; lane < records.lanes.size(); ++lane) {
      const book::Lane& row = records.lanes[lane];
      if (row.origin != order.supplier_site || row.destination != order.destination_site ||
          row.transit_typical >= consignment.transit.typical ||
          !others_allow(records, order, kNone, row.mode)) {
        continue;
      }
      consignment.transit = transit_of(records, LaneId{lane});
    }
  }
  return network;
}

NeedBy find_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                    const std::vector<Standing>& standings,
                    const std::vector<flow::LineOutcome>& base, std::size_t application) {
  NeedBy found;
  found.booked = find_latest_day(built.network, standings, base, application);
  const auto fast = take_fastest_lanes(snapshot, built, application);
  found.fastest = fast ? find_latest_day(*fast, standings, base, application) : found.booked;
  return found;
}

std::vector<std::optional<Day>> find_relief(const book::Snapshot& snapshot,
                                            const BuiltNetwork& built,
                                            const std::vector<Standing>& standings,
                                            const std::vector<flow::LineOutcome>& secured,
                                            std::size_t row) {
  const bool is_in_book = row < snapshot.records.applications.size();
  const auto fast = is_in_book ? take_fastest_lanes(snapshot, built, row) : std::nullopt;
  const flow::Network network = restrict_supply(fast ? *fast : built.network, Supply::secured);
  const auto today = grant_today(network, standings, row, OpenCases::never);
  std::vector<std::optional<Day>> relief(secured.size());
  std::vector<flow::LineOutcome> kept = secured;
  bool helps = false;
  for (std::size_t line = 0; line < secured.size(); ++line) {
    const Day short_on = secured[line].run_out;
    const bool helps_this = short_on != kNever && today[line].run_out > short_on;
    kept[line].run_out = helps_this ? short_on + 1 : 0;  // Before day 0 nothing is short.
    helps = helps || helps_this;
  }
  if (!helps) return relief;
  const LatestDay latest = find_latest_day(network, standings, kept, row, OpenCases::never);
  for (std::size_t line = 0; line < secured.size(); ++line) {
    if (kept[line].run_out > 0) relief[line] = latest.by_line[line];
  }
  return relief;
}

}  // namespace runout::forecast
