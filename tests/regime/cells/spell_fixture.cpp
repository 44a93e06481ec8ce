#include "regime/cells/spell_fixture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "runout/base/random.h"

namespace runout::regime::fixtures {
namespace {

constexpr int kHistory = 400;

int whole(RandomStream& stream, int below) {
  return static_cast<int>(stream.uniform() * static_cast<double>(below));
}

SpellTable without_spells(const SpellTable& table) {
  SpellTable result;
  result.covariates = table.covariates;
  result.clocks = table.clocks;
  return result;
}

void copy_levels(const SpellTable& from, std::size_t spell, SpellTable& to) {
  const std::int32_t* levels = from.levels_of(spell);
  to.levels.insert(to.levels.end(), levels, levels + from.covariates.size());
}

void require(const std::string& what, double one, double other) {
  if (std::abs(one - other) > 1e-9) {
    throw std::logic_error{fmt::format("{}: {} and {}", what, one, other)};
  }
}

}  // namespace

Clock every_day(Date first, Date last) { return {std::vector<double>(7, 1.0), first, last}; }

Clock working_days(Date first, Date last, const std::string& holiday) {
  std::vector<CalendarException> exceptions;
  if (!holiday.empty()) {
    exceptions.push_back({parse_date(holiday), parse_date(holiday), false, "", ""});
  }
  return {Calendar{"office", Week::mon_fri, exceptions}, first, last};
}

Clock uneven_week(Date first, Date last) {
  return {std::vector<double>{0.0, 1.25, 1.0, 1.5, 0.75, 2.0, 0.5}, first, last};
}

SpellTable table_with(std::vector<Clock> clocks, const std::vector<std::size_t>& levels) {
  SpellTable table;
  table.clocks = std::move(clocks);
  for (const std::size_t count : levels) {
    Covariate covariate;
    covariate.name = std::string(1, static_cast<char>('a' + table.covariates.size()));
    for (std::size_t i = 0; i < count; ++i) covariate.add(fmt::format("level {}", i));
    table.covariates.push_back(std::move(covariate));
  }
  return table;
}

void add_spell(SpellTable& table, Date first, Date last, std::optional<std::size_t> cause,
               double waited, const std::vector<std::int32_t>& levels, std::size_t clock) {
  table.spells.push_back({waited, first, last, cause, clock});
  table.levels.insert(table.levels.end(), levels.begin(), levels.end());
}

SpellTable random_spells(std::uint64_t seed, std::size_t count, Date as_of) {
  const Date begin = as_of - Days{kHistory};
  SpellTable table = table_with({every_day(begin, as_of), working_days(begin, as_of, "2025-05-01"),
                                 uneven_week(begin, as_of)},
                                {2, 3});
  RandomStream stream{seed, 0, "spells", Purpose::test};
  for (std::size_t i = 0; i < count; ++i) {
    const auto clock = static_cast<std::size_t>(whole(stream, 3));
    const Date first = begin + Days{1 + whole(stream, kHistory - 1)};
    const std::vector<std::int32_t> levels{whole(stream, 3) - 1, whole(stream, 4) - 1};
    const double waited = stream.uniform() < 0.3 ? whole(stream, 60) : 0;
    std::optional<std::size_t> cause;
    if (stream.uniform() < 0.7) cause = static_cast<std::size_t>(whole(stream, 3));
    const bool same_day = cause && stream.uniform() < 0.1;
    const Date last =
        same_day ? first - Days{1} : std::min(as_of, first + Days{whole(stream, 120)});
    add_spell(table, first, last, cause, waited, levels, clock);
  }
  return table;
}

SpellTable shuffled(const SpellTable& table, std::uint64_t seed) {
  std::vector<std::size_t> order(table.spells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  RandomStream stream{seed, 0, "order", Purpose::test};
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[static_cast<std::size_t>(whole(stream, static_cast<int>(i)))]);
  }
  SpellTable result = without_spells(table);
  for (const std::size_t i : order) {
    result.spells.push_back(table.spells[i]);
    copy_levels(table, i, result);
  }
  return result;
}

