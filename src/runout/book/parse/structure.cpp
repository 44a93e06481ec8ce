// Checks across the rows of bom, lines and plan, and of sums that must be held exactly.
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

// Sums of amounts that each just fit need more than 64 bits.
__extension__ using Wide = __int128;

bool overlap(const Component& a, const Component& b) {
  const bool a_is_first = !a.to || !b.from || *b.from <= *a.to;
  const bool b_is_first = !b.to || !a.from || *a.from <= *b.to;
  return a_is_first && b_is_first;
}

/// A component may stand only once among the rows of a parent in force on a day.
void check_components(Parsing& parsing, Sheet& sheet) {
  const auto& bom = parsing.records.bom;
  std::map<std::pair<ItemId, ItemId>, std::vector<std::size_t>> groups;
  const Column from = sheet.column("from");
  std::map<std::pair<std::string, std::pair<ItemId, ItemId>>, std::size_t> keys;
  for (std::size_t row = 0; row < bom.size(); ++row) {
    const std::pair ends{bom[row].parent, bom[row].component};
    // Rows with the same key are reported as such.
    if (!keys.try_emplace({std::string{sheet.cell(row, from)}, ends}, row).second) continue;
    for (const std::size_t earlier : groups[ends]) {
      if (!overlap(bom[earlier], bom[row])) continue;
      sheet.error(row, "component", "component_twice",
                  fmt::format("{} is in force together with row {}",
                              in_quotes(parsing.records.items[bom[row].component.index()].item),
                              bom[earlier].line),
                  "a component may stand only once among the rows of a parent on any day");
      break;
    }
    groups[ends].push_back(row);
  }
}

/// Depth-first search for cycles; each is reported once, at the row that closes it.
class CycleSearch {
 public:
  CycleSearch(const Parsing& parsing, Sheet& sheet) : records_{parsing.records}, sheet_{sheet} {
    rows_.resize(records_.items.size());
    for (std::size_t row = 0; row < records_.bom.size(); ++row) {
      const Component& component = records_.bom[row];
      if (component.parent != component.component) {
        rows_[component.parent.index()].push_back(row);
      }
    }
    marks_.resize(records_.items.size(), Mark::unseen);
  }

  void run() {
    for (std::size_t item = 0; item < marks_.size(); ++item) {
      if (marks_[item] == Mark::unseen) walk(item);
    }
  }

 private:
  enum class Mark : std::uint8_t { unseen, on_path, done };
  struct Step {
    std::size_t item = 0;
    std::size_t next = 0;  ///< position in rows_[item]
  };

  // A loop with its own stack: a book may be deeper than the program's.
  void walk(std::size_t start) {
    std::vector<Step> path{{start, 0}};
    marks_[start] = Mark::on_path;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next == rows_[step.item].size()) {
        marks_[step.item] = Mark::done;
        path.pop_back();
        continue;
      }
      const std::size_t row = rows_[step.item][step.next++];
      const std::size_t used = records_.bom[row].component.index();
      if (marks_[used] == Mark::on_path) report(path, row, used);
      if (marks_[used] != Mark::unseen) continue;
      marks_[used] = Mark::on_path;
      path.push_back({used, 0});
    }
  }

  void report(const std::vector<Step>& path, std::size_t row, std::size_t closing) {
    std::vector<std::string> names;
    bool on_cycle = false;
    for (const Step& step : path) {
      on_cycle = on_cycle || step.item == closing;
      if (on_cycle) names.push_back(records_.items[step.item].item);
    }
    names.push_back(records_.items[closing].item);
    sheet_.error(
        row, "component", "bom_cycle",
        fmt::format("the bill of materials goes in a circle: {}", fmt::join(names, " > ")));
  }

  const Records& records_;
  Sheet& sheet_;
  std::vector<std::vector<std::size_t>> rows_;  ///< of bom, by parent
  std::vector<Mark> marks_;
};

