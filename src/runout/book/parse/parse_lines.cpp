// Calendars, lines, plans, lanes and replenishment.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

Calendar make_calendar(const std::string& name, std::vector<CalendarException> own) {
  Week week = Week::mon_fri;
  std::vector<CalendarException> all;
  if (name == "every-day") week = Week::every_day;
  if (name == "mon-sat") week = Week::mon_sat;
  if (name == "CN") all = chinese_calendar_exceptions();
  all.insert(all.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  return Calendar{name, week, all};
}

/// Fills low and high from typical where they are blank, and reports a wrong order.
struct DayRangeColumns {
  Column low;
  Column typical;
  Column high;
};

struct DayRangeCells {
  std::int32_t low = 0;
  std::int32_t typical = 0;
  std::int32_t high = 0;
};

DayRangeCells read_days(Sheet& sheet, std::size_t row, const DayRangeColumns& columns,
                        std::int32_t when_blank) {
  const auto low = sheet.days(row, columns.low);
  auto typical = sheet.days(row, columns.typical);
  const auto high = sheet.days(row, columns.high);
  if (!typical) typical = low ? low : high;  // holds only: a transit must be given
  DayRangeCells days{typical.value_or(when_blank), typical.value_or(when_blank),
                     typical.value_or(when_blank)};
  if (low) days.low = *low;
  if (high) days.high = *high;
  if (days.low > days.typical) {
    sheet.error(row, columns.low.spec->name, "wrong_order",
                fmt::format("{} is more than {}, the typical days",
                            in_quotes(sheet.cell(row, columns.low)), days.typical));
  }
  if (days.high < days.typical) {
    sheet.error(row, columns.high.spec->name, "wrong_order",
                fmt::format("{} is less than {}, the typical days",
                            in_quotes(sheet.cell(row, columns.high)), days.typical));
  }
  return days;
}

}  // namespace

void parse_calendars(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::calendars);
  const Column calendar = sheet.column("calendar");
  const Column date = sheet.column("date");
  const Column to = sheet.column("to");
  const Column working = sheet.column("working");
  const Column name = sheet.column("name");
  const Column source = sheet.column("source");
  std::map<std::string, std::vector<CalendarException>> exceptions;
  for (const std::string& built_in : built_in_calendar_words()) exceptions[built_in];
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    const std::string own = sheet.code(row, calendar);
    const auto first = sheet.date(row, date);
    const auto last = sheet.date(row, to);
    const std::string worked = sheet.yes_no(row, working);
    CalendarException exception{
        {}, {}, worked == "yes", sheet.text(row, name), sheet.text(row, source)};
    if (!own.empty()) exceptions[own];
    if (!first || own.empty()) continue;
    exception.from = *first;
    exception.to = last.value_or(*first);
    constexpr Days kLongest{3660};
    if (exception.to < exception.from) {
      sheet.error(row, "to", "ends_before_it_begins",
                  fmt::format("'{}' lies before '{}', the first day", to_string(exception.to),
                              to_string(exception.from)));
    } else if (exception.to - exception.from > kLongest) {
      sheet.error(row, "to", "out_of_range",
                  fmt::format("'{}' is more than ten years after '{}'", to_string(exception.to),
                              to_string(exception.from)));
    } else {
      exceptions[own].push_back(std::move(exception));
    }
  }
  sheet.check_keys();
  for (auto& [own, list] : exceptions) {
    parsing.records.calendars.emplace(own, make_calendar(own, std::move(list)));
  }
}

void parse_lines(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::lines);
  const Column line = sheet.column("line");
  const Column item = sheet.column("item");
  const Column site = sheet.column("site");
  const Column units_per_day = sheet.column("units_per_day");
  const Column calendar = sheet.column("calendar");
  const Column contribution = sheet.column("contribution_per_unit");
  const Column currency = sheet.column("currency");
  const Column stop_cost = sheet.column("stop_cost_per_day");
  const Column priority = sheet.column("priority");
  const Column catch_up = sheet.column("catch_up_per_day");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Line& record = parsing.records.lines.emplace_back();
    record.line_number = sheet.line(row);
    record.line = sheet.code(row, line);
    record.item = ItemId{sheet.reference(row, item, parsing.items).value_or(0)};
    record.site = SiteId{sheet.reference(row, site, parsing.sites).value_or(0)};
    record.units_per_day = sheet.whole(row, units_per_day).value_or(0);
    if (sheet.reference(row, calendar, parsing.calendars)) {
      record.calendar = sheet.cell(row, calendar);
    }
    record.currency = sheet.text(row, currency);
    record.contribution_per_unit =
        Money{sheet.decimal(row, contribution).value_or(0), record.currency};
    record.stop_cost_per_day = Money{sheet.decimal(row, stop_cost).value_or(0), record.currency};
    record.priority = sheet.whole(row, priority).value_or(1);
    record.catch_up_per_day = sheet.whole(row, catch_up).value_or(0);
  }
  sheet.check_keys();
}

