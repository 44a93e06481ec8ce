#include "runout/regime/waiting_template.h"

#include <algorithm>
#include <cmath>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

double square(double x) { return x * x; }

/// Decisions and days at risk by waiting time alone.
struct BinTotals {
  explicit BinTotals(const CellTable& cells)
      : exposure(cells.bins.size(), 0.0), decided(cells.bins.size(), 0.0) {
    for (const Cell& cell : cells.cells) {
      exposure[cell.bin] += cell.exposure;
      decided[cell.bin] += cell.decided;
    }
  }
  std::vector<double> exposure;
  std::vector<double> decided;
};

/// Log posterior of a shift.
class ShiftDensity {
 public:
  ShiftDensity(const CellTable& cells, const WaitingPrior& prior)
      : bins_{cells.bins}, totals_{cells}, prior_{prior} {}

  [[nodiscard]] double at(const TemplateShift& shift) const {
    const std::vector<double> log_hazard = template_offset(bins_, move_prior(prior_, shift));
    double sum = shift_log_prior(prior_, shift);
    for (std::size_t b = 0; b < log_hazard.size(); ++b) {
      if (totals_.exposure[b] <= 0.0) continue;
      sum +=
          totals_.decided[b] * log_hazard[b] - totals_.exposure[b] * portable::exp(log_hazard[b]);
    }
    return sum;
  }

 private:
  const DurationBins& bins_;
  BinTotals totals_;
  const WaitingPrior& prior_;
};

/// Value, gradient and second derivatives from differences.
struct Expansion {
  double value = 0.0;
  double g1 = 0.0;
  double g2 = 0.0;
  double h11 = 0.0;  ///< of minus the density
  double h12 = 0.0;
  double h22 = 0.0;
};

Expansion expand(const ShiftDensity& density, const TemplateShift& x) {
  constexpr double kStep = 0.01;
  const auto f = [&](double i, double j) {
    return density.at({x.location + i * kStep, x.width + j * kStep});
  };
  Expansion e;
  e.value = f(0, 0);
  const double left = f(-1, 0);
  const double right = f(1, 0);
  const double below = f(0, -1);
  const double above = f(0, 1);
  e.g1 = (right - left) / (2.0 * kStep);
  e.g2 = (above - below) / (2.0 * kStep);
  e.h11 = -(right - 2.0 * e.value + left) / square(kStep);
  e.h22 = -(above - 2.0 * e.value + below) / square(kStep);
  e.h12 = -(f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4.0 * square(kStep));
  return e;
}

/// Makes the second derivatives those of a hill at least as narrow as the prior.
void bend(const WaitingPrior& prior, Expansion& e) {
  e.h11 = std::max(e.h11, 1.0 / square(prior.location_spread));
  e.h22 = std::max(e.h22, 1.0 / square(prior.width_spread));
  constexpr double kMostAligned = 0.95;
  const double most = kMostAligned * std::sqrt(e.h11 * e.h22);
  e.h12 = std::clamp(e.h12, -most, most);
}

}  // namespace

WaitingPrior move_prior(const WaitingPrior& prior, const TemplateShift& shift) {
  const double wider = portable::exp(shift.width);
  WaitingPrior moved = prior;
  moved.median = prior.median * portable::exp(shift.location);
  moved.low = moved.median * portable::pow(prior.low / prior.median, wider);
  moved.high = moved.median * portable::pow(prior.high / prior.median, wider);
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

double shift_log_prior(const WaitingPrior& prior, const TemplateShift& shift) {
  return -0.5 * (square(shift.location / prior.location_spread) +
                 square(shift.width / prior.width_spread));
}

ShiftPosterior fit_shift(const CellTable& cells, const WaitingPrior& prior) {
  ShiftPosterior result;
  result.a = prior.location_spread;
  result.c = prior.width_spread;
  if (cells.decided <= 0.0 && cells.exposure <= 0.0) return result;
  const ShiftDensity density{cells, prior};
  constexpr int kMostSteps = 30;
  constexpr double kEnough = 1e-6;
  constexpr double kLongest = 0.7;
  Expansion e = expand(density, result.mode);
  for (int step = 0; step < kMostSteps; ++step) {
    bend(prior, e);
    const double determinant = e.h11 * e.h22 - e.h12 * e.h12;
    const double d1 = (e.h22 * e.g1 - e.h12 * e.g2) / determinant;
    const double d2 = (e.h11 * e.g2 - e.h12 * e.g1) / determinant;
    if (d1 * e.g1 + d2 * e.g2 < kEnough) break;
    double length = std::min(1.0, kLongest / std::max(std::abs(d1), std::abs(d2)));
    TemplateShift next = result.mode;
    for (int halving = 0; halving < 20; ++halving) {
      next = {result.mode.location + length * d1, result.mode.width + length * d2};
      if (density.at(next) > e.value) break;
      length /= 2.0;
    }
    result.mode = next;
    e = expand(density, result.mode);
  }
  bend(prior, e);
  const double determinant = e.h11 * e.h22 - e.h12 * e.h12;
  result.a = std::sqrt(e.h22 / determinant);
  result.b = -e.h12 / determinant / result.a;
  result.c = std::sqrt(std::max(e.h11 / determinant - square(result.b), 0.0));
  return result;
}

}  // namespace runout::regime
