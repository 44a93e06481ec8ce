#include "runout/regime/backtest/scores.h"

namespace runout::regime::backtest {
namespace {

void add_weighted(Scores& sum, const Scores& day, double weight) {
  sum.pending += day.pending;
  sum.crps += weight * day.crps;
  sum.log_score += weight * day.log_score;
  sum.coverage50 += weight * day.coverage50;
  sum.coverage90 += weight * day.coverage90;
  sum.too_early += weight * day.too_early;
  sum.too_late += weight * day.too_late;
  sum.width50 += weight * day.width50;
  sum.width90 += weight * day.width90;
  sum.median_error += weight * day.median_error;
  sum.pit_deviation += weight * day.pit_deviation;
  for (std::size_t i = 0; i < kPitBins; ++i) sum.pit.at(i) += weight * day.pit.at(i);
}

void add_horizon(HorizonScore& sum, const HorizonScore& day, double weight) {
  sum.days = day.days;
  sum.brier += weight * day.brier;
  sum.expected += day.expected;
  sum.observed += day.observed;
  for (std::size_t i = 0; i < kReliabilityBins; ++i) {
    sum.reliability.at(i).forecasts += day.reliability.at(i).forecasts;
    sum.reliability.at(i).probability_sum += day.reliability.at(i).probability_sum;
    sum.reliability.at(i).came_true += day.reliability.at(i).came_true;
  }
}

}  // namespace

PooledScores pool(std::span<const Scores> days) {
  PooledScores pooled;
  pooled.dates = days.size();
  double all = 0.0;
  for (const Scores& day : days) all += static_cast<double>(day.pending);
  const std::size_t horizons = days.front().horizons.size();
  pooled.mean.horizons.resize(horizons);
  pooled.count_coverage_by_horizon.assign(horizons, 0.0);
  const auto pairs = static_cast<double>(days.size() * horizons);
  for (const Scores& day : days) {
    const double weight = static_cast<double>(day.pending) / all;
    add_weighted(pooled.mean, day, weight);
    for (std::size_t q = 0; q < horizons; ++q) {
      add_horizon(pooled.mean.horizons[q], day.horizons[q], weight);
      const double held = day.horizons[q].count_held() ? 1.0 : 0.0;
      pooled.count_coverage_by_horizon[q] += held / static_cast<double>(days.size());
      pooled.count_coverage += held / pairs;
      pooled.count_error += day.horizons[q].count_error() / pairs;
    }
  }
  return pooled;
}

}  // namespace runout::regime::backtest
