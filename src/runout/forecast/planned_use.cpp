#include "runout/forecast/planned_use.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace runout::forecast {

Requirements::Requirements(const book::Records& records)
    : records_{records}, rows_(records.items.size()) {
  for (std::size_t row = 0; row < records.bom.size(); ++row) {
    rows_[records.bom[row].parent.index()].push_back(row);
  }
}

std::vector<RequirementRows> Requirements::of(ItemId parent) const {
  std::vector<RequirementRows> requirements;
  std::map<std::string, std::size_t> choices;
  for (const std::size_t row : rows_[parent.index()]) {
    const book::Component& component = records_.bom[row];
    if (component.choice.empty()) {
      requirements.push_back({row});
      continue;
    }
    const auto [found, is_new] = choices.try_emplace(component.choice, requirements.size());
    if (is_new) requirements.emplace_back();
    requirements[found->second].push_back(row);
  }
  for (RequirementRows& rows : requirements) {
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return records_.bom[row].rank; });
  }
  return requirements;
}

bool is_in_force(const book::Component& component, Date date) {
  return (!component.from || *component.from <= date) && (!component.to || date <= *component.to);
}

PlannedProduction::PlannedProduction(const book::Records& records)
    : records_{records}, overrides_(records.lines.size()) {
  std::map<std::pair<std::string, std::size_t>, std::size_t> line_rows;
  for (std::size_t row = 0; row < records.lines.size(); ++row) {
    line_rows.emplace(std::pair{records.lines[row].line, records.lines[row].item.index()}, row);
  }
  for (std::size_t row = 0; row < records.plan.size(); ++row) {
    const auto line =
        line_rows.find(std::pair{records.plan[row].line, records.plan[row].item.index()});
    if (line != line_rows.end()) overrides_[line->second].push_back(row);
  }
}

bool PlannedProduction::is_working(std::size_t line_row, Date date) const {
  const std::string& calendar = records_.lines[line_row].calendar;
  return records_.calendar(calendar.empty() ? "mon-fri" : calendar).is_working(date);
}

std::int64_t PlannedProduction::units(std::size_t line_row, Date date) const {
  if (!is_working(line_row, date)) return 0;
  std::int64_t units = records_.lines[line_row].units_per_day;
  for (const std::size_t row : overrides_[line_row]) {  // Where rows overlap the last one holds.
    const book::PlanRow& plan = records_.plan[row];
    if (plan.from <= date && date <= plan.to) units = plan.units_per_day;
  }
  return units;
}

}  // namespace runout::forecast
