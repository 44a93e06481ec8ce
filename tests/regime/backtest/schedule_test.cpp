#include "runout/regime/backtest/schedule.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace runout::regime::backtest {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::vector<std::string> days(const char* from, const char* to, const char* step,
                              std::size_t most = 100) {
  std::vector<std::string> texts;
  for (const Date day : schedule(parse_date(from), parse_date(to), *find_step(step), most)) {
    texts.push_back(to_string(day));
  }
  return texts;
}

TEST(Schedule, CountsDaysAndWeeks) {
  EXPECT_THAT(days("2025-01-01", "2025-03-02", "30d"),
              ElementsAre("2025-01-01", "2025-01-31", "2025-03-02"));
  EXPECT_THAT(days("2025-01-01", "2025-01-29", "2w"),
              ElementsAre("2025-01-01", "2025-01-15", "2025-01-29"));
}

TEST(Schedule, KeepsTheDayOfTheMonthAndTakesTheLastWhereThereIsNone) {
  EXPECT_THAT(days("2023-10-31", "2024-04-30", "1m"),
              ElementsAre("2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29",
                          "2024-03-31", "2024-04-30"));
}

TEST(Schedule, OfOneDayIsThatDay) {
  EXPECT_THAT(days("2025-01-01", "2025-01-01", "4m"), ElementsAre("2025-01-01"));
  EXPECT_THAT(days("2025-01-02", "2025-01-01", "4m"), SizeIs(0));
  EXPECT_THAT(days("2025-01-01", "2026-01-01", "1d", 7), SizeIs(7));
}

TEST(Schedule, RefusesOtherSteps) {
  for (const char* text : {"", "d", "30", "0d", "-3d", "30x", "3.5d", "10000d", "30 d", "d30"}) {
    EXPECT_FALSE(find_step(text)) << text;
  }
}

}  // namespace
}  // namespace runout::regime::backtest
