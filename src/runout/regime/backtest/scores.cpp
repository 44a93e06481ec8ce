#include "runout/regime/backtest/scores.h"

#include <algorithm>
#include <cmath>

#include "runout/base/portable_math.h"

namespace runout::regime::backtest {
namespace {

constexpr double kUniformShare = 0.01;  ///< mixed into the spans of the log score
/// Days on which the forecast puts less are judged as if it put so much there: a day without any
/// jump of F still has a place among the intervals.
constexpr double kLeastJump = 1e-9;
constexpr double kNormal95 = 1.645;

/// F at the end of day k of 0..days; 1 behind.
double at(std::span<const double> by_day, std::size_t k) {
  if (k == 0) return 0.0;
  return k > by_day.size() ? 1.0 : by_day[k - 1];
}

/// A probability that falls short of a share by the last bits of sums and logarithms reaches it.
constexpr double kLastBits = 1e-12;

/// The first day by which the probability reaches `share`, days + 1 when none does.
double quantile_day(std::span<const double> by_day, double share) {
  const auto below = std::ranges::count_if(
      by_day, [share](double probability) { return probability < share - kLastBits; });
  return static_cast<double>(below) + 1.0;
}

double square(double x) { return x * x; }

}  // namespace

bool HorizonScore::count_held() const {
  const auto came = static_cast<double>(observed);
  return interval.low <= came && came <= interval.high;
}

double HorizonScore::count_error() const {
  return std::abs(portable::log((expected + 1.0) / (static_cast<double>(observed) + 1.0)));
}

ScoreSheet::ScoreSheet(const std::vector<Day>& horizons, Day days)
    : days_{days}, variance_(horizons.size(), 0.0) {
  for (const Day horizon : horizons) {
    HorizonScore score;
    score.days = horizon;
    sums_.horizons.push_back(score);
  }
}

void ScoreSheet::add(std::span<const double> by_day, Day came_after) {
  ++sums_.pending;
  const Day came = std::min(came_after, days_ + 1);
  double crps = 0.0;
  for (Day k = 1; k <= days_; ++k) {
    crps += square(by_day[static_cast<std::size_t>(k) - 1] - (came <= k ? 1.0 : 0.0));
  }
  sums_.crps += crps;

  double before = 0.0;
  double of_span = 0.0;
  bool found = false;
  for (std::size_t q = 0; q < sums_.horizons.size(); ++q) {
    HorizonScore& horizon = sums_.horizons[q];
    const double p = by_day[static_cast<std::size_t>(horizon.days) - 1];
    const bool came_true = came <= horizon.days;
    horizon.brier += square(p - (came_true ? 1.0 : 0.0));
    horizon.expected += p;
    horizon.observed += came_true ? 1 : 0;
    variance_[q] += p * (1.0 - p);
    const auto tenth = static_cast<std::size_t>(std::clamp(p, 0.0, 1.0) * kReliabilityBins);
    ReliabilityBin& bin = horizon.reliability.at(std::min(tenth, kReliabilityBins - 1));
    ++bin.forecasts;
    bin.probability_sum += p;
    bin.came_true += came_true ? 1 : 0;
    if (came_true && !found) {
      of_span = p - before;
      found = true;
    }
    before = p;
  }
  if (!found) of_span = 1.0 - before;
  const auto spans = static_cast<double>(sums_.horizons.size() + 1);
  sums_.log_score -= portable::log((1.0 - kUniformShare) * of_span + kUniformShare / spans);
  add_transform(by_day, came);
  add_widths(by_day, came);
}

/// The jump of F at the day that came, laid over the intervals.
void ScoreSheet::add_transform(std::span<const double> by_day, Day came_after) {
  const auto came = static_cast<std::size_t>(came_after);
  const auto scored = by_day.first(static_cast<std::size_t>(days_));
  const double low = std::min(at(scored, came - 1), 1.0 - kLeastJump);
  const double high = std::max(at(scored, came), low + kLeastJump);
  const double jump = high - low;
  const auto share_within = [&](double from, double to) {
    return std::max(0.0, std::min(high, to) - std::max(low, from)) / jump;
  };
  sums_.coverage90 += share_within(0.05, 0.95);
  sums_.coverage50 += share_within(0.25, 0.75);
  sums_.too_early += share_within(0.0, 0.05);
  sums_.too_late += share_within(0.95, 1.0);
  for (std::size_t i = 0; i < kPitBins; ++i) {
    sums_.pit.at(i) +=
        share_within(static_cast<double>(i) / kPitBins, static_cast<double>(i + 1) / kPitBins);
  }
}

void ScoreSheet::add_widths(std::span<const double> by_day, Day came_after) {
  const auto scored = by_day.first(static_cast<std::size_t>(days_));
  sums_.width90 += quantile_day(scored, 0.95) - quantile_day(scored, 0.05);
  sums_.width50 += quantile_day(scored, 0.75) - quantile_day(scored, 0.25);
  sums_.median_error += std::abs(quantile_day(scored, 0.5) - static_cast<double>(came_after));
}

Scores ScoreSheet::finish() const {
  std::vector<CountInterval> counts;
  for (std::size_t q = 0; q < sums_.horizons.size(); ++q) {
    const double half = kNormal95 * std::sqrt(variance_[q]);
    counts.push_back({sums_.horizons[q].expected - half, sums_.horizons[q].expected + half});
  }
  return finish(counts);
}

Scores ScoreSheet::finish(std::span<const CountInterval> counts) const {
  Scores mean = sums_;
  const double n = mean.pending == 0 ? 1.0 : static_cast<double>(mean.pending);
  for (double* score :
       {&mean.crps, &mean.log_score, &mean.coverage50, &mean.coverage90, &mean.too_early,
        &mean.too_late, &mean.width50, &mean.width90, &mean.median_error}) {
    *score /= n;
  }
  for (double& share : mean.pit) {
    share /= n;
    mean.pit_deviation += 0.5 * std::abs(share - 1.0 / kPitBins);
  }
  for (std::size_t q = 0; q < mean.horizons.size(); ++q) {
    mean.horizons[q].brier /= n;
    mean.horizons[q].interval = counts[q];
  }
  return mean;
}

}  // namespace runout::regime::backtest