/// Rows of one line must stand at one site; they should agree on the rest.
void check_mixed_lines(Parsing& parsing) {
  Sheet sheet{parsing.tables, File::lines, parsing.findings};
  auto& lines = parsing.records.lines;
  std::map<std::string, std::size_t> first_rows;
  for (std::size_t row = 0; row < lines.size(); ++row) {
    if (lines[row].line.empty()) continue;
    const auto [found, is_new] = first_rows.try_emplace(lines[row].line, row);
    if (is_new) continue;
    const Line& first = lines[found->second];
    const Line& line = lines[row];
    const std::string beside = fmt::format("of row {}", first.line_number);
    if (line.site != first.site) {
      sheet.error(row, "site", "line_at_two_sites",
                  fmt::format("{} is not the site {}",
                              in_quotes(parsing.records.sites[line.site.index()].site), beside),
                  "a line stands at one site");
    }
    if (!line.currency.empty() && !first.currency.empty() && line.currency != first.currency) {
      sheet.error(row, "currency", "two_currencies",
                  fmt::format("{} is not the currency {}", in_quotes(line.currency), beside),
                  "the losses of a line are added up in one currency");
    }
    const auto doubt = [&](std::string_view column) {
      sheet.warn(row, column, "line_rows_differ",
                 fmt::format("{} differs from that {}",
                             in_quotes(sheet.cell(row, sheet.column(column))), beside),
                 "the first row of a line holds");
    };
    if (line.priority != first.priority) doubt("priority");
    if (line.calendar != first.calendar) doubt("calendar");
    if (line.stop_cost_per_day.millionths != first.stop_cost_per_day.millionths &&
        !sheet.cell(row, sheet.column("stop_cost_per_day")).empty()) {
      doubt("stop_cost_per_day");
    }
  }
}

void check_plans(Parsing& parsing) {
  Sheet sheet{parsing.tables, File::plan, parsing.findings};
  const auto& plan = parsing.records.plan;
  std::map<std::pair<std::string, ItemId>, std::vector<std::size_t>> groups;
  for (std::size_t row = 0; row < plan.size(); ++row) {
    groups[{plan[row].line, plan[row].item}].push_back(row);
  }
  for (auto& [of, rows] : groups) {
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return plan[row].from; });
    std::size_t longest = rows.front();  // the one that reaches farthest so far
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const std::size_t row = rows[i];
      if (plan[row].from <= plan[longest].to) {
        const std::size_t later = std::max(row, longest);
        sheet.warn(later, "from", "overlapping_plans",
                   fmt::format("overlaps with row {}", plan[std::min(row, longest)].line_number),
                   "where rows overlap the last one holds");
      }
      if (plan[row].to > plan[longest].to) longest = row;
    }
  }
}

/// What one item can have at once must fit into 64 bits of millionths.
void check_sums(Parsing& parsing) {
  Sheet stock{parsing.tables, File::stock, parsing.findings};
  Sheet orders{parsing.tables, File::orders, parsing.findings};
  constexpr Wide kMostHeld = Wide{kLargestUnits} * kMillion;
  std::vector<Wide> sums(parsing.records.items.size(), 0);
  const auto add = [&](Sheet& sheet, std::size_t row, std::string_view column, ItemId item,
                       Quantity quantity) {
    if (item.index() >= sums.size()) return;
    Wide& sum = sums[item.index()];
    const bool was_held = sum <= kMostHeld;
    sum += quantity.millionths();
    if (!was_held || sum <= kMostHeld) return;
    sheet.error(row, column, "too_large",
                fmt::format("stock and orders of item {} come to {} and more, beyond {}",
                            in_quotes(parsing.records.items[item.index()].item),
                            static_cast<std::int64_t>(sum / kMillion), kLargestUnits),
                "a larger unit may help");
  };
  for (std::size_t row = 0; row < parsing.records.stock.size(); ++row) {
    const Stock& record = parsing.records.stock[row];
    add(stock, row, "on_hand", record.item, record.on_hand);
  }
  for (std::size_t row = 0; row < parsing.records.orders.size(); ++row) {
    const Order& record = parsing.records.orders[row];
    add(orders, row, "quantity", record.item, record.quantity);
  }
}

/// The sites whose kind is left blank: those with a line or stock are plants, others suppliers.
void fill_site_kinds(Parsing& parsing) {
  Sheet sheet{parsing.tables, File::sites, parsing.findings};
  const Column kind = sheet.column("kind");
  for (std::size_t row = 0; row < parsing.records.sites.size(); ++row) {
    if (!sheet.cell(row, kind).empty()) continue;
    const auto is_here = [&](const auto& record) { return record.site == SiteId{row}; };
    const bool is_plant = std::ranges::any_of(parsing.records.lines, is_here) ||
                          std::ranges::any_of(parsing.records.stock, is_here);
    parsing.records.sites[row].kind = is_plant ? SiteKind::plant : SiteKind::supplier;
    sheet.warn(row, "kind", "missing", "is empty",
               fmt::format("it is taken for a {}", is_plant ? "plant" : "supplier"));
  }
}

}  // namespace

void check_structure(Parsing& parsing) {
  Sheet bom{parsing.tables, File::bom, parsing.findings};
  if (!parsing.records.items.empty()) {
    check_components(parsing, bom);
    CycleSearch{parsing, bom}.run();
  }
  check_mixed_lines(parsing);
  check_plans(parsing);
  check_sums(parsing);
  fill_site_kinds(parsing);
}

}  // namespace runout::book
