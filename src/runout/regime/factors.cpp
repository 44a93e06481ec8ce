#include "runout/regime/factors.h"

#include <algorithm>
#include <array>

#include "runout/base/portable_math.h"

namespace runout::regime {

double log_marginal(double decided, double expected, double shape) {
  // d log e is left out: it does not depend on the shape.
  return portable::log_gamma(shape + decided) - portable::log_gamma(shape) +
         shape * portable::log(shape / (shape + expected)) -
         decided * portable::log(shape + expected);
}

FactorPosterior fit_factors(std::span<const LevelCount> levels) {
  constexpr std::array kSpreads{0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0};
  constexpr double kMeanSpread = 0.2;
  std::array<double, kSpreads.size()> log_weight{};
  for (std::size_t i = 0; i < kSpreads.size(); ++i) {
    const double shape = 1.0 / (kSpreads[i] * kSpreads[i]);
    // The grid is finer near 0; its spacing is part of the weight.
    const double below = i == 0 ? 0.0 : kSpreads[i - 1];
    const double above = i + 1 == kSpreads.size() ? kSpreads[i] : kSpreads[i + 1];
    log_weight[i] = portable::log(0.5 * (above - below)) - kSpreads[i] / kMeanSpread;
    for (const LevelCount& level : levels) {
      log_weight[i] += log_marginal(level.decided, level.expected, shape);
    }
  }
  const double largest = std::ranges::max(log_weight);
  double total = 0.0;
  double variance = 0.0;
  for (std::size_t i = 0; i < kSpreads.size(); ++i) {
    const double weight = portable::exp(log_weight[i] - largest);
    total += weight;
    variance += weight * kSpreads[i] * kSpreads[i];
  }
  FactorPosterior posterior;
  posterior.prior_shape = total / variance;
  for (const LevelCount& level : levels) {
    posterior.shape.push_back(posterior.prior_shape + level.decided);
    posterior.rate.push_back(posterior.prior_shape + level.expected);
  }
  return posterior;
}

}  // namespace runout::regime
