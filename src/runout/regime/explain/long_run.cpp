#include "runout/regime/explain/long_run.h"

#include <vector>

namespace runout::regime {
namespace {

using Eigen::Index;

/// Adds the calendar's mean to the offset of each bin and takes all change out of the future.
void level_out(FieldPosterior& field, std::vector<double>& offset) {
  const Layout& layout = field.layout;
  double weight = 0.0;
  double common = 0.0;
  std::vector<double> by_hat(layout.hats, 0.0);
  for (std::size_t t = 0; t < layout.periods; ++t) {
    const double own = field.expected_by_period[t];
    if (own <= 0.0) continue;
    weight += own;
    const auto first = static_cast<Index>(t * layout.period_size);
    const auto at = [&](std::size_t i) {
      return field.mode.periods(first + static_cast<Index>(i));
    };
    for (std::size_t i = layout.jolt_at; i < layout.drift_at; ++i) common += own * at(i);
    for (std::size_t h = 0; h < layout.hats; ++h) {
      if (layout.blocks.shock) by_hat[h] += own * at(h);
      if (layout.blocks.drift) by_hat[h] += own * at(layout.drift_at + h);
    }
  }
  if (weight > 0.0) {
    for (std::size_t b = 0; b < layout.bins; ++b) {
      const HatPoint hat = layout.bin_hat[b];
      offset[b] +=
          (common + (1.0 - hat.fraction) * by_hat[hat.hat] + hat.fraction * by_hat[hat.hat + 1U]) /
          weight;
    }
  }
  Hyper& hyper = field.hyper;
  hyper.walk = hyper.pace = hyper.pace_kept = hyper.jolt = hyper.shock = hyper.drift = 0.0;
}

}  // namespace

StateModel at_long_run(const StateModel& model) {
  StateModel result = model;
  level_out(result.hazard, result.offset);
  for (CauseSplit& split : result.splits) level_out(split.field, split.offset);
  result.day_spread = 0.0;
  return result;
}

}  // namespace runout::regime
