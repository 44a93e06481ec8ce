// Replays past as-of days: forecasts what was pending then from what was known then, and scores it
// against what came, beside the usual ways.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/backtest/baselines.h"
#include "runout/regime/backtest/replay.h"
#include "runout/regime/backtest/scores.h"

namespace runout::regime::backtest {

/// So that choices can be made on the first half of the days and reported on the second. Of an odd
/// number the second half has one more.
enum class Half { all, first, second };

struct BacktestRequest {
  std::vector<Date> as_of;                    ///< ascending
  std::optional<Date> observed_until;         ///< nothing: the latest day of the source
  Day horizon = 180;                          ///< calendar days the CRPS looks ahead
  std::vector<Day> horizons{14, 30, 60, 90};  ///< ascending, none beyond `horizon`
  Day window = 180;                           ///< days back for the period methods
  std::size_t least_decisions = 20;           ///< known on a day, for it to be replayed
  std::size_t least_pending = 5;
  std::vector<Baseline> baselines{Baseline::published_median, Baseline::published_distribution,
                                  Baseline::kaplan_meier, Baseline::period_kaplan_meier};
  Half half = Half::all;
  /// Each with a first day; without foresight: see known_scenarios.
  std::vector<Scenario> scenarios;
  std::size_t draws = 1000;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  /// Called before each day: which, how many are done, of how many.
  std::function<void(Date as_of, std::size_t done, std::size_t of)> progress;
};

/// A day that was replayed.
struct ReplayedDate {
  Date as_of;
  Day days = 0;  ///< how far ahead it was scored: the horizon, or as far as is observed
  std::size_t decisions = 0;
  std::size_t pending = 0;
  std::size_t reported_late = 0;
};

/// A day that was not, and why: code "before_first_record", "not_observed", "too_few_decisions",
/// "too_few_pending", "other_half".
struct SkippedDate {
  Date as_of;
  std::string code;
  std::string reason;  ///< for people
};

struct MethodScores {
  std::string name;  ///< "forecast", or the baseline's
  std::string title;
  std::string about;
  std::vector<Scores> by_date;  ///< [replayed date]
  PooledScores pooled;
};

struct Backtest {
  Date observed_until;
  Day horizon = 0;
  std::vector<Day> horizons;
  Day window = 0;
  std::size_t draws = 0;
  std::uint64_t seed = 0;
  Half half = Half::all;
  std::vector<std::string> assumptions;  ///< sentences: what scenarios were used for
  std::vector<ReplayedDate> dates;
  std::vector<SkippedDate> skipped;   ///< ascending
  std::vector<MethodScores> methods;  ///< the forecast, then the baselines as asked for
};

/// Replays the days. A day is skipped when its longest scoring horizon is not observed by
/// `observed_until`, when too little was known, or when it belongs to the other half; without any
/// day left `dates` is empty and `skipped` says why. Each day's forecasts are scored and dropped.
/// Throws Error{invalid_input} for horizons that are not ascending within 1..horizon.
[[nodiscard]] Backtest run_backtest(const ReplaySource& source, const BacktestRequest& request);

}  // namespace runout::regime::backtest
