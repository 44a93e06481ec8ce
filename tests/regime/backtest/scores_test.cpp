#include "runout/regime/backtest/scores.h"

#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace runout::regime::backtest {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::Each;

std::vector<double> exponential(double rate, Day days) {
  std::vector<double> by_day;
  for (Day k = 1; k <= days; ++k) by_day.push_back(1.0 - std::exp(-rate * k));
  return by_day;
}

Scores score_one(const std::vector<double>& by_day, Day came, const std::vector<Day>& horizons) {
  ScoreSheet sheet{horizons, static_cast<Day>(by_day.size())};
  sheet.add(by_day, came);
  return sheet.finish();
}

struct Expected {
  Day came;
  double rate, crps, brier;
};

// R: F = 1 - exp(-rate k), k = 1..60; sum((F - 1{y <= k})^2) and (F(30) - 1{y <= 30})^2.
constexpr Expected kExpected[]{
    {3, 0.05, 7.77262946119712, 0.0497870683678639},
    {10, 0.08, 2.43814887463675, 0.00822974704902002},
    {25, 0.03, 6.02396151785602, 0.165298888221587},
    {40, 0.02, 7.66083082169989, 0.203570939724149},
    {200, 0.01, 4.80481478225309, 0.0671751947305907},
};

TEST(Scores, AreThoseThatRFinds) {
  for (const Expected& row : kExpected) {
    const Scores scores = score_one(exponential(row.rate, 60), row.came, {30});
    EXPECT_NEAR(scores.crps, row.crps, 1e-6 * row.crps) << row.came;
    EXPECT_NEAR(scores.horizons[0].brier, row.brier, 1e-6 * row.brier) << row.came;
  }
}

// F = 0.2, 0.6, 0.9 over three days; horizons 1 and 2; the case is decided on day 2.
TEST(Scores, FollowFromTheirDefinitionsByHand) {
  const Scores scores = score_one({0.2, 0.6, 0.9}, 2, {1, 2});
  EXPECT_NEAR(scores.crps, 0.2 * 0.2 + 0.4 * 0.4 + 0.1 * 0.1, 1e-12);
  EXPECT_NEAR(scores.log_score, -std::log(0.99 * 0.4 + 0.01 / 3), 1e-12);
  EXPECT_NEAR(scores.horizons[0].brier, 0.04, 1e-12);
  EXPECT_NEAR(scores.horizons[1].brier, 0.16, 1e-12);
  EXPECT_EQ(scores.horizons[0].observed, 0U);
  EXPECT_EQ(scores.horizons[1].observed, 1U);
  // The jump from 0.2 to 0.6 lies in [0.05, 0.95] whole, and with 0.35 of 0.40 in [0.25, 0.75].
  EXPECT_NEAR(scores.coverage90, 1.0, 1e-12);
  EXPECT_NEAR(scores.coverage50, 0.875, 1e-12);
  EXPECT_NEAR(scores.pit[1], 0.0, 1e-12);
  EXPECT_NEAR(scores.pit[2], 0.25, 1e-12);
  EXPECT_NEAR(scores.pit_deviation, 0.5 * (6 * 0.1 + 4 * 0.15), 1e-12);
  // 5 % is reached on day 1, 95 % on none of three: day 4 stands for later.
  EXPECT_NEAR(scores.width90, 3.0, 1e-12);
  EXPECT_NEAR(scores.width50, 3.0 - 2.0, 1e-12);
  EXPECT_NEAR(scores.median_error, 0.0, 1e-12);
  // Independent cases: 0.6 +- 1.645 sqrt(0.24).
  EXPECT_NEAR(scores.horizons[1].interval.high, 0.6 + 1.645 * std::sqrt(0.24), 1e-12);
  EXPECT_TRUE(scores.horizons[1].count_held());
  EXPECT_NEAR(scores.horizons[1].count_error(), std::log(2.0 / 1.6), 1e-12);
}

TEST(Scores, TakeWhatComesBehindTheLastDayAsLater) {
  const Scores scores = score_one({0.2, 0.6, 0.9}, kNever, {1, 2});
  EXPECT_NEAR(scores.crps, 0.04 + 0.36 + 0.81, 1e-12);
  EXPECT_NEAR(scores.log_score, -std::log(0.99 * 0.4 + 0.01 / 3), 1e-12);
  // The jump from 0.9 to 1 is half inside the 90 % interval.
  EXPECT_NEAR(scores.coverage90, 0.5, 1e-12);
  EXPECT_NEAR(scores.too_late, 0.5, 1e-12);
  EXPECT_NEAR(scores.median_error, 2.0, 1e-12);
}

