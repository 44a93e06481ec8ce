#include "runout/regime/cells/cell_table.h"

#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"

namespace runout::regime {
namespace {

using fixtures::add_spell;
using fixtures::decided_in;
using fixtures::every_day;
using fixtures::exposure_in;
using fixtures::table_with;
using fixtures::uneven_week;
using fixtures::working_days;
using ::testing::ElementsAre;

const Date kBegin = parse_date("2025-05-01");

Date june(int day) { return parse_date("2025-06-01") + Days{day - 1}; }

CellGrid weeks(std::size_t count) {
  return {make_duration_bins(60, 60, {}), {.as_of = kAsOf, .days = 7, .count = count}};
}

TEST(CalendarPeriods, AreCountedBackFromTheAsOfDay) {
  const CalendarPeriods periods{.as_of = kAsOf, .days = 7, .count = 3};
  EXPECT_EQ(periods.first(), june(10));
  EXPECT_EQ(periods.of(june(10)), 0u);
  EXPECT_EQ(periods.of(june(23)), 1u);
  EXPECT_EQ(periods.of(june(24)), 2u);
  EXPECT_EQ(periods.of(kAsOf), 2u);
  EXPECT_EQ(periods.last_day(1), june(23));
}

TEST(CellTable, FollowsOneCaseThroughBinsAndWeeks) {
  SpellTable table = table_with({every_day(kBegin, kAsOf)});
  add_spell(table, june(20), june(26), 0);
  const CellTable cells = count_cells(table, weeks(2));
  for (std::size_t bin = 0; bin < 4; ++bin) EXPECT_EQ(exposure_in(cells, bin, 0), 1.0);
  for (std::size_t bin = 4; bin < 6; ++bin) EXPECT_EQ(exposure_in(cells, bin, 1), 1.0);
  EXPECT_EQ(exposure_in(cells, 6, 1), 0.5);  // It is decided in the middle of the day.
  EXPECT_EQ(decided_in(cells, 6, 1), 1.0);
  EXPECT_EQ(cells.cells.size(), 7u);
  EXPECT_EQ(cells.exposure, 6.5);
  EXPECT_EQ(cells.decided, 1.0);
  EXPECT_EQ(cells.decided_on[9], 1.0);  // Counted from the 17th.
  ASSERT_EQ(cells.causes.size(), 1u);
  EXPECT_EQ(cells.causes[0].bin, 6);
  EXPECT_EQ(cells.causes[0].period, 1);
}

TEST(CellTable, CountsOnlyWorkingDaysOfAnAuthority) {
  // Filed on Friday the 20th; the weekend and the holiday of the 25th do not count.
  SpellTable table = table_with({working_days(kBegin, kAsOf, "2025-06-25")});
  add_spell(table, june(21), june(27), 0);
  const CellTable cells = count_cells(table, weeks(2));
  EXPECT_EQ(exposure_in(cells, 0, 0), 1.0);  // Monday the 23rd
  EXPECT_EQ(exposure_in(cells, 1, 1), 1.0);
  EXPECT_EQ(exposure_in(cells, 2, 1), 1.0);  // Thursday
  EXPECT_EQ(exposure_in(cells, 3, 1), 0.5);
  EXPECT_EQ(cells.exposure, 3.5);
  EXPECT_EQ(decided_in(cells, 3, 1), 1.0);
}

TEST(CellTable, GivesADecisionOnAClosedDayToTheWorkingDayBefore) {
  SpellTable table = table_with({working_days(kBegin, kAsOf)});
  add_spell(table, june(23), june(28), 0);  // Saturday
  const CellTable cells = count_cells(table, weeks(2));
  EXPECT_EQ(exposure_in(cells, 4, 1), 1.0);  // Friday, the fifth day
  EXPECT_EQ(decided_in(cells, 4, 1), 1.0);
  EXPECT_EQ(cells.exposure, 5.0);
  EXPECT_EQ(cells.decided_on[10], 1.0);
  EXPECT_EQ(cells.decided_on[11], 0.0);
}

TEST(CellTable, WeighsDaysByHowOpenTheOfficeIs) {
  SpellTable table = table_with({uneven_week(kBegin, kAsOf)});
  add_spell(table, june(24), kAsOf, std::nullopt);
  const CellTable cells = count_cells(table, weeks(1));
  const std::vector<double> open{1.0, 1.5, 0.75, 2.0, 0.5, 0.0, 1.25};  // From Tuesday on.
  for (std::size_t day = 0; day < 7; ++day) {
    EXPECT_EQ(exposure_in(cells, day, 0), open[day]) << day;
  }
  EXPECT_THAT(cells.at_risk_on, ElementsAre(1.0, 1.5, 0.75, 2.0, 0.5, 0.0, 1.25));
}

TEST(CellTable, CountsACaseThatIsSeenLateFromThenOn) {
  SpellTable table = table_with({every_day(kBegin, kAsOf)});
  add_spell(table, june(24), june(25), std::nullopt, 12.0);
  const CellTable cells = count_cells(table, weeks(1));
  EXPECT_EQ(exposure_in(cells, 12, 0), 1.0);
  EXPECT_EQ(exposure_in(cells, 13, 0), 1.0);
  EXPECT_EQ(cells.exposure, 2.0);
}

TEST(CellTable, BeginsWithTheCalendarButKnowsTheWaitBeforeIt) {
  SpellTable table = table_with({working_days(kBegin, kAsOf)});
  add_spell(table, june(10), june(24), 0);  // Ten working days before the 24th.
  const CellTable cells = count_cells(table, weeks(1));
  EXPECT_EQ(cells.cells.size(), 1u);
  EXPECT_EQ(exposure_in(cells, 10, 0), 0.5);
  EXPECT_EQ(decided_in(cells, 10, 0), 1.0);
}

TEST(CellTable, LeavesOutWhatEndedBeforeTheCalendar) {
  SpellTable table = table_with({every_day(kBegin, kAsOf)});
  add_spell(table, june(1), june(23), 0);
  add_spell(table, june(20), june(19), 0);  // Decided on the day it began.
  const CellTable cells = count_cells(table, weeks(1));
  EXPECT_TRUE(cells.cells.empty());
  EXPECT_TRUE(cells.causes.empty());
  EXPECT_EQ(cells.decided, 0.0);
}

TEST(CellTable, CountsADecisionOnTheDayOfFilingWithHalfADayAtRisk) {
  SpellTable table = table_with({every_day(kBegin, kAsOf)});
  add_spell(table, june(27), june(26), 1);
  const CellTable cells = count_cells(table, weeks(1));
  EXPECT_EQ(decided_in(cells, 0, 0), 1.0);
  EXPECT_EQ(exposure_in(cells, 0, 0), 0.5);
  EXPECT_EQ(cells.decided_on[2], 1.0);
  EXPECT_EQ(cells.at_risk_on[2], 0.0);
}

TEST(CellTable, KeepsTiesOfDifferentCausesApart) {
  SpellTable table = table_with({every_day(kBegin, kAsOf)});
  for (const std::size_t cause : {1, 0, 1}) add_spell(table, june(26), june(27), cause);
  const CellTable cells = count_cells(table, weeks(1));
  EXPECT_EQ(decided_in(cells, 1, 0), 3.0);
  ASSERT_EQ(cells.causes.size(), 2u);
  EXPECT_EQ(cells.causes[0].cause, 0);
  EXPECT_EQ(cells.causes[0].decided, 1.0);
  EXPECT_EQ(cells.causes[1].cause, 1);
  EXPECT_EQ(cells.causes[1].decided, 2.0);
}

TEST(CellTable, KeepsBlankLevelsApart) {
  SpellTable table = table_with({every_day(kBegin, kAsOf)}, {2});
  add_spell(table, june(26), june(27), 0, 0.0, {kNoLevel});
  add_spell(table, june(26), june(26), 0, 0.0, {1});
  const CellTable cells = count_cells(table, weeks(1));
  ASSERT_EQ(cells.patterns.size(), 2u);
  EXPECT_EQ(cells.patterns.of(0)[0], kNoLevel);
  EXPECT_EQ(cells.patterns.of(1)[0], 1);
  EXPECT_EQ(exposure_in(cells, 1, 0, 0), 0.5);
  EXPECT_EQ(exposure_in(cells, 1, 0, 1), 0.0);
}

TEST(CellTable, OfNoSpellsIsEmpty) {
  const CellTable cells = count_cells(table_with({every_day(kBegin, kAsOf)}, {2}), weeks(2));
  EXPECT_TRUE(cells.cells.empty());
  EXPECT_EQ(cells.first.size(), cells.patterns.size() + 1);
}

}  // namespace
}  // namespace runout::regime