SpellTable cut_in_two(const SpellTable& table, std::uint64_t seed) {
  SpellTable result = without_spells(table);
  RandomStream stream{seed, 0, "cut", Purpose::test};
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    Spell early = table.spells[i];
    Spell late = early;
    const auto days = static_cast<int>((early.last - early.first).count());
    if (days > 0) {
      early.last = early.first + Days{whole(stream, days)};
      early.cause.reset();
      late.first = early.last + Days{1};
      for (Date day = early.first; day <= early.last; day += Days{1}) {
        late.waited += table.clocks[early.clock].tick(day);
      }
      result.spells.push_back(early);
      copy_levels(table, i, result);
    }
    result.spells.push_back(late);
    copy_levels(table, i, result);
  }
  return result;
}

CellTable count_day_by_day(const SpellTable& table, const CellGrid& grid) {
  using Place = std::tuple<std::size_t, std::size_t, std::size_t>;  // pattern, period, bin
  std::map<std::vector<std::int32_t>, std::size_t> patterns;
  std::map<Place, Cell> cells;
  std::map<std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>, double> causes;
  CellTable result;
  result.bins = grid.bins;
  result.periods = grid.periods;
  result.patterns.covariates = table.covariates.size();
  const Date begin = grid.periods.first();
  const auto days = static_cast<std::size_t>((grid.periods.as_of - begin).count()) + 1;
  result.decided_on.assign(days, 0.0);
  result.at_risk_on.assign(days, 0.0);
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    const Spell& spell = table.spells[i];
    const Clock& clock = table.clocks[spell.clock];
    const std::vector<std::int32_t> levels(table.levels_of(i),
                                           table.levels_of(i) + table.covariates.size());
    const std::size_t pattern = patterns.try_emplace(levels, patterns.size()).first->second;
    if (pattern * levels.size() == result.patterns.levels.size()) {
      result.patterns.levels.insert(result.patterns.levels.end(), levels.begin(), levels.end());
    }
    const auto number = [&](Date day) { return static_cast<std::size_t>((day - begin).count()); };
    const auto cell_of = [&](Date day, double waited) -> Cell& {
      const std::size_t bin = grid.bins.of(static_cast<std::int32_t>(waited));
      return cells[{pattern, number(day) / static_cast<std::size_t>(grid.periods.days), bin}];
    };
    double waited = spell.waited;
    double at_start = waited;
    for (Date day = spell.first; day <= spell.last; day += Days{1}) {
      at_start = waited;
      waited += clock.tick(day);
      if (day < begin) continue;
      result.at_risk_on[number(day)] += spell.weight * clock.open(day);
      if (clock.open(day) > 0.0) {
        cell_of(day, at_start).exposure += spell.weight * clock.open(day);
      }
    }
    if (!spell.cause || spell.last < begin) continue;
    const bool same_day = spell.last < spell.first;
    const bool is_closed = !same_day && clock.open(spell.last) <= 0.0;
    const bool has_waited = at_start > 0.0;
    if (is_closed && has_waited) at_start -= 1.0;
    Date decided = spell.last;
    if (is_closed) {
      while (decided >= begin && clock.open(decided) <= 0.0) decided -= Days{1};
      if (decided < begin) decided = spell.last;
    }
    Cell& cell = cell_of(decided, at_start);
    cell.decided += spell.weight;
    // Half of the day of a decision is waiting.
    if (same_day || (is_closed && !has_waited)) {
      cell.exposure += 0.5 * spell.weight;
    } else {
      cell.exposure -= 0.5 * spell.weight * clock.open(spell.last);
    }
    result.decided_on[number(decided)] += spell.weight;
    causes[{pattern, number(decided) / static_cast<std::size_t>(grid.periods.days),
            grid.bins.of(static_cast<std::int32_t>(at_start)), *spell.cause}] += spell.weight;
  }
  if (table.covariates.empty()) patterns.try_emplace({}, 0);
  result.first.push_back(0);
  auto next = cells.begin();
  for (std::size_t pattern = 0; pattern < patterns.size(); ++pattern) {
    for (; next != cells.end() && std::get<0>(next->first) == pattern; ++next) {
      Cell cell = next->second;
      cell.period = static_cast<std::uint16_t>(std::get<1>(next->first));
      cell.bin = static_cast<std::uint16_t>(std::get<2>(next->first));
      result.exposure += cell.exposure;
      result.decided += cell.decided;
      result.cells.push_back(cell);
    }
    result.first.push_back(result.cells.size());
  }
  for (const auto& [place, decided] : causes) {
    const auto& [pattern, period, bin, cause] = place;
    result.causes.push_back({static_cast<std::uint16_t>(bin), static_cast<std::uint16_t>(period),
                             static_cast<std::uint32_t>(pattern), static_cast<std::uint16_t>(cause),
                             decided});
  }
  return result;
}

