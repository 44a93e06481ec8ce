#include "runout/regime/waiting_template.h"

#include <algorithm>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

/// Log posterior of a shift, up to a constant.
class ShiftDensity {
 public:
  ShiftDensity(const CellTable& cells, const WaitingPrior& prior)
      : bins_{cells.bins},
        prior_{prior},
        exposure_(cells.bins.size(), 0.0),
        decided_(cells.bins.size(), 0.0) {
    for (const Cell& cell : cells.cells) {
      exposure_[cell.bin] += cell.exposure;
      decided_[cell.bin] += cell.decided;
    }
  }

  [[nodiscard]] double at(double shift) const {
    const std::vector<double> log_hazard = template_offset(bins_, move_prior(prior_, shift));
    const double from_mean = shift / prior_.location_spread;
    double sum = -0.5 * from_mean * from_mean;
    for (std::size_t b = 0; b < log_hazard.size(); ++b) {
      if (exposure_[b] <= 0.0) continue;
      sum += decided_[b] * log_hazard[b] - exposure_[b] * portable::exp(log_hazard[b]);
    }
    return sum;
  }

 private:
  const DurationBins& bins_;
  const WaitingPrior& prior_;
  std::vector<double> exposure_;
  std::vector<double> decided_;
};

}  // namespace

WaitingPrior move_prior(const WaitingPrior& prior, double shift) {
  const double factor = portable::exp(shift);
  WaitingPrior moved = prior;
  moved.low *= factor;
  moved.median *= factor;
  moved.high *= factor;
  return moved;
}

std::vector<double> template_offset(const DurationBins& bins, const WaitingPrior& prior) {
  std::vector<double> offset;
  offset.reserve(bins.size());
  double before = 0.0;
  for (std::size_t b = 0; b < bins.size(); ++b) {
    const double from = bins.starts[b];
    const double to = b + 1 < bins.size() ? bins.starts[b + 1] : from + std::max(1.0, from / 2.0);
    const double collected = template_hazard(prior, to);
    offset.push_back(portable::log(std::max((collected - before) / (to - from), 1e-9)));
    before = collected;
  }
  return offset;
}

double find_shift(const CellTable& cells, const WaitingPrior& prior) {
  if (cells.exposure <= 0.0) return 0.0;
  const ShiftDensity density{cells, prior};
  // The density may have more than one top: look at all places first, then close in on the best.
  constexpr int kSteps = 16;
  constexpr int kHalvings = 18;
  double step = 0.25;
  double best = 0.0;
  double highest = density.at(best);
  for (int i = -kSteps; i <= kSteps; ++i) {
    const double shift = i * step;
    const double value = density.at(shift);
    if (value > highest) {
      highest = value;
      best = shift;
    }
  }
  for (int halving = 0; halving < kHalvings; ++halving) {
    step /= 2.0;
    for (const double next : {best - step, best + step}) {
      const double value = density.at(next);
      if (value > highest) {
        highest = value;
        best = next;
        break;
      }
    }
  }
  return best;
}

}  // namespace runout::regime
