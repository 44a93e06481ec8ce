#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"
#include "runout/regime/cells/cell_table.h"

namespace runout::regime {
namespace {

using fixtures::add_spell;
using fixtures::every_day;
using fixtures::table_with;

GridSettings settings(std::vector<std::int32_t> marks = {}) {
  GridSettings result;
  result.as_of = kAsOf;
  result.marks = std::move(marks);
  return result;
}

GridSettings reaching_back_to(Date day) {
  GridSettings result = settings();
  result.reaches_back = day;
  return result;
}

/// Cases filed every day from `begin`, each decided after `wait` days.
SpellTable steady(Date begin, int wait) {
  SpellTable table = table_with({every_day(begin, kAsOf)});
  for (Date day = begin; day + Days{wait} <= kAsOf; day += Days{1}) {
    add_spell(table, day, day + Days{wait}, 0);
  }
  return table;
}

TEST(ChooseGrid, WithoutRecordsIsOneWeek) {
  const CellGrid grid = choose_grid(SpellTable{}, settings());
  EXPECT_EQ(grid.periods.count, 1u);
  EXPECT_EQ(grid.periods.days, 7);
  EXPECT_GE(grid.bins.starts.back(), 1000);
}

TEST(ChooseGrid, OfAShortHistoryIsItsWeeks) {
  const CellGrid grid = choose_grid(steady(kAsOf - Days{20}, 3), settings());
  EXPECT_EQ(grid.periods.days, 7);
  EXPECT_EQ(grid.periods.count, 3u);
  EXPECT_EQ(grid.periods.first(), kAsOf - Days{20});
}

TEST(ChooseGrid, OfALongHistoryKeepsThreeYearsOfWeeks) {
  const CellGrid grid = choose_grid(steady(kAsOf - Days{7000}, 20), settings());
  EXPECT_EQ(grid.periods.days, 7);
  EXPECT_LE(grid.periods.count, 160u);
  EXPECT_LE(grid.periods.first(), kAsOf - Days{1099});
}

TEST(ChooseGrid, ReachesFurtherBackInLongerPeriodsWhereCasesWaitForYears) {
  const CellGrid grid = choose_grid(steady(kAsOf - Days{7000}, 1000), settings());
  EXPECT_EQ(grid.periods.days % 7, 0);
  EXPECT_GT(grid.periods.days, 7);
  EXPECT_LE(grid.periods.count, 160u);
  EXPECT_LE(grid.periods.first(), kAsOf - Days{3999});
  EXPECT_GE(grid.bins.starts.back(), 900);
}

TEST(ChooseGrid, BeginsWhereItIsAskedTo) {
  const CellGrid grid =
      choose_grid(steady(kAsOf - Days{80}, 3), reaching_back_to(kAsOf - Days{90}));
  EXPECT_LE(grid.periods.first(), kAsOf - Days{90});
  EXPECT_EQ(grid.periods.count, 13u);
}

TEST(ChooseGrid, HasLongerPeriodsWhereDecisionsAreFew) {
  SpellTable table = table_with({every_day(kAsOf - Days{364}, kAsOf)});
  add_spell(table, kAsOf - Days{363}, kAsOf, std::nullopt);
  EXPECT_EQ(choose_grid(table, settings()).periods.count, 4u);
  for (int i = 0; i < 40; ++i) add_spell(table, kAsOf - Days{20 + i}, kAsOf - Days{i}, 0);
  const CellGrid few = choose_grid(table, settings());
  EXPECT_EQ(few.periods.days, 42);  // 52 weeks: nine periods are the most with four decisions each
  EXPECT_EQ(few.periods.count, 9u);
  for (int i = 0; i < 300; ++i) add_spell(table, kAsOf - Days{30}, kAsOf - Days{i % 20}, 0);
  EXPECT_EQ(choose_grid(table, settings()).periods.count, 52u);
}

TEST(ChooseGrid, IgnoresDecisionsOfALongGonePast) {
  SpellTable table = table_with({every_day(kAsOf - Days{7000}, kAsOf)});
  add_spell(table, kAsOf - Days{7000}, kAsOf - Days{6990}, 0);
  add_spell(table, kAsOf - Days{13}, kAsOf - Days{5}, 0);
  EXPECT_EQ(choose_grid(table, settings()).periods.count, 2u);
}

TEST(ChooseGrid, GivesMarksABinEach) {
  const CellGrid grid = choose_grid(steady(kAsOf - Days{100}, 30), settings({44}));
  EXPECT_EQ(grid.bins.starts[grid.bins.of(44)], 44);
  EXPECT_EQ(grid.bins.starts[grid.bins.of(45)], 45);
}

}  // namespace
}  // namespace runout::regime
