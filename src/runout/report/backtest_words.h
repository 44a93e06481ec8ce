// What a backtest says in words and columns, the same on every face.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/regime/backtest/backtest.h"

namespace runout::report {

/// "Over 9 dates and 12,345 pending cases the forecast was off by 8.1 days on average, 6 % less
/// than the best of the four usual ways (period Kaplan-Meier)." and "Of its 90 % intervals 91 %
/// held; of its counts 89 %."
struct BacktestSummary {
  std::string answer;
  std::string honesty;

  [[nodiscard]] std::string text() const { return answer + ' ' + honesty; }
};

/// At least one date was replayed.
[[nodiscard]] BacktestSummary summarise(const regime::backtest::Backtest& backtest);

/// A column of the table of methods: one score as text, and which methods are best in it.
struct ScoreColumn {
  std::string heading;             ///< short: "off by"
  std::string meaning;             ///< a sentence's part: "days, the mean ..."
  std::vector<std::string> cells;  ///< [method]
  std::vector<std::size_t> best;   ///< methods that are best as far as the text shows it
};

/// All columns. Best is the lowest, for shares of intervals the nearest to what was promised, for
/// the width the narrowest of those whose 90 % intervals hold at least 88 %.
[[nodiscard]] std::vector<ScoreColumn> score_columns(const regime::backtest::Backtest& backtest);

/// Position among the horizons of the one whose numbers are shown where there is room for one: the
/// nearest to 30 days.
[[nodiscard]] std::size_t shown_horizon(const regime::backtest::Backtest& backtest);

/// The baseline with the smallest error in days over all dates; nothing without baselines.
[[nodiscard]] std::optional<std::size_t> best_baseline(const regime::backtest::Backtest& backtest);

/// "28 (19 - 40)": the expected number and its 90 % interval, in whole cases.
[[nodiscard]] std::string count_interval_words(const regime::backtest::HorizonScore& score);

}  // namespace runout::report