TEST(Scores, OfAPerfectForecastAreZero) {
  const Scores scores = score_one({0.0, 1.0, 1.0}, 2, {1, 3});
  EXPECT_THAT(scores.crps, DoubleEq(0.0));
  EXPECT_THAT(scores.horizons[1].brier, DoubleEq(0.0));
  EXPECT_THAT(scores.median_error, DoubleEq(0.0));
}

TEST(Scores, ReachAShareInSpiteOfTheLastBitOfASum) {
  const Scores scores = score_one({0.1 + 0.2 + 0.2 - 1e-16, 1.0}, 1, {1});
  EXPECT_THAT(scores.median_error, DoubleEq(0.0));
}

// No draw fell on the day that came: its place among the others is known all the same.
TEST(Scores, KnowTheIntervalOfADayWithoutAnyJump) {
  const Scores inside = score_one({0.25, 0.25, 0.9}, 2, {3});
  EXPECT_NEAR(inside.coverage90, 1.0, 1e-6);
  EXPECT_NEAR(inside.coverage50, 1.0, 1e-6);
  EXPECT_NEAR(inside.pit[2], 1.0, 1e-6);
  EXPECT_NEAR(score_one({0.0, 0.0, 0.9}, 2, {3}).too_early, 1.0, 1e-6);
  EXPECT_NEAR(score_one({0.5, 1.0, 1.0}, 3, {3}).too_late, 1.0, 1e-6);
}

RC_GTEST_PROP(Scores, SpreadEveryJumpOverTheTransformExactlyOnce, ()) {
  const auto days = *rc::gen::inRange<Day>(2, 40);
  std::vector<double> by_day;
  double p = 0.0;
  for (Day k = 0; k < days; ++k) {
    p += (1.0 - p) * static_cast<double>(*rc::gen::inRange(0, 1001)) / 1000.0;
    by_day.push_back(p);
  }
  const Scores scores = score_one(by_day, *rc::gen::inRange<Day>(1, days + 2), {1, days});
  double sum = std::accumulate(scores.pit.begin(), scores.pit.end(), 0.0);
  RC_ASSERT(std::abs(sum - 1.0) < 1e-6);
  sum = scores.coverage90 + scores.too_early + scores.too_late;
  RC_ASSERT(std::abs(sum - 1.0) < 1e-6);
  RC_ASSERT(scores.coverage50 <= scores.coverage90 + 1e-12);
  RC_ASSERT(scores.width50 <= scores.width90);
  RC_ASSERT(scores.crps >= 0.0 && scores.crps <= static_cast<double>(days));
}

TEST(Scores, ArePooledByPendingCasesAndCountsByDate) {
  ScoreSheet one{{2}, 3};
  one.add(std::vector<double>{0.2, 0.6, 0.9}, 2);
  ScoreSheet other{{2}, 3};
  for (int i = 0; i < 3; ++i) other.add(std::vector<double>{0.0, 0.0, 0.5}, 1);
  const std::vector<Scores> days{one.finish(std::vector<CountInterval>{{0, 1}}),
                                 other.finish(std::vector<CountInterval>{{0, 2}})};
  const PooledScores pooled = pool(days);
  EXPECT_EQ(pooled.dates, 2U);
  EXPECT_EQ(pooled.mean.pending, 4U);
  EXPECT_NEAR(pooled.mean.crps, (0.21 + 3 * 2.25) / 4.0, 1e-12);
  EXPECT_NEAR(pooled.count_coverage, 0.5, 1e-12);  // 1 lies in [0, 1], 3 not in [0, 2]
  EXPECT_NEAR(pooled.count_error, 0.5 * (std::log(2.0 / 1.6) + std::log(4.0)), 1e-12);
  EXPECT_EQ(pooled.mean.horizons[0].observed, 4U);
  EXPECT_EQ(pooled.mean.horizons[0].reliability[0].forecasts, 3U);
  EXPECT_EQ(pooled.mean.horizons[0].reliability[0].came_true, 3U);
  EXPECT_EQ(pooled.mean.horizons[0].reliability[6].forecasts, 1U);
}

}  // namespace
}  // namespace runout::regime::backtest