void parse_plan(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::plan);
  const Column line = sheet.column("line");
  const Column item = sheet.column("item");
  const Column from = sheet.column("from");
  const Column to = sheet.column("to");
  const Column units_per_day = sheet.column("units_per_day");
  std::vector<std::pair<std::string, std::size_t>> made;
  made.reserve(parsing.records.lines.size());
  for (const Line& record : parsing.records.lines) {
    made.emplace_back(record.line, record.item.index());
  }
  std::ranges::sort(made);
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    PlanRow& record = parsing.records.plan.emplace_back();
    record.line_number = sheet.line(row);
    const auto known_line = sheet.reference(row, line, parsing.lines);
    const auto known_item = sheet.reference(row, item, parsing.items);
    record.line = sheet.cell(row, line);
    record.item = ItemId{known_item.value_or(0)};
    const auto first = sheet.date(row, from);
    const auto last = sheet.date(row, to);
    record.units_per_day = sheet.whole(row, units_per_day).value_or(0);
    record.from = first.value_or(Date{});
    record.to = last.value_or(record.from);
    if (known_line && known_item &&
        !std::ranges::binary_search(made, std::pair{record.line, *known_item})) {
      sheet.error(row, "item", "unknown_reference",
                  fmt::format("line {} does not make {}", in_quotes(record.line),
                              in_quotes(sheet.cell(row, item))),
                  "lines.csv has one row for each item of a line");
    }
    if (first && last && *last < *first) {
      sheet.error(
          row, "to", "ends_before_it_begins",
          fmt::format("'{}' lies before '{}', the first day", to_string(*last), to_string(*first)));
    }
  }
  sheet.check_keys();
}

void parse_lanes(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::lanes);
  const Column lane = sheet.column("lane");
  const Column origin = sheet.column("origin");
  const Column destination = sheet.column("destination");
  const Column mode = sheet.column("mode");
  const DayRangeColumns transit{sheet.column("transit_low"), sheet.column("transit_typical"),
                                sheet.column("transit_high")};
  const Column via = sheet.column("via");
  const Column cost = sheet.column("cost_per_unit");
  const Column hold_p = sheet.column("hold_p");
  const DayRangeColumns hold{sheet.column("hold_low"), sheet.column("hold_typical"),
                             sheet.column("hold_high")};
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Lane& record = parsing.records.lanes.emplace_back();
    record.line = sheet.line(row);
    record.lane = sheet.code(row, lane);
    record.origin = SiteId{sheet.reference(row, origin, parsing.sites).value_or(0)};
    record.destination = SiteId{sheet.reference(row, destination, parsing.sites).value_or(0)};
    record.mode = sheet.text(row, mode);
    const DayRangeCells travel = read_days(sheet, row, transit, 1);
    record.transit_low = travel.low;
    record.transit_typical = travel.typical;
    record.transit_high = travel.high;
    record.via = sheet.text(row, via);
    static_cast<void>(sheet.decimal(row, cost));  // read for its faults: plans will use it
    record.hold_p = as_decimal<RatioTag>(sheet.decimal(row, hold_p)).value_or(Ratio{});
    const DayRangeCells held = read_days(sheet, row, hold, 0);
    record.hold_low = held.low;
    record.hold_typical = held.typical;
    record.hold_high = held.high;
    if (record.hold_p.millionths() > 0 && record.hold_high == 0) {
      sheet.warn(row, "hold_typical", "hold_without_days",
                 "is empty, so an inspection takes no time", "say how many days it takes");
    }
  }
  sheet.check_keys();
}

void parse_replenishment(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::replenishment);
  const Column item = sheet.column("item");
  const Column site = sheet.column("site");
  const Column lane = sheet.column("lane");
  const Column policy = sheet.column("policy");
  const Column level = sheet.column("level");
  const Column share = sheet.column("share");
  const Column lot = sheet.column("lot");
  const Column needs_licence = sheet.column("needs_licence");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    Replenishment& record = parsing.records.replenishment.emplace_back();
    record.line = sheet.line(row);
    const auto known_site = sheet.reference(row, site, parsing.sites);
    const auto known_lane = sheet.reference(row, lane, parsing.lanes);
    record.item = ItemId{sheet.reference(row, item, parsing.items).value_or(0)};
    record.site = SiteId{known_site.value_or(0)};
    record.lane = LaneId{known_lane.value_or(0)};
    const std::string kind = sheet.word(row, policy);
    record.policy = kind == "pass-on" ? PolicyKind::pass_on : PolicyKind::order_up_to;
    record.level = as_decimal<QuantityTag>(sheet.decimal(row, level));
    record.share =
        as_decimal<RatioTag>(sheet.decimal(row, share)).value_or(Ratio::from_millionths(kMillion));
    record.lot = as_decimal<QuantityTag>(sheet.decimal(row, lot));
    record.needs_licence = sheet.yes_no(row, needs_licence) == "yes";
    if (kind == "order-up-to" && sheet.cell(row, level).empty()) {
      sheet.error(row, "level", "missing", "is empty", "order-up-to needs a level");
    }
    if (!known_site || !known_lane || *known_lane >= parsing.records.lanes.size()) continue;
    const Lane& way = parsing.records.lanes[*known_lane];
    if (way.destination != record.site) {
      sheet.error(row, "lane", "wrong_lane",
                  fmt::format("{} does not lead to {}", in_quotes(way.lane),
                              in_quotes(sheet.cell(row, site))));
    }
  }
  sheet.check_keys();
}

}  // namespace runout::book
