#include "runout/regime/factors.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "runout/regime/speed.h"
#include "runout/regime/weekdays.h"

namespace runout::regime {
namespace {

TEST(Factors, MarginalLikelihoodIsTheIntegral) {
  // log of the integral of x^d exp(-x e) Gamma(x; a, a) dx, by the midpoint rule.
  const double d = 3.0;
  const double e = 1.7;
  const double a = 2.5;
  double integral = 0.0;
  constexpr double kStep = 1e-3;
  for (double x = 0.5 * kStep; x < 40.0; x += kStep) {
    integral += kStep * std::exp(d * std::log(x) - x * e + a * std::log(a) - std::lgamma(a) +
                                 (a - 1.0) * std::log(x) - a * x);
  }
  EXPECT_NEAR(log_marginal(d, e, a), std::log(integral), 1e-6);
}

TEST(Factors, OfFewRecordsStayCloseToOne) {
  const std::array levels{LevelCount{2.0, 1.0}, LevelCount{0.0, 1.0}};
  const FactorPosterior posterior = fit_factors(levels);
  for (std::size_t level = 0; level < 2; ++level) {
    EXPECT_NEAR(posterior.shape[level] / posterior.rate[level], 1.0, 0.15);
  }
}

TEST(Factors, OfManyRecordsAreWhatTheyShow) {
  const std::array levels{LevelCount{2000.0, 1000.0}, LevelCount{500.0, 1000.0}};
  const FactorPosterior posterior = fit_factors(levels);
  EXPECT_NEAR(posterior.shape[0] / posterior.rate[0], 2.0, 0.02);
  EXPECT_NEAR(posterior.shape[1] / posterior.rate[1], 0.5, 0.02);
}

TEST(Factors, OfLevelsNeverMetDoNotChangeTheSpread) {
  const std::array some{LevelCount{30.0, 20.0}, LevelCount{10.0, 20.0}};
  const std::array more{LevelCount{30.0, 20.0}, LevelCount{10.0, 20.0}, LevelCount{0.0, 0.0}};
  EXPECT_DOUBLE_EQ(fit_factors(some).prior_shape, fit_factors(more).prior_shape);
}

TEST(Speed, TiesCasesWithoutSlowingThem) {
  // P(not decided) over the speed must be exp(-C): numerically over a grid of speeds.
  const double shape = 6.0;
  const double collected = 1.3;
  double survives = 0.0;
  constexpr double kStep = 1e-3;
  for (double v = 0.5 * kStep; v < 12.0; v += kStep) {
    const double density = std::exp(shape * std::log(shape) - std::lgamma(shape) +
                                    (shape - 1.0) * std::log(v) - shape * v);
    // Not decided while needed_hazard(e, v) > C, that is while e > v shape (exp(C / shape) - 1).
    const double limit = v * shape * (std::exp(collected / shape) - 1.0);
    EXPECT_NEAR(needed_hazard(limit, v, shape), collected, 1e-9);
    survives += kStep * density * std::exp(-limit);
  }
  EXPECT_NEAR(survives, std::exp(-collected), 1e-6);
}

TEST(Weekdays, WithoutDecisionsAreAnOfficeOpenFromMondayToFriday) {
  const auto open = learn_weekdays({}, Date{Days{20'000}});
  double sum = 0.0;
  for (const double share : open) sum += share;
  EXPECT_NEAR(sum, 7.0, 1e-12);
  EXPECT_NEAR(open[1], 1.372, 1e-9);
  EXPECT_NEAR(open[0], 0.07, 1e-9);
}

TEST(Weekdays, LearnThatAnOfficeDecidesOnSundays) {
  const Date as_of{Days{20'000}};
  std::vector<Date> decisions;
  for (int day = 0; day < 700; ++day) decisions.push_back(as_of - Days{day});
  const auto open = learn_weekdays(decisions, as_of);
  EXPECT_NEAR(open[0], 1.0, 0.06);
}

}  // namespace
}  // namespace runout::regime
