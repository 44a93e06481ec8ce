#include "runout/base/portable_math.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace runout {
namespace {

constexpr double kUlp = std::numeric_limits<double>::epsilon();

TEST(PortableMath, ExpAgreesWithTheLibraryToTwoUnitsInTheLastPlace) {
  for (double x = -740.0; x < 709.0; x += 0.317) {
    const double expected = std::exp(x);
    EXPECT_NEAR(portable::exp(x), expected, 2 * kUlp * expected + 1e-323) << x;
  }
  EXPECT_EQ(portable::exp(0.0), 1.0);
  EXPECT_EQ(portable::exp(-1000.0), 0.0);
  EXPECT_TRUE(std::isinf(portable::exp(1000.0)));
  EXPECT_TRUE(std::isnan(portable::exp(std::nan(""))));
}

TEST(PortableMath, LogAgreesWithTheLibraryToTwoUnitsInTheLastPlace) {
  for (double x = 1e-310; x < 1e300; x *= 1.37) {
    EXPECT_NEAR(portable::log(x), std::log(x), 2 * kUlp * std::abs(std::log(x)) + 1e-17) << x;
  }
  for (double x = 0.5; x < 2.0; x += 0.00137) {
    EXPECT_NEAR(portable::log(x), std::log(x), 2 * kUlp * std::abs(std::log(x)) + 1e-17) << x;
  }
  EXPECT_EQ(portable::log(1.0), 0.0);
  EXPECT_TRUE(std::isinf(portable::log(0.0)));
  EXPECT_TRUE(std::isnan(portable::log(-1.0)));
}

TEST(PortableMath, LogGammaAgreesWithFactorialsAndTheLibrary) {
  double log_factorial = 0.0;
  for (int n = 1; n < 170; ++n) {
    log_factorial += std::log(n);
    EXPECT_NEAR(portable::log_gamma(n + 1.0), log_factorial, 1e-13 * (1 + log_factorial)) << n;
  }
  for (double x = 1e-6; x < 1e6; x *= 1.7) {
    EXPECT_NEAR(portable::log_gamma(x), std::lgamma(x), 2e-13 * (1 + std::abs(std::lgamma(x))));
  }
}

TEST(PortableMath, CosOfATurnAndPowersAgreeWithTheLibrary) {
  for (double t = 0.0; t < 1.0; t += 0.00391) {
    EXPECT_NEAR(portable::cos_turn(t), std::cos(2 * 3.14159265358979323846 * t), 1e-15) << t;
  }
  EXPECT_EQ(portable::pow(0.0, 2.0), 0.0);
  EXPECT_NEAR(portable::pow(2.0, 0.5), std::sqrt(2.0), 1e-15);
}

}  // namespace
}  // namespace runout
