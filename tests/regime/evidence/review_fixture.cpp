#include "review_fixture.h"

#include "runout/base/random.h"

namespace runout::regime::fixtures {

StateModel fitted_review() {
  const Date as_of = parse_date("2025-06-30");
  const Date first = as_of - Days{139};
  SpellTable table;
  table.clocks.emplace_back(*built_in_calendar("mon-fri"), first, as_of);
  table.covariates = {{"country", {}, {}}, {"sector", {}, {}}};
  RandomStream stream{11, 0, "fixture", Purpose::test};
  for (int i = 0; i < 70; ++i) {
    const Date begin = first + Days{static_cast<int>(stream.uniform() * 120)};
    Date end = begin + Days{3 + static_cast<int>(stream.exponential() * 50)};
    Spell spell{0.0, begin, end, std::nullopt, 0};
    const double outcome = stream.uniform();
    if (end > as_of) {
      spell.last = as_of;
    } else {
      spell.cause = outcome < 0.7 ? 0U : outcome < 0.8 ? 1U : outcome < 0.93 ? 2U : 3U;
    }
    table.spells.push_back(spell);
    table.levels.push_back(table.covariates[0].add(std::string(1, "ABC"[i % 3])));
    table.levels.push_back(table.covariates[1].add(i % 5 == 0 ? "Y" : "X"));
  }
  StateSettings settings;
  settings.as_of = as_of;
  settings.marks = {44};
  return fit_state("review", table, review_prior(), settings);
}

ReportGroup group_of(const StateModel& model, std::size_t days, std::size_t filed_days,
                     std::vector<std::int32_t> effects) {
  ReportGroup group;
  const std::size_t periods = std::min(model.periods.count, (days + 4) / 5);
  group.kind.effects =
      effects.empty() ? std::vector<std::int32_t>{kNoLevel, kNoLevel} : std::move(effects);
  for (std::size_t row = 0; row < periods; ++row) {
    group.kind.rows.push_back({model.periods.count - periods + row, row % 3 == 1 ? 0.5 : 1.0, {}});
    if (row % 4 == 2) group.kind.rows.back().in_force.push_back(1);  // as if a change
  }
  for (std::size_t day = 0; day < days; ++day) {
    group.days.row.push_back(std::min(day / 5, periods - 1));
    group.days.begun.push_back(day < filed_days ? 1.0 / static_cast<double>(filed_days) : 0.0);
  }
  return group;
}

ReportTerm granted_term(const ReportSet& set, std::size_t group, Statement statement) {
  ReportTerm term;
  term.group = group;
  term.part = {.causes = 1U, .from = 0, .to = set.groups[group].days.size()};
  term.statement = statement;
  return term;
}

ReportSet one_report(const StateModel& model, Statement statement) {
  ReportSet set;
  set.populations.push_back({std::vector<double>(model.splits.size() + 1, 0.2)});
  set.groups.push_back(group_of(model, 60, 50));
  set.terms.push_back(granted_term(set, 0, statement));
  return set;
}

}  // namespace runout::regime::fixtures
