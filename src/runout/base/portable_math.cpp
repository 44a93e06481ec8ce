#include "runout/base/portable_math.h"

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <numbers>

namespace runout::portable {
namespace {

// log 2 in two parts: multiples k * kLn2High are exact for |k| < 2^11.
constexpr double kLn2High = 0x1.62e42feep-1;  // NOLINT(modernize-use-std-numbers): its high part
constexpr double kLn2Low = 1.90821492927058770002e-10;

/// 2^k by its bits; -1022 <= k <= 1023.
double power_of_two(int k) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52U);
}

/// e^r - 1 for |r| <= 0.35, Taylor to r^14 by Horner (truncation below 1e-18).
double exp_reduced(double r) {
  static constexpr std::array<double, 13> kReciprocalFactorials{
      1.0 / 87178291200, 1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800,
      1.0 / 362880,      1.0 / 40320,      1.0 / 5040,      1.0 / 720,      1.0 / 120,
      1.0 / 24,          1.0 / 6,          1.0 / 2};
  double sum = 0.0;
  for (const double reciprocal : kReciprocalFactorials) sum = (sum + reciprocal) * r;
  return r + sum * r;
}

/// cos and sin of 2 pi t for 0 <= t <= 1/8 by their series.
double cos_series(double t) {
  constexpr double kTwoPi = 6.283185307179586477;
  const double x2 = (kTwoPi * t) * (kTwoPi * t);
  double sum = 0.0;
  for (int n = 16; n >= 2; n -= 2) sum = -(1.0 + sum) * (x2 / (n * (n - 1)));
  return 1.0 + sum;
}

double sin_series(double t) {
  constexpr double kTwoPi = 6.283185307179586477;
  const double x = kTwoPi * t;
  double sum = 0.0;
  for (int n = 17; n >= 3; n -= 2) sum = -(1.0 + sum) * (x * x / (n * (n - 1)));
  return x * (1.0 + sum);
}

}  // namespace

double exp(double x) {
  if (x != x) return x;
  if (x > 709.782712893384) return std::numeric_limits<double>::infinity();
  if (x < -745.14) return 0.0;
  const double scaled = x * std::numbers::log2e;
  const int k = static_cast<int>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  const double fraction = 1.0 + exp_reduced(r);
  // Two steps, because k may lie outside the exponents of normal numbers at both ends.
  if (k < -1000) return fraction * power_of_two(k + 100) * power_of_two(-100);
  if (k > 1000) return fraction * power_of_two(k - 100) * power_of_two(100);
  return fraction * power_of_two(k);
}

double log(double x) {
  if (x != x || x < 0.0) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0.0) return -std::numeric_limits<double>::infinity();
  if (x > std::numeric_limits<double>::max()) return x;
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // Subnormal: bring into the normal range first.
    x *= power_of_two(54);
    exponent = -54;
  }
  auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52U) - 1023;
  bits = (bits & 0xfffffffffffffULL) | (1023ULL << 52U);
  auto m = std::bit_cast<double>(bits);  // in [1, 2)
  if (m > std::numbers::sqrt2) {
    m *= 0.5;
    ++exponent;
  }
  // log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| < 0.1716: s^25 / 25 is below 1e-20.
  const double s = (m - 1.0) / (m + 1.0);
  const double s2 = s * s;
  static constexpr std::array<double, 11> kReciprocals{1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17,
                                                       1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9,
                                                       1.0 / 7,  1.0 / 5,  1.0 / 3};
  double sum = 0.0;
  for (const double reciprocal : kReciprocals) sum = (sum + reciprocal) * s2;
  const double tail = 2.0 * s * sum;
  return exponent * kLn2High + (2.0 * s + (tail + exponent * kLn2Low));
}

double pow(double x, double y) {
  if (y == 0.0) return 1.0;
  if (x == 0.0) return y > 0.0 ? 0.0 : std::numeric_limits<double>::infinity();
  return exp(y * log(x));
}

double log_gamma(double x) {
  static constexpr std::array<double, 15> kCoefficients{
      0.99999999999999709182,     57.156235665862923517,      -59.597960355475491248,
      14.136097974741747174,      -0.49191381609762019978,    0.33994649984811888699e-4,
      0.46523628927048575665e-4,  -0.98374475304879564677e-4, 0.15808870322491248884e-3,
      -0.21026444172410488319e-3, 0.21743961811521264320e-3,  -0.16431810653676389022e-3,
      0.84418223983852743293e-4,  -0.26190838401581408670e-4, 0.36899182659531622704e-5};
  if (!(x > 0.0)) return std::numeric_limits<double>::infinity();
  // Below 1/2 the recurrence Gamma(x + 1) = x Gamma(x) keeps the series where it is accurate.
  if (x < 0.5) return log_gamma(x + 1.0) - log(x);
  double sum = kCoefficients[0];
  for (std::size_t i = 1; i < kCoefficients.size(); ++i) {
    sum += kCoefficients[i] / (x - 1.0 + static_cast<double>(i));
  }
  const double t = x - 1.0 + 607.0 / 128.0 + 0.5;
  constexpr double kHalfLog2Pi = 0.91893853320467274178;
  return kHalfLog2Pi + (x - 0.5) * log(t) - t + log(sum);
}

double beta_share(double x, double a, double b) {
  if (x <= 0.0) return 0.0;
  if (x >= 1.0) return 1.0;
  // The fraction converges fast on this side of the mean.
  if (x > (a + 1.0) / (a + b + 2.0)) return 1.0 - beta_share(1.0 - x, b, a);
  const double front =
      exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(1.0 - x)) / a;
  constexpr int kMostTerms = 400;
  constexpr double kEnough = 1e-15;
  double c = 1.0;
  double d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
  double fraction = d;
  for (int m = 1; m <= kMostTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
    d = 1.0 / (1.0 + even * d);
    c = 1.0 + even / c;
    fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
    d = 1.0 / (1.0 + odd * d);
    c = 1.0 + odd / c;
    const double step = d * c;
    fraction *= step;
    if (step - 1.0 < kEnough && 1.0 - step < kEnough) break;
  }
  return front * fraction;
}

double cos_turn(double t) {
  // Folds the turn into its first eighth, where the series are short.
  if (t > 0.5) t = 1.0 - t;
  const bool negative = t > 0.25;
  if (negative) t = 0.5 - t;
  const double value = t <= 0.125 ? cos_series(t) : sin_series(0.25 - t);
  return negative ? -value : value;
}

}  // namespace runout::portable
