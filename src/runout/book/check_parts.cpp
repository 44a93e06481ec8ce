// Checks of items, lines and stock.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/book/checks.h"

namespace runout::book {
namespace {

/// The components of each item, by row of items.csv.
std::vector<std::vector<std::size_t>> components_by_parent(const Records& records) {
  std::vector<std::vector<std::size_t>> components(records.items.size());
  for (const Component& row : records.bom) {
    components[row.parent.index()].push_back(row.component.index());
  }
  return components;
}

/// What lines make, and everything that goes into it.
std::vector<char> items_in_use(const Records& records) {
  const auto components = components_by_parent(records);
  std::vector<char> in_use(records.items.size(), 0);
  std::vector<std::size_t> open;
  open.reserve(records.lines.size());
  for (const Line& line : records.lines) open.push_back(line.item.index());
  while (!open.empty()) {
    const std::size_t item = open.back();
    open.pop_back();
    if (in_use[item] != 0) continue;
    in_use[item] = 1;
    open.insert(open.end(), components[item].begin(), components[item].end());
  }
  return in_use;
}

/// Working days of the first line that uses stock at each site; Monday to Friday where there is
/// none.
std::vector<const Calendar*> calendars_by_site(const Records& records) {
  std::vector<const Calendar*> calendars(records.sites.size(), &records.calendar("mon-fri"));
  for (std::size_t row = records.lines.size(); row-- > 0;) {
    const Line& line = records.lines[row];
    calendars[line.site.index()] = &records.calendar(line.calendar);
  }
  return calendars;
}

/// True when a row of lines.csv is to make anything.
bool has_demand(const Records& records, const Line& line) {
  return line.units_per_day > 0 || std::ranges::any_of(records.plan, [&](const PlanRow& plan) {
           return plan.units_per_day > 0 && plan.line == line.line && plan.item == line.item;
         });
}

/// Components that lines are to use and of which nothing is counted at their site. Of the
/// alternatives of a choice one that is counted is enough.
void check_counted(Checks& checks) {
  const Records& records = checks.snapshot.records;
  std::set<std::pair<SiteId, ItemId>> counted;
  for (const Stock& stock : records.stock) counted.insert({stock.site, stock.item});
  std::vector<std::vector<const Component*>> components(records.items.size());
  for (const Component& row : records.bom) {
    if (row.to && *row.to <= checks.snapshot.as_of) continue;
    components[row.parent.index()].push_back(&row);
  }
  std::set<std::pair<SiteId, ItemId>> told;
  for (const Line& line : records.lines) {
    const auto& used = components[line.item.index()];
    if (used.empty() || !has_demand(records, line)) continue;
    const auto is_counted = [&](const Component* row) {
      return counted.contains({line.site, row->component});
    };
    for (const Component* row : used) {
      const bool is_met =
          is_counted(row) ||
          (!row->choice.empty() && std::ranges::any_of(used, [&](const Component* other) {
            return other->choice == row->choice && is_counted(other);
          }));
      if (is_met) continue;
      if (records.stock.empty()) {
        if (records.names[static_cast<std::size_t>(File::stock)].empty()) return;  // no such file
        checks.warn(File::stock, 0, "", "no_count",
                    fmt::format("nothing is counted by {}: every stock is taken as 0",
                                to_string(checks.snapshot.as_of)),
                    "count what the lines use");
        return;
      }
      if (!told.insert({line.site, row->component}).second) continue;
      checks.warn(File::stock, 0, "", "no_count",
                  fmt::format("no stock of '{}' is counted at '{}', where '{}' uses it: 0 is taken",
                              records.items[row->component.index()].item,
                              records.sites[line.site.index()].site, line.line),
                  "count it, or add a row that says 0");
    }
  }
}

}  // namespace

void check_items(Checks& checks) {
  const Records& records = checks.snapshot.records;
  const std::vector<char> in_use = items_in_use(records);
  std::vector<char> made(records.items.size(), 0);
  for (const Line& line : records.lines) made[line.item.index()] = 1;
  std::vector<char> has_components(records.items.size(), 0);
  for (const Component& row : records.bom) has_components[row.parent.index()] = 1;
  for (std::size_t row = 0; row < records.items.size(); ++row) {
    const Item& item = records.items[row];
    const bool is_open = item.control_status == ControlStatus::unknown ||
                         item.control_status == ControlStatus::asked;
    if (is_open && in_use[row] != 0 && made[row] == 0) {
      checks.warn(
          File::items, item.line, "control_status", "control_status_unknown",
          fmt::format("it is {} whether '{}' is controlled, and a line uses it",
                      item.control_status == ControlStatus::asked ? "asked" : "unknown", item.item),
          "it is taken as free; `--unknown controlled` shows the other reading");
    }
    const bool has_rule = std::ranges::any_of(records.controls, [&](const Control& control) {
      return !item.control_entry.empty() && control.control_entry == item.control_entry;
    });
    if (item.control_status == ControlStatus::controlled && !has_rule) {
      checks.warn(File::items, item.line, "control_entry", "control_without_rule",
                  item.control_entry.empty()
                      ? fmt::format("'{}' is controlled, but no entry says by what", item.item)
                      : fmt::format("no row of controls.csv is about '{}'", item.control_entry),
                  "without a rule only orders that name an application wait for one");
    }
  }
  for (const Line& line : records.lines) {
    if (has_components[line.item.index()] != 0) continue;
    checks.warn(File::lines, line.line_number, "item", "line_without_components",
                fmt::format("'{}' has no bill of materials: line '{}' never falls short",
                            records.items[line.item.index()].item, line.line),
                "add its components to bom.csv");
  }
}

void check_stock(Checks& checks) {
  const Records& records = checks.snapshot.records;
  const Date as_of = checks.snapshot.as_of;
  check_counted(checks);
  const std::vector<const Calendar*> calendars = calendars_by_site(records);
  std::map<std::pair<ItemId, SiteId>, Quantity> usable;
  for (const Stock& stock : records.stock) {
    Quantity& sum = usable[{stock.item, stock.site}];
    sum = sum + stock.on_hand - stock.blocked;
  }
  for (const Stock& stock : records.stock) {
    const std::string& item = records.items[stock.item.index()].item;
    const std::string& site = records.sites[stock.site.index()].site;
    if (stock.counted_on) {
      const std::int64_t days =
          calendars[stock.site.index()]->working_days_between(*stock.counted_on, as_of);
      constexpr std::int64_t kOld = 5;
      if (days >= kOld) {
        checks.warn(File::stock, stock.line, "counted_on", "stock_rolled_forward",
                    fmt::format("'{}' at '{}' was counted {} ago and is rolled forward {}", item,
                                site, count_words(days, "working day"),
                                count_words((as_of - *stock.counted_on).count(), "day")),
                    "count it again");
      }
    }
    const Quantity sum = usable[{stock.item, stock.site}];
    if (stock.min_stock && sum < *stock.min_stock) {
      checks.warn(
          File::stock, stock.line, "min_stock", "below_min_stock",
          fmt::format("'{}' at '{}' has {} usable, less than its minimum of {}", item, site,
                      decimal_text(sum.millionths()), decimal_text(stock.min_stock->millionths())),
          "");
    }
  }
}

}  // namespace runout::book
