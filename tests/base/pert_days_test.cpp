#include "runout/base/pert_days.h"

#include <cmath>

#include <gtest/gtest.h>

#include "runout/base/portable_math.h"

namespace runout {
namespace {

TEST(BetaShare, HasItsClosedForms) {
  for (const double x : {0.0, 0.03, 0.2, 0.5, 0.77, 0.999, 1.0}) {
    EXPECT_NEAR(portable::beta_share(x, 1.0, 1.0), x, 1e-13);
    EXPECT_NEAR(portable::beta_share(x, 2.0, 1.0), x * x, 1e-13);
    EXPECT_NEAR(portable::beta_share(x, 1.0, 4.0), 1.0 - std::pow(1.0 - x, 4), 1e-13);
    // Twice the odds of three in four: I_x(2, 3) = 6 x^2 - 8 x^3 + 3 x^4.
    EXPECT_NEAR(portable::beta_share(x, 2.0, 3.0), 6 * x * x - 8 * x * x * x + 3 * x * x * x * x,
                1e-13);
    // Arcsine law.
    EXPECT_NEAR(portable::beta_share(x, 0.5, 0.5), 2.0 / std::acos(-1.0) * std::asin(std::sqrt(x)),
                1e-12);
  }
}

TEST(BetaShare, AgreesWithANumericalIntegral) {
  constexpr double kA = 2.6;
  constexpr double kB = 3.4;
  constexpr int kSteps = 200'000;
  const auto density = [](double t) { return std::pow(t, kA - 1) * std::pow(1 - t, kB - 1); };
  double below = 0.0;
  double all = 0.0;
  for (int i = 0; i < kSteps; ++i) {
    const double value = density((i + 0.5) / kSteps);
    all += value;
    if (i < kSteps * 3 / 10) below += value;
  }
  EXPECT_NEAR(portable::beta_share(0.3, kA, kB), below / all, 1e-9);
}

TEST(PertDays, StayWithinTheirBoundsAndHaveTheirMean) {
  RandomStream stream{3, 0, "pert", Purpose::test};
  const PertDays days{44, 47, 52};
  double sum = 0.0;
  for (int i = 0; i < 100'000; ++i) {
    const std::int32_t drawn = days.draw(stream);
    ASSERT_GE(drawn, 44);
    ASSERT_LE(drawn, 52);
    sum += drawn;
  }
  EXPECT_NEAR(sum / 100'000, (44 + 4 * 47 + 52) / 6.0, 0.03);  // the PERT mean
  EXPECT_EQ(days.low(), 44);
  EXPECT_EQ(days.high(), 52);
}

TEST(PertDays, AreTheRoundedBeta) {  // against the ratio of two gamma variables
  RandomStream stream{5, 0, "beta", Purpose::test};
  const PertDays days{10, 12, 20};
  constexpr int kDraws = 200'000;
  std::vector<double> by_beta(21, 0.0);
  for (int i = 0; i < kDraws; ++i) {
    const double beta = stream.beta(1.0 + 4.0 * 0.2, 1.0 + 4.0 * 0.8);
    by_beta[static_cast<std::size_t>(std::floor(10 + 10 * beta + 0.5))] += 1.0 / kDraws;
  }
  double below = 0.0;
  for (std::size_t i = 0; i < days.chances().size(); ++i) {
    below += by_beta[10 + i];
    EXPECT_NEAR(days.chances()[i], below, 0.005) << i;  // more than 4 standard errors
  }
}

TEST(PertDays, LeaveTheStreamAloneWhereTheyAreFixed) {
  RandomStream stream{3, 0, "fixed", Purpose::test};
  RandomStream untouched{3, 0, "fixed", Purpose::test};
  EXPECT_EQ(PertDays(7, 7, 7).draw(stream), 7);
  EXPECT_EQ(PertDays(7, 9, 3).draw(stream), 7);
  EXPECT_EQ(stream.next_bits(), untouched.next_bits());
}

}  // namespace
}  // namespace runout
