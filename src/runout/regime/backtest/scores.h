// How far forecasts were from what came: the scores of one as-of day, and of several together.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "runout/base/draws.h"

namespace runout::regime::backtest {

inline constexpr std::size_t kPitBins = 10;
inline constexpr std::size_t kReliabilityBins = 10;

/// Forecasts whose probability lay in one tenth, and how many of them came true.
struct ReliabilityBin {
  std::size_t forecasts = 0;
  double probability_sum = 0.0;
  std::size_t came_true = 0;
};

/// Limits within which the number of decisions should lie nine times in ten.
struct CountInterval {
  double low = 0.0;
  double high = 0.0;
};

/// What was said about one horizon, and what came.
struct HorizonScore {
  Day days = 0;
  double brier = 0.0;
  double expected = 0.0;     ///< number of decisions within these days
  std::size_t observed = 0;  ///< number that came
  CountInterval interval;    ///< forecast of that number, 5 to 95 %
  std::array<ReliabilityBin, kReliabilityBins> reliability{};

  [[nodiscard]] bool count_held() const;     ///< the number that came lies in the interval
  [[nodiscard]] double count_error() const;  ///< |log((expected + 1) / (observed + 1))|
};

/// Means over the pending cases of one as-of day, lower is better unless said otherwise.
struct Scores {
  std::size_t pending = 0;
  double crps = 0.0;          ///< days: sum over days k of (F(k) - 1{decided by k})^2
  double log_score = 0.0;     ///< -log probability of the span between horizons that came true
  double coverage50 = 0.0;    ///< share of 50 % intervals that held; 0.5 is right
  double coverage90 = 0.0;    ///< 0.9 is right
  double too_early = 0.0;     ///< share decided before the 5 % limit
  double too_late = 0.0;      ///< share decided after the 95 % limit
  double width50 = 0.0;       ///< days
  double width90 = 0.0;       ///< days
  double median_error = 0.0;  ///< days between the median and the day that came
  std::array<double, kPitBins> pit{};  ///< shares; 0.1 each is right
  double pit_deviation = 0.0;          ///< half the sum of |share - 0.1|
  std::vector<HorizonScore> horizons;
};

/// Scores of several as-of days, weighted by their pending cases. A number of decisions is one
/// (date, horizon) pair whatever the number of cases.
struct PooledScores {
  std::size_t dates = 0;
  Scores mean;  ///< `expected` and `observed` are sums; `interval` is that of no day and left at 0
  double count_coverage = 0.0;  ///< share of pairs whose number lay in its interval; 0.9 is right
  double count_error = 0.0;     ///< mean |log((expected + 1) / (observed + 1))| of the pairs
  std::vector<double> count_coverage_by_horizon;
};

/// Takes one forecast after the other and keeps sums only.
///
/// The log score mixes 1 % of the uniform distribution into the spans, so that a wrong certainty
/// costs much and not everything. Coverage is the share of the jump of F at the day that came which
/// lies within the interval (the probability-integral transform that is not randomised), so that
/// distributions with steps are judged fairly. Widths are capped one day beyond the last one.
/// Source: T. Gneiting and A. Raftery, "Strictly proper scoring rules, prediction, and estimation",
/// JASA 102 (2007) 359-378; C. Czado, T. Gneiting and L. Held, "Predictive model assessment for
/// count data", Biometrics 65 (2009) 1254-1261.
class ScoreSheet {
 public:
  /// `horizons` ascending within 1..days; scores look at days 1..days.
  ScoreSheet(const std::vector<Day>& horizons, Day days);

  /// by_day      [days] probability of a decision within k = 1..days days, ascending
  /// came_after  days to the decision, >= 1; anything beyond `days` is "later"
  void add(std::span<const double> by_day, Day came_after);

  /// Counts as if cases were decided independently of each other (normal approximation).
  [[nodiscard]] Scores finish() const;
  /// `counts`: [horizon] the forecast's own intervals.
  [[nodiscard]] Scores finish(std::span<const CountInterval> counts) const;

 private:
  void add_transform(std::span<const double> by_day, Day came_after);
  void add_widths(std::span<const double> by_day, Day came_after);

  Day days_;
  Scores sums_;
  std::vector<double> variance_;  ///< [horizon] of the number, if independent
};

/// Pools as-of days scored at the same horizons; at least one.
[[nodiscard]] PooledScores pool(std::span<const Scores> days);

}  // namespace runout::regime::backtest
