#include "runout/regime/backtest/product_limit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "runout/regime/survival/kaplan_meier.h"

namespace runout::regime::backtest {
namespace {

/// `count` waits that end on the life day, decided.
void add(std::vector<RiskInterval>& sample, int count, Day seen, Day entry = 0) {
  for (int i = 0; i < count; ++i) sample.push_back({entry, seen, true});
}

// Twenty at risk: five are decided on day 1, six on day 3; nine are seen no longer.
TEST(ProductLimit, IsTheProductOfDaysByHand) {
  std::vector<RiskInterval> sample;
  add(sample, 5, 1);
  add(sample, 6, 3);
  for (int i = 0; i < 9; ++i) sample.push_back({0, 3, false});
  const std::vector<double> hazard = cumulative_hazard(sample, 5);
  ASSERT_EQ(hazard.size(), 6U);
  EXPECT_NEAR(std::exp(-hazard[1]), 15.0 / 20.0, 1e-12);
  EXPECT_NEAR(std::exp(-hazard[2]), 15.0 / 20.0, 1e-12);
  EXPECT_NEAR(std::exp(-hazard[3]), 15.0 / 20.0 * (9.0 / 15.0), 1e-12);
  // Behind day 3 the tail counts from day 2: 6 decided, 15 waits with 1 day each.
  EXPECT_NEAR(std::exp(-(hazard[4] - hazard[3])), 1.0 - 6.5 / 16.0, 1e-12);
}

TEST(ProductLimit, IsKaplanMeierWhereTenAreAtRisk) {
  std::vector<RiskInterval> sample;
  std::vector<survival::Observation> observations;
  for (int i = 0; i < 200; ++i) {
    const Day entry = i % 7;
    const Day seen = entry + 1 + (i * 37) % 23;
    sample.push_back({entry, seen, i % 3 != 0});
    observations.push_back(
        {static_cast<double>(entry), static_cast<double>(seen), i % 3 != 0 ? 1 : 0});
  }
  const std::vector<double> hazard = cumulative_hazard(sample, 15);
  const survival::SurvivalCurve curve = survival::estimate_survival(observations);
  for (Day day = 1; day <= 15; ++day) {
    EXPECT_NEAR(std::exp(-hazard[static_cast<std::size_t>(day)]),
                survival::evaluate(curve, day).survival, 1e-12)
        << day;
  }
}

TEST(ProductLimit, DoesNotSpeakOfDaysWithFewAtRisk) {
  std::vector<RiskInterval> sample;
  add(sample, 3, 2);      // three at risk on days 1 and 2
  add(sample, 12, 6, 4);  // twelve from day 5 on
  const std::vector<double> hazard = cumulative_hazard(sample, 6);
  EXPECT_EQ(hazard[2], 0.0);
  EXPECT_NEAR(hazard[6], -std::log(1.0 - 0.999), 1e-9);  // nobody is certain
}

TEST(ProductLimit, OfNothingDecidedIsHalfADecisionAndADay) {
  const std::vector<RiskInterval> sample{{0, 9, false}, {0, 10, false}};
  const std::vector<double> hazard = cumulative_hazard(sample, 3);
  EXPECT_NEAR(hazard[3], -3.0 * std::log(1.0 - 0.5 / 20.0), 1e-12);
  EXPECT_NEAR(cumulative_hazard({}, 2)[2], -2.0 * std::log(0.5), 1e-12);
}

TEST(ProductLimit, NeverFalls) {
  std::vector<RiskInterval> sample;
  for (int i = 0; i < 60; ++i) sample.push_back({i % 5, i % 5 + 1 + i % 11, i % 2 == 0});
  const std::vector<double> hazard = cumulative_hazard(sample, 40);
  EXPECT_TRUE(std::ranges::is_sorted(hazard));
}

}  // namespace
}  // namespace runout::regime::backtest
