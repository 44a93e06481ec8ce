#include "runout/regime/evidence/statement.h"

#include <algorithm>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

constexpr double kPlainBinomial = 1e7;
/// A share of 0 or 1 is one that was rounded.
constexpr double kSmallestShapeShare = 0.005;

double log_odds_of(double share) {
  const double p = std::clamp(share, kSmallestShapeShare, 1.0 - kSmallestShapeShare);
  return portable::log(p) - portable::log(1.0 - p);
}

/// log(1 + e^x) without overflow.
double log_one_plus_exp(double x) {
  return x > 0.0 ? x + portable::log(1.0 + portable::exp(-x))
                 : portable::log(1.0 + portable::exp(x));
}

/// Derivative of log Gamma for x > 0: upwards by the recurrence, then Stirling's series.
double digamma(double x) {
  constexpr double kLarge = 12.0;
  double sum = 0.0;
  while (x < kLarge) {
    sum -= 1.0 / x;
    x += 1.0;
  }
  const double inverse = 1.0 / (x * x);
  return sum + portable::log(x) - 0.5 / x -
         inverse * (1.0 / 12.0 -
                    inverse * (1.0 / 120.0 - inverse * (1.0 / 252.0 - inverse * (1.0 / 240.0))));
}

/// log of Gamma(x + n) / Gamma(x), and its derivative by x.
struct Rising {
  double log_value = 0.0;
  double slope = 0.0;
};

Rising rising(double x, double n) {
  if (n <= 0.0) return {};
  return {portable::log_gamma(x + n) - portable::log_gamma(x), digamma(x + n) - digamma(x)};
}

StatementValue evaluate_count(const CountStatement& said, double log_odds) {
  const double p = 1.0 / (1.0 + portable::exp(-log_odds));
  const double spread = p / (1.0 + portable::exp(log_odds));  // p (1 - p)
  StatementValue value;
  value.curvature = independent_applications(said, p) * spread;
  if (said.precision > kPlainBinomial) {
    value.log_likelihood = said.count * log_odds - said.of * log_one_plus_exp(log_odds);
    value.slope = said.count - said.of * p;
    return value;
  }
  // Shapes of 0 have no likelihood; far out in the tails the smallest shape is as good.
  constexpr double kSmallestShape = 1e-9;
  const double yes_shape = std::max(kSmallestShape, p * said.precision);
  const double no_shape =
      std::max(kSmallestShape, said.precision / (1.0 + portable::exp(log_odds)));
  const Rising yes = rising(yes_shape, said.count);
  const Rising no = rising(no_shape, said.of - said.count);
  value.log_likelihood = yes.log_value + no.log_value - rising(said.precision, said.of).log_value;
  value.slope = said.precision * spread * (yes.slope - no.slope);
  return value;
}

}  // namespace

StatementValue evaluate(const Statement& statement, double log_odds) {
  if (const auto* count = std::get_if<CountStatement>(&statement)) {
    return evaluate_count(*count, log_odds);
  }
  const auto& said = std::get<ShareStatement>(statement);
  const double weight = 1.0 / (said.deviation * said.deviation);
  const double apart = log_odds_of(said.share) - log_odds;
  return {-0.5 * weight * apart * apart, weight * apart, weight};
}

double independent_applications(const Statement& statement, double p) {
  if (const auto* count = std::get_if<CountStatement>(&statement)) {
    // The variance of a beta-binomial count is that of a binomial times (precision + of) /
    // (precision + 1).
    return count->of * (count->precision + 1.0) / (count->precision + count->of);
  }
  const double deviation = std::get<ShareStatement>(statement).deviation;
  return 1.0 / (deviation * deviation * std::max(p * (1.0 - p), 1e-9));
}

}  // namespace runout::regime
