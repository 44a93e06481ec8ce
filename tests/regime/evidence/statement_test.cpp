#include "runout/regime/evidence/statement.h"

#include <cmath>

#include <gtest/gtest.h>

namespace runout::regime {
namespace {

double log_odds(double p) { return std::log(p / (1.0 - p)); }

TEST(Statement, OfABetaWithShapesOneMakesAllCountsEquallyLikely) {
  // Beta(1, 1) mixes two of two trials into 1/3 for each count; binomial coefficients left out.
  const auto likelihood = [](double count) {
    return std::exp(evaluate(CountStatement{count, 2.0, 2.0}, 0.0).log_likelihood);
  };
  EXPECT_NEAR(likelihood(0.0), 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(likelihood(1.0), 1.0 / 6.0, 1e-12);  // times 2 ways
  EXPECT_NEAR(likelihood(2.0), 1.0 / 3.0, 1e-12);
}

TEST(Statement, OfHighPrecisionIsBinomial) {
  const StatementValue precise = evaluate(CountStatement{5.0, 180.0, 1e9}, log_odds(0.1));
  EXPECT_NEAR(precise.log_likelihood, 5.0 * std::log(0.1) + 175.0 * std::log(0.9), 1e-9);
  EXPECT_NEAR(precise.slope, 5.0 - 18.0, 1e-9);
  EXPECT_NEAR(precise.curvature, 180.0 * 0.09, 1e-4);
}

TEST(Statement, SlopesAreThoseOfFiniteDifferences) {
  const Statement statements[] = {CountStatement{5.0, 180.0, 60.0}, CountStatement{0.0, 30.0, 20.0},
                                  CountStatement{7.5, 9.25, 200.0}, CountStatement{30.0, 30.0, 1e9},
                                  ShareStatement{0.6, 0.35},        ShareStatement{0.0, 0.3}};
  for (const Statement& statement : statements) {
    for (const double x : {-4.0, -0.7, 0.0, 2.5}) {
      constexpr double kStep = 1e-5;
      const double difference = (evaluate(statement, x + kStep).log_likelihood -
                                 evaluate(statement, x - kStep).log_likelihood) /
                                (2.0 * kStep);
      EXPECT_NEAR(evaluate(statement, x).slope, difference, 1e-5 * (1.0 + std::abs(difference)));
    }
  }
}

TEST(Statement, IsLikeliestAtWhatItSays) {
  EXPECT_NEAR(evaluate(CountStatement{30.0, 100.0, 1e9}, log_odds(0.3)).slope, 0.0, 1e-9);
  EXPECT_NEAR(evaluate(ShareStatement{0.3, 0.4}, log_odds(0.3)).slope, 0.0, 1e-12);
}

TEST(Statement, WeighsAsManyApplicationsAsItsVarianceAllows) {
  // 200 counted with precision 100: 200 x 101 / 300.
  EXPECT_NEAR(independent_applications(CountStatement{1.0, 200.0, 100.0}, 0.5), 67.333, 1e-3);
  // A standard deviation of 0.4 in log odds at one half: 1 / (0.16 x 0.25).
  EXPECT_NEAR(independent_applications(ShareStatement{0.5, 0.4}, 0.5), 25.0, 1e-9);
}

}  // namespace
}  // namespace runout::regime
