#include "runout/regime/speed.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <vector>

#include "runout/base/portable_math.h"
#include "runout/regime/factors.h"
#include "runout/regime/pieces.h"

namespace runout::regime {
namespace {

constexpr int kStretchDays = 28;

struct Stretch {
  double decided = 0.0;
  double expected = 0.0;
};

/// Decided and expected numbers by stretch, the latest first.
std::vector<Stretch> count_stretches(const SpellTable& table, const HazardPosterior& posterior,
                                     Date as_of) {
  std::vector<Stretch> stretches;
  const auto stretch_of = [&](Date day) -> Stretch& {
    const auto i =
        static_cast<std::size_t>(std::max<std::int64_t>(0, (as_of - day).count()) / kStretchDays);
    if (i >= stretches.size()) stretches.resize(i + 1);
    return stretches[i];
  };
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    const Spell& spell = table.spells[i];
    const Clock& clock = table.clocks[spell.clock];
    double factor = 1.0;
    for (std::size_t k = 0; k < table.covariates.size(); ++k) {
      factor *= posterior.mean_factor(k, table.levels_of(i)[k]);
    }
    double waited = spell.waited;
    std::size_t piece = piece_at(posterior.starts, waited);
    for (Date day = std::max(spell.first, clock.first()); day <= spell.last; day += Days{1}) {
      while (piece + 1 < posterior.pieces() && posterior.starts[piece + 1] <= waited) ++piece;
      stretch_of(day).expected += factor * posterior.mean_hazard(piece) * clock.open(day);
      waited += clock.tick(day);
    }
    if (spell.cause) stretch_of(spell.last).decided += 1.0;
  }
  return stretches;
}

}  // namespace

double needed_hazard(double exponential, double speed, double shape) {
  return shape * portable::log(1.0 + exponential / (speed * shape));
}

SpeedSpread learn_speed(const SpellTable& table, const HazardPosterior& posterior, Date as_of) {
  constexpr std::array kSpreads{0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8};
  constexpr double kUsualSpread = 0.3;
  constexpr double kWorth = 4.0;  // months that the prior is worth
  std::array<double, kSpreads.size()> log_weight{};
  for (std::size_t i = 0; i < kSpreads.size(); ++i) {
    const double distance = portable::log(kSpreads[i] / kUsualSpread);
    log_weight[i] = -0.5 * kWorth * distance * distance;
  }
  const std::vector<Stretch> stretches = count_stretches(table, posterior, as_of);
  SpeedSpread result;
  Stretch past;
  for (const Stretch& stretch : std::views::reverse(stretches)) {
    constexpr double kEnough = 1.0;
    if (past.expected >= kEnough && stretch.expected >= kEnough) {
      ++result.months;
      const double pace = (past.decided + 1.0) / (past.expected + 1.0);
      for (std::size_t i = 0; i < kSpreads.size(); ++i) {
        log_weight[i] += log_marginal(stretch.decided, pace * stretch.expected,
                                      1.0 / (kSpreads[i] * kSpreads[i]));
      }
    }
    past.decided = 0.5 * past.decided + stretch.decided;
    past.expected = 0.5 * past.expected + stretch.expected;
  }
  const double largest = std::ranges::max(log_weight);
  double total = 0.0;
  double variance = 0.0;
  for (std::size_t i = 0; i < kSpreads.size(); ++i) {
    const double weight = portable::exp(log_weight[i] - largest);
    total += weight;
    variance += weight * kSpreads[i] * kSpreads[i];
  }
  result.shape = total / variance;
  return result;
}

}  // namespace runout::regime
