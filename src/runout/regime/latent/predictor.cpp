#include "runout/regime/latent/predictor.h"

namespace runout::regime {
namespace {

using Eigen::Index;

}  // namespace

Predictor predict(const Layout& layout, const Patterns& patterns, const std::vector<double>& offset,
                  const ArrowVector& unknowns) {
  const Eigen::VectorXd& dense = unknowns.dense;
  Predictor result;
  result.surface.resize(layout.periods * layout.bins);
  std::vector<double> by_bin(layout.bins);
  for (std::size_t b = 0; b < layout.bins; ++b) {
    by_bin[b] = offset[b] + dense(0) + dense(static_cast<Index>(layout.shape_at + b));
  }
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    by_bin[layout.marked[m]] += dense(static_cast<Index>(layout.mark_at + m));
  }
  std::vector<double> by_hat(layout.hats);
  for (std::size_t t = 0; t < layout.periods; ++t) {
    const auto first = static_cast<Index>(t * layout.period_size);
    double common = 0.0;
    for (std::size_t i = layout.jolt_at; i < layout.drift_at; ++i) {
      common += unknowns.periods(first + static_cast<Index>(i));
    }
    for (std::size_t h = 0; h < layout.hats; ++h) {
      by_hat[h] = layout.blocks.shock ? unknowns.periods(first + static_cast<Index>(h)) : 0.0;
    }
    for (std::size_t h = 0; layout.blocks.drift && h < layout.hats; ++h) {
      by_hat[h] += unknowns.periods(first + static_cast<Index>(layout.drift_at + h));
    }
    double* row = result.surface.data() + t * layout.bins;
    for (std::size_t b = 0; b < layout.bins; ++b) {
      const HatPoint hat = layout.bin_hat[b];
      row[b] = by_bin[b] + common + (1.0 - hat.fraction) * by_hat[hat.hat] +
               hat.fraction * by_hat[hat.hat + 1U];
    }
  }
  result.pattern.assign(patterns.size(), 0.0);
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    for (std::size_t k = 0; k < patterns.covariates; ++k) {
      const std::int32_t level = patterns.of(p)[k];
      if (level == kNoLevel) continue;
      result.pattern[p] += dense(static_cast<Index>(layout.effect_at[k]) + level);
    }
  }
  return result;
}

}  // namespace runout::regime
