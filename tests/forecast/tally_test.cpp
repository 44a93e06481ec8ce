#include "runout/forecast/tally.h"
#include "forecast/monday.h"

#include <cmath>

#include <gtest/gtest.h>

namespace runout::forecast {
namespace {

TEST(DayCounts, QuantilesAreOrderStatisticsOverAllReplications) {
  DayCounts counts{30};
  for (const Day day : {3, 9, 9, 12, 20}) counts.add(day);  // Of ten; five have no event.
  counts.add(kNever);
  const DateQuantiles quantiles = counts.quantiles(10, kMonday);
  EXPECT_EQ(quantiles.p10, kMonday + Days{3});
  EXPECT_EQ(quantiles.p50, kMonday + Days{20});
  EXPECT_EQ(quantiles.p90, std::nullopt);
}

TEST(DayCounts, OneReplicationIsItsDate) {
  DayCounts counts{30};
  counts.add(7);
  const DateQuantiles quantiles = counts.quantiles(1, kMonday);
  EXPECT_EQ(quantiles.p10, kMonday + Days{7});
  EXPECT_EQ(quantiles.p90, kMonday + Days{7});
  const auto chances = counts.chances(1);
  ASSERT_EQ(chances.size(), 30U);
  EXPECT_EQ(chances[5].p, 0.0);
  EXPECT_EQ(chances[6].p, 1.0);
  EXPECT_EQ(chances[6].standard_error, std::nullopt);
}

TEST(DayCounts, ADayJustBeyondTheHorizonIsNoEvent) {
  DayCounts counts{30};
  counts.add(31);
  EXPECT_EQ(counts.count_by(30), 0U);
}

TEST(NumberTally, AgreesWithTheTextbook) {
  NumberTally tally;
  for (const int value : {2, 4, 4, 4, 5, 5, 7, 9}) tally.add(NumberTally::Wide{value} * 1'000'000);
  const Estimate estimate = tally.estimate();
  EXPECT_EQ(estimate.mean, 5.0);
  EXPECT_NEAR(*estimate.standard_error, std::sqrt(32.0 / 7.0 / 8.0), 1e-12);
}

TEST(NumberTally, OneValueHasNoStandardError) {
  NumberTally tally;
  tally.add(3);
  EXPECT_EQ(tally.estimate().mean, 0.000003);
  EXPECT_EQ(tally.estimate().standard_error, std::nullopt);
}

}  // namespace
}  // namespace runout::forecast