namespace {

const Cell* find_cell(const CellTable& table, std::size_t bin, std::size_t period,
                      std::size_t pattern) {
  for (std::size_t i = table.first[pattern]; i < table.first[pattern + 1]; ++i) {
    if (table.cells[i].bin == bin && table.cells[i].period == period) return &table.cells[i];
  }
  return nullptr;
}

}  // namespace

double exposure_in(const CellTable& table, std::size_t bin, std::size_t period,
                   std::size_t pattern) {
  const Cell* cell = find_cell(table, bin, period, pattern);
  return cell == nullptr ? 0.0 : cell->exposure;
}

double decided_in(const CellTable& table, std::size_t bin, std::size_t period,
                  std::size_t pattern) {
  const Cell* cell = find_cell(table, bin, period, pattern);
  return cell == nullptr ? 0.0 : cell->decided;
}

void expect_same_cells(const CellTable& one, const CellTable& other) {
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  require("patterns", count(one.patterns.size()), count(other.patterns.size()));
  require("cells", count(one.cells.size()), count(other.cells.size()));
  require("causes", count(one.causes.size()), count(other.causes.size()));
  require("decided", one.decided, other.decided);
  require("exposure", one.exposure, other.exposure);
  // Patterns are numbered as they are met: find each by its levels.
  for (std::size_t p = 0; p < one.patterns.size(); ++p) {
    std::size_t same = 0;
    while (same < other.patterns.size() &&
           !std::equal(one.patterns.of(p), one.patterns.of(p) + one.patterns.covariates,
                       other.patterns.of(same))) {
      ++same;
    }
    if (same == other.patterns.size()) throw std::logic_error{"a pattern is missing"};
    require("cells of a pattern", count(one.first[p + 1] - one.first[p]),
            count(other.first[same + 1] - other.first[same]));
    for (std::size_t i = one.first[p]; i < one.first[p + 1]; ++i) {
      const Cell& cell = one.cells[i];
      const auto name = fmt::format("pattern {} period {} bin {}", p, cell.period, cell.bin);
      const Cell* found = find_cell(other, cell.bin, cell.period, same);
      if (found == nullptr) throw std::logic_error{name + " is missing"};
      require("exposure of " + name, cell.exposure, found->exposure);
      require("decisions of " + name, cell.decided, found->decided);
    }
    for (const CauseCount& cause : one.causes) {
      if (cause.pattern != p) continue;
      double decided = 0.0;
      for (const CauseCount& its : other.causes) {
        if (its.pattern == same && its.bin == cause.bin && its.period == cause.period &&
            its.cause == cause.cause) {
          decided += its.decided;
        }
      }
      require("cause", cause.decided, decided);
    }
  }
  for (std::size_t day = 0; day < one.decided_on.size(); ++day) {
    require(fmt::format("decisions on day {}", day), one.decided_on[day], other.decided_on[day]);
    require(fmt::format("at risk on day {}", day), one.at_risk_on[day], other.at_risk_on[day]);
  }
}

}  // namespace runout::regime::fixtures
