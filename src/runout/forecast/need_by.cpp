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
                                                const flow::Network& network,
                                                const std::vector<std::size_t>& order_rows,
                                                std::size_t application) {
  const book::Records& records = snapshot.records;
  const std::string& mode = records.applications[application].mode;
  std::optional<flow::Network> changed;
  for (std::size_t i = 0; i < network.consignments.size(); ++i) {
    const flow::Consignment& consignment = network.consignments[i];
    if (!waits_for(consignment, application)) continue;
    const book::Order& order = records.orders[order_rows[i]];
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
    if (!changed) changed = network;
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

namespace {

/// The consignments' rows of the book.
std::vector<std::size_t> find_order_rows(const BuiltNetwork& built, const Section& section) {
  std::vector<std::size_t> rows;
  rows.reserve(section.consignments.size());
  for (const std::size_t row : section.consignments) rows.push_back(built.order_rows[row]);
  return rows;
}

/// Outcomes of the section's lines among those of all.
std::vector<flow::LineOutcome> pick(const std::vector<flow::LineOutcome>& all,
                                    const Section& section) {
  std::vector<flow::LineOutcome> own;
  own.reserve(section.lines.size());
  for (const flow::Index line : section.lines) own.push_back(all[line]);
  return own;
}

/// Days of the section's lines among those of all.
std::vector<std::optional<Day>> spread(const std::vector<std::optional<Day>>& own,
                                       const Section& section, std::size_t lines) {
  std::vector<std::optional<Day>> all(lines);
  for (std::size_t line = 0; line < own.size(); ++line) all[section.lines[line]] = own[line];
  return all;
}

}  // namespace

NeedBy find_need_by(const book::Snapshot& snapshot, const BuiltNetwork& built,
                    const Sections& sections, const std::vector<flow::LineOutcome>& base,
                    std::size_t application) {
  NeedBy found;
  Section section = sections.around(application);
  if (section.lines.empty()) {
    found.booked.by_line.resize(base.size());
    found.fastest = found.booked;
    return found;
  }
  const std::vector<flow::LineOutcome> own_base = pick(base, section);
  const auto find = [&](flow::Network& network) {
    section.renumber(network);
    LatestDay latest =
        find_latest_day(network, section.standings, own_base, section.own(application));
    latest.by_line = spread(latest.by_line, section, base.size());
    return latest;
  };
  auto fast =
      take_fastest_lanes(snapshot, section.network, find_order_rows(built, section), application);
  found.booked = find(section.network);
  found.fastest = fast ? find(*fast) : found.booked;
  return found;
}

std::vector<std::optional<Day>> find_relief(const book::Snapshot& snapshot,
                                            const BuiltNetwork& built, const Sections& sections,
                                            const std::vector<flow::LineOutcome>& secured,
                                            std::size_t row) {
  std::vector<std::optional<Day>> nothing(secured.size());
  const Section section = sections.around(row);
  if (section.lines.empty()) return nothing;
  const bool is_in_book = row < snapshot.records.applications.size();
  const auto fast = is_in_book ? take_fastest_lanes(snapshot, section.network,
                                                    find_order_rows(built, section), row)
                               : std::nullopt;
  flow::Network network = restrict_supply(fast ? *fast : section.network, Supply::secured);
  section.renumber(network);
  const std::size_t own = section.own(row);
  const auto today = grant_today(network, section.standings, own, OpenCases::never);
  std::vector<flow::LineOutcome> kept = pick(secured, section);
  bool helps = false;
  for (std::size_t line = 0; line < kept.size(); ++line) {
    const Day short_on = kept[line].run_out;
    const bool helps_this = short_on != kNever && today[line].run_out > short_on;
    kept[line].run_out = helps_this ? short_on + 1 : 0;  // Before day 0 nothing is short.
    helps = helps || helps_this;
  }
  if (!helps) return nothing;
  const LatestDay latest = find_latest_day(network, section.standings, kept, own, OpenCases::never);
  std::vector<std::optional<Day>> relief(kept.size());
  for (std::size_t line = 0; line < kept.size(); ++line) {
    if (kept[line].run_out > 0) relief[line] = latest.by_line[line];
  }
  return spread(relief, section, secured.size());
}

}  // namespace runout::forecast
