#include "runout/forecast/build_network.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/forecast/build_context.h"

namespace runout::forecast {

Day BuildContext::day_of(Date date) const {
  return static_cast<Day>((date - snapshot.as_of).count());
}

flow::Index BuildContext::point(ItemId item, SiteId site) {
  std::vector<flow::StockPoint>& all = built.network.points;
  const auto [found, is_new] =
      points.try_emplace({item.index(), site.index()}, static_cast<flow::Index>(all.size()));
  if (is_new) {
    flow::StockPoint made;
    made.item = records.items[item.index()].item;
    made.site = records.sites[site.index()].site;
    made.control_unknown = is_control_unknown(records.items[item.index()]);
    all.push_back(std::move(made));
  }
  return found->second;
}

std::optional<flow::Index> BuildContext::working_days(const std::string& calendar) {
  if (calendar.empty()) return std::nullopt;
  std::vector<flow::WorkingDays>& all = built.network.calendars;
  const auto [found, is_new] =
      calendars.try_emplace(calendar, static_cast<flow::Index>(all.size()));
  if (is_new) {
    const Calendar& days = records.calendar(calendar);
    flow::WorkingDays made;
    made.next.assign(static_cast<std::size_t>(horizon) + 1, kNever);
    Day next = kNever;
    for (Day day = horizon; day >= 0; --day) {
      if (days.is_working(snapshot.as_of + Days{day})) next = day;
      made.next[static_cast<std::size_t>(day)] = next;
    }
    all.push_back(std::move(made));
  }
  return found->second;
}

void BuildContext::warn(std::string code, book::File file, std::size_t row, std::string column,
                        std::string message, std::string help) {
  Diagnostic warning{Severity::warning, std::move(code),    records.name_of(file), row,
                     std::move(column), std::move(message), std::move(help)};
  const std::tuple place{warning.row, warning.file, warning.code};
  if (said_by_book.contains(place)) return;
  std::vector<std::size_t>& same = warned[place];
  if (std::ranges::any_of(same, [&](std::size_t i) { return built.warnings[i] == warning; }))
    return;
  same.push_back(built.warnings.size());
  built.warnings.push_back(std::move(warning));
}

void BuildContext::add_unknown(std::string what, book::File file, std::size_t row,
                               std::string message, std::string item) {
  built.unknown.push_back(
      {std::move(what), place_of(records, file, row), std::move(message), std::move(item)});
}

std::string place_of(const book::Records& records, book::File file, std::size_t row) {
  const std::string name = records.name_of(file);
  return row == 0 ? name : fmt::format("{}:{}", name, row);
}

bool is_control_unknown(const book::Item& item) {
  return item.control_status == book::ControlStatus::unknown ||
         item.control_status == book::ControlStatus::asked;
}

bool has_limited_stock(const book::Site& site) { return site.kind != book::SiteKind::supplier; }

flow::Transit transit_of(const book::Records& records, std::optional<LaneId> lane) {
  flow::Transit transit;
  if (!lane) return transit;
  const book::Lane& row = records.lanes[lane->index()];
  transit.low = std::max(1, row.transit_low);
  transit.typical = std::max(transit.low, row.transit_typical);
  transit.high = std::max(transit.typical, row.transit_high);
  transit.hold_p = row.hold_p.value();
  transit.hold_low = row.hold_low;
  transit.hold_typical = std::max(row.hold_low, row.hold_typical);
  transit.hold_high = std::max(transit.hold_typical, row.hold_high);
  return transit;
}

BuiltNetwork build_network(const book::Snapshot& snapshot, const NetworkRequest& request) {
  BuiltNetwork built;
  BuildContext context{
      snapshot, snapshot.records, request.horizon, request.unknown_items, built, {}, {}, {}, {}};
  for (const Diagnostic& said : snapshot.warnings) {
    context.said_by_book.emplace(said.row, said.file, said.code);
  }
  built.network.horizon = request.horizon;
  add_lines(context);
  add_licences(context);
  add_consignments(context);
  add_policies(context);
  add_stock(context);
  add_unknowns(context);
  built.network.applications = snapshot.records.applications.size() + built.new_cases.size();
  return built;
}

}  // namespace runout::forecast
