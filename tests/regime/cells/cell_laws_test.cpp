// Laws of the cells, on random tables of spells of every kind.
#include <numeric>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"
#include "runout/base/random.h"
#include "runout/regime/cells/cell_table.h"

namespace runout::regime {
namespace {

using fixtures::add_spell;
using fixtures::count_day_by_day;
using fixtures::cut_in_two;
using fixtures::every_day;
using fixtures::expect_same_cells;
using fixtures::random_spells;
using fixtures::shuffled;
using fixtures::table_with;

CellGrid random_grid() {
  const auto marks = *rc::gen::container<std::vector<std::int32_t>>(rc::gen::inRange(0, 150));
  CellGrid grid;
  grid.bins = make_duration_bins(*rc::gen::inRange(0, 200), *rc::gen::inRange(0, 300), marks);
  const int days = 7 * *rc::gen::inRange(1, 5);
  grid.periods = {.as_of = kAsOf,
                  .days = days,
                  .count = static_cast<std::size_t>(*rc::gen::inRange(1, 500 / days))};
  return grid;
}

RC_GTEST_PROP(CellTable, IsWhatACountDayByDayGives, ()) {
  const CellGrid grid = random_grid();
  const SpellTable table =
      random_spells(*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::inRange(0, 60), kAsOf);
  expect_same_cells(count_day_by_day(table, grid), count_cells(table, grid));
}

RC_GTEST_PROP(CellTable, CountsDaysAndDecisionsByWeight, ()) {
  const CellGrid grid = random_grid();
  SpellTable table = random_spells(*rc::gen::arbitrary<std::uint64_t>(), 60, kAsOf);
  for (Spell& spell : table.spells) {
    spell.weight = static_cast<double>(*rc::gen::inRange(1, 9)) / 4.0;
  }
  expect_same_cells(count_day_by_day(table, grid), count_cells(table, grid));
}

RC_GTEST_PROP(CellTable, DoesNotChangeWhenRecordsAreCutInTwo, ()) {
  const CellGrid grid = random_grid();
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const SpellTable table = random_spells(seed, 60, kAsOf);
  expect_same_cells(count_cells(table, grid), count_cells(cut_in_two(table, seed), grid));
}

RC_GTEST_PROP(CellTable, DoesNotDependOnTheOrderOfRecords, ()) {
  const CellGrid grid = random_grid();
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const SpellTable table = random_spells(seed, 60, kAsOf);
  expect_same_cells(count_cells(table, grid), count_cells(shuffled(table, seed), grid));
}

RC_GTEST_PROP(CellTable, ExposesEveryOpenDayOnceAndHalfOfTheDayOfADecision, ()) {
  const CellGrid grid = random_grid();
  const SpellTable table = random_spells(*rc::gen::arbitrary<std::uint64_t>(), 60, kAsOf);
  const CellTable cells = count_cells(table, grid);
  double open = 0.0;
  for (const Spell& spell : table.spells) {
    const Date begin = grid.periods.first();
    const Clock& clock = table.clocks[spell.clock];
    double waited = spell.waited;
    for (Date day = spell.first; day < spell.last; day += Days{1}) waited += clock.tick(day);
    if (spell.cause && spell.last >= begin) {
      const bool never_at_risk =
          spell.last < spell.first || (clock.open(spell.last) <= 0.0 && waited <= 0.0);
      open += never_at_risk ? 0.5 : -0.5 * clock.open(spell.last);
    }
    for (Date day = std::max(begin, spell.first); day <= spell.last; day += Days{1}) {
      open += table.clocks[spell.clock].open(day);
    }
  }
  double sum = 0.0;
  for (const Cell& cell : cells.cells) sum += cell.exposure;
  RC_ASSERT(std::abs(sum - open) < 1e-9);
  RC_ASSERT(std::abs(cells.exposure - open) < 1e-9);
  RC_ASSERT(std::accumulate(cells.decided_on.begin(), cells.decided_on.end(), 0.0) ==
            cells.decided);
}

/// Patterns of so many covariates of 99 levels: numbered in a table, by a code, or as lists.
class Patterned : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Patterned, TablesAreCountedHoweverManyCombinationsThereAre) {
  constexpr std::size_t kManyLevels = 99;
  const Date begin = kAsOf - Days{99};
  SpellTable table =
      table_with({every_day(begin, kAsOf)}, std::vector<std::size_t>(GetParam(), kManyLevels));
  for (std::uint32_t i = 0; i < 300; ++i) {
    RandomStream stream{11, i, "patterns", Purpose::test};
    std::vector<std::int32_t> levels;
    const int group = static_cast<int>(stream.uniform() * 40.0);
    for (std::size_t k = 0; k < GetParam(); ++k) {
      levels.push_back((group * static_cast<int>(2 * k + 1)) % static_cast<int>(kManyLevels + 1) -
                       1);
    }
    const Date first = begin + Days{static_cast<int>(stream.uniform() * 90.0)};
    add_spell(table, first, first + Days{static_cast<int>(stream.uniform() * 9.0)}, 0, 0.0, levels);
  }
  const CellGrid grid{make_duration_bins(10, 10, {}), {.as_of = kAsOf, .days = 7, .count = 20}};
  const CellTable cells = count_cells(table, grid);
  EXPECT_EQ(cells.patterns.size(), 40u);
  EXPECT_NO_THROW(expect_same_cells(count_day_by_day(table, grid), cells));
}

// 100^3 = 2^19.9 codes, 100^9 < 2^63 and 100^10 > 2^64.
INSTANTIATE_TEST_SUITE_P(OfCovariates, Patterned, ::testing::Values(1, 3, 4, 9, 10, 14));

}  // namespace
}  // namespace runout::regime
