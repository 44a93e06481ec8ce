#include "runout/base/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "runout/base/error.h"

namespace runout {
namespace {

/// An independent count: day by day.
std::int64_t count_one_by_one(const Calendar& calendar, Date from, Date to) {
  std::int64_t count = 0;
  for (Date day = from + Days{1}; day <= to; day += Days{1}) {
    count += calendar.is_working(day) ? 1 : 0;
  }
  return count;
}

struct StatutoryEnd {
  const char* name;
  const char* calendar;
  const char* start;
  const char* end;
};

class FortyFiveDays : public testing::TestWithParam<StatutoryEnd> {};

// Worked out by hand on paper calendars: the same 45 days end three weeks apart.
TEST_P(FortyFiveDays, EndOnTheDayThatACalendarOnTheWallSays) {
  const auto calendar = built_in_calendar(GetParam().calendar);
  ASSERT_TRUE(calendar);
  const Date start = parse_date(GetParam().start);
  const Date end = parse_date(GetParam().end);
  EXPECT_EQ(to_string(calendar->add_working_days(start, 45)), GetParam().end);
  EXPECT_EQ(calendar->working_days_between(start, end), 45);
  EXPECT_EQ(calendar->working_days_between(start, end - Days{1}), 44);
  EXPECT_EQ(count_one_by_one(*calendar, start, end), 45);
}

INSTANTIATE_TEST_SUITE_P(
    Starts, FortyFiveDays,
    testing::Values(StatutoryEnd{"AprilInChina", "CN", "2025-04-07", "2025-06-12"},
                    StatutoryEnd{"AprilMonFri", "mon-fri", "2025-04-07", "2025-06-09"},
                    StatutoryEnd{"AprilEveryDay", "every-day", "2025-04-07", "2025-05-22"},
                    StatutoryEnd{"SeptemberInChina", "CN", "2025-09-15", "2025-11-21"},
                    StatutoryEnd{"SeptemberMonFri", "mon-fri", "2025-09-15", "2025-11-17"},
                    StatutoryEnd{"SeptemberEveryDay", "every-day", "2025-09-15", "2025-10-30"},
                    StatutoryEnd{"JanuaryInChina", "CN", "2026-01-20", "2026-03-30"},
                    StatutoryEnd{"JanuaryMonFri", "mon-fri", "2026-01-20", "2026-03-24"},
                    StatutoryEnd{"JanuaryEveryDay", "every-day", "2026-01-20", "2026-03-06"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

struct DayKind {
  const char* name;
  const char* calendar;
  const char* day;
  bool working;
};

class WorkingDay : public testing::TestWithParam<DayKind> {};

TEST_P(WorkingDay, IsWhatTheWeekAndItsExceptionsSay) {
  EXPECT_EQ(built_in_calendar(GetParam().calendar)->is_working(parse_date(GetParam().day)),
            GetParam().working);
}

INSTANTIATE_TEST_SUITE_P(
    Days, WorkingDay,
    testing::Values(DayKind{"SaturdayOfMonFri", "mon-fri", "2025-06-28", false},
                    DayKind{"SaturdayOfMonSat", "mon-sat", "2025-06-28", true},
                    DayKind{"SundayOfMonSat", "mon-sat", "2025-06-29", false},
                    DayKind{"SundayOfEveryDay", "every-day", "2025-06-29", true},
                    DayKind{"LabourDayInChina", "CN", "2025-05-05", false},
                    DayKind{"MakeUpSundayInChina", "CN", "2025-04-27", true},
                    DayKind{"PlainSundayInChina", "CN", "2025-06-29", false},
                    DayKind{"NationalDayInChina", "CN", "2025-10-01", false}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(Calendar, LetsTheLaterOfOverlappingExceptionsHold) {
  const Date monday = parse_date("2025-12-22");
  const Calendar calendar{"plant",
                          Week::mon_fri,
                          {{monday, monday + Days{4}, false, "shutdown", ""},
                           {monday, monday, true, "stocktaking", ""}}};
  EXPECT_TRUE(calendar.is_working(monday));
  EXPECT_FALSE(calendar.is_working(monday + Days{1}));
  EXPECT_EQ(calendar.working_days_between(monday - Days{3}, monday + Days{6}), 1);
}

TEST(Calendar, FallsBackToItsWeekOutsideItsYearsAndSaysSo) {
  const auto calendar = built_in_calendar("CN");
  const Date may_day_2019 = parse_date("2019-05-01");
  EXPECT_TRUE(calendar->is_working(may_day_2019));
  EXPECT_FALSE(calendar->covers(may_day_2019));
  EXPECT_TRUE(calendar->covers(parse_date("2025-12-31")));
  EXPECT_TRUE(built_in_calendar("mon-fri")->covers(may_day_2019));
}

TEST(Calendar, FindsNoWorkingDayWhereThereIsNoneForTenYears) {
  const Date start = parse_date("2025-01-01");
  const Calendar closed{"closed", Week::mon_fri, {{start, start + Days{4000}, false, "", ""}}};
  EXPECT_FALSE(closed.next_working(start));
  EXPECT_EQ(closed.next_working(start - Days{1}), start - Days{1});
}

TEST(Calendar, RefusesToCountBackwards) {
  const auto calendar = built_in_calendar("mon-fri");
  EXPECT_THROW(static_cast<void>(calendar->add_working_days(parse_date("2025-01-01"), -1)), Error);
}

TEST(Calendar, KnowsNoOtherNames) { EXPECT_FALSE(built_in_calendar("DE")); }

Date any_day() { return parse_date("2024-11-01") + Days{*rc::gen::inRange(0, 900)}; }

RC_GTEST_PROP(CalendarLaws, CountingAgreesWithCountingOneByOne, ()) {
  const auto name = *rc::gen::elementOf(built_in_calendar_names());
  const auto calendar = built_in_calendar(name);
  const Date from = any_day();
  const Date to = any_day();
  RC_ASSERT(calendar->working_days_between(from, to) == count_one_by_one(*calendar, from, to));
}

RC_GTEST_PROP(CalendarLaws, CountsOfTwoStretchesAddUp, ()) {
  const auto calendar = built_in_calendar("CN");
  const Date from = any_day();
  const Date middle = from + Days{*rc::gen::inRange(0, 300)};
  const Date to = middle + Days{*rc::gen::inRange(0, 300)};
  RC_ASSERT(calendar->working_days_between(from, middle) +
                calendar->working_days_between(middle, to) ==
            calendar->working_days_between(from, to));
}

RC_GTEST_PROP(CalendarLaws, AddingDaysTakesBackCountingThem, ()) {
  const auto name = *rc::gen::elementOf(built_in_calendar_names());
  const auto calendar = built_in_calendar(name);
  const Date start = any_day();
  const auto n = *rc::gen::inRange<std::int64_t>(1, 200);
  const Date end = calendar->add_working_days(start, n);
  RC_ASSERT(calendar->is_working(end));
  RC_ASSERT(calendar->working_days_between(start, end) == n);
}

}  // namespace
}  // namespace runout
