#include "runout/book/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace runout::book {
namespace {

Date on(const char* text) { return parse_date(text); }

class ChineseClock : public testing::Test {
 protected:
  Clock start(const char* day, std::vector<Pause> pauses = {}) {
    return {&calendar_, ClockUnit::working, on(day), std::move(pauses)};
  }
  Calendar calendar_ = *built_in_calendar("CN");
};

// In (19 May, 30 June] China works 20-23 and 26-30 May, 3-6, 9-13, 16-20, 23-27 and 30 June.
TEST_F(ChineseClock, CountsTheDaysAfterItsStart) {
  EXPECT_EQ(start("2025-05-19").waited(on("2025-06-30")), 29);
  EXPECT_EQ(start("2025-05-19").waited(on("2025-05-19")), 0);
  EXPECT_EQ(start("2025-05-19").end(45, on("2025-06-30")), on("2025-07-22"));
}

// A query of Thursday 5 June answered on Friday 13 June rests 6, 9, 10, 11, 12 and 13 June.
TEST_F(ChineseClock, RestsFromTheDayAfterTheQueryToTheDayOfTheAnswer) {
  const Clock clock = start("2025-05-19", {{on("2025-06-05"), on("2025-06-13")}});
  EXPECT_EQ(clock.paused(on("2025-06-30")), 6);
  EXPECT_EQ(clock.waited(on("2025-06-30")), 23);
  EXPECT_EQ(clock.end(45, on("2025-06-30")), on("2025-07-30"));
}

TEST_F(ChineseClock, CountsAnOpenPauseUpToTheAsOfDay) {
  const Clock clock = start("2025-05-19", {{on("2025-06-25"), std::nullopt}});
  EXPECT_EQ(clock.paused(on("2025-06-30")), 3);
  EXPECT_EQ(clock.waited(on("2025-06-30")), 26);
  EXPECT_EQ(clock.end(45, on("2025-06-30")), on("2025-07-25"));
}

TEST_F(ChineseClock, IsNotMovedByAPauseAfterItsEnd) {
  const Clock clock = start("2025-04-07", {{on("2025-06-16"), on("2025-06-20")}});
  EXPECT_EQ(clock.end(45, on("2025-06-30")), on("2025-06-12"));
}

TEST_F(ChineseClock, LeavesOutTheDaysOfAPauseBeforeItsStart) {
  const Clock clock = start("2025-05-19", {{on("2025-05-14"), on("2025-05-21")}});
  EXPECT_EQ(clock.paused(on("2025-06-30")), 2);
}

TEST_F(ChineseClock, CountsCalendarDaysWhereTheAuthorityDoes) {
  Clock clock = start("2025-05-19", {{on("2025-06-05"), on("2025-06-13")}});
  clock.unit = ClockUnit::calendar;
  EXPECT_EQ(clock.waited(on("2025-06-30")), 42 - 8);
  EXPECT_EQ(clock.end(60, on("2025-06-30")), on("2025-07-18") + Days{8});
}

RC_GTEST_PROP(ClockLaws, TheEndIsTheFirstDayOnWhichEnoughIsWaited, ()) {
  const Calendar calendar = *built_in_calendar("CN");
  const Date start = on("2025-02-03") + Days{*rc::gen::inRange(0, 200)};
  Clock clock{&calendar, *rc::gen::element(ClockUnit::working, ClockUnit::calendar), start, {}};
  Date day = start;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const Date from = day + Days{*rc::gen::inRange(0, 30)};
    day = from + Days{*rc::gen::inRange(0, 30)};
    clock.pauses.push_back({from, day});
    day += Days{1};
  }
  const auto length = *rc::gen::inRange<std::int64_t>(1, 90);
  const Date end = clock.end(length, day);
  RC_ASSERT(clock.waited(end) == length);
  RC_ASSERT(clock.waited(end - Days{1}) == length - 1);
}

}  // namespace
}  // namespace runout::book
