// The usual ways to forecast a decision, for the forecast to be compared with.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "runout/regime/backtest/replay.h"

namespace runout::regime::backtest {

enum class Baseline {
  published_median,
  published_distribution,
  kaplan_meier,
  period_kaplan_meier,
};

/// How a baseline is called on the command line, in tables and in a sentence.
struct BaselineWords {
  Baseline baseline;
  std::string_view name;   ///< "period_kaplan_meier"
  std::string_view title;  ///< "period Kaplan-Meier"
  std::string_view about;  ///< what it does, one sentence
};

/// All baselines, in the order of the enumeration.
[[nodiscard]] std::span<const BaselineWords> baseline_words();
[[nodiscard]] const BaselineWords& words_of(Baseline baseline);

/// Fills by_day[k - 1] with the probability that the pending case is decided within k days.
using Distribution = std::function<void(const PendingCase& pending, std::span<double> by_day)>;

/// Fits a baseline to what was known on the day; it may be asked for the day's pending cases and
/// for days of the horizon only. Groups are fitted apart; one without decisions borrows those of
/// all where there is no other way.
///
/// `window`: how many days back the period methods look.
///
/// published_median        the rounded median wait of those decided within the window, as a date
/// published_distribution  the share of their waits; beyond the longest, certain in 30 days
/// kaplan_meier            all waits (cumulative_hazard)
/// period_kaplan_meier     only days at risk within the window
/// The first two take all decided ones where fewer than 20 were decided within the window.
[[nodiscard]] Distribution fit_baseline(Baseline baseline, const ReplayDay& day, Day window,
                                        Day horizon);

}  // namespace runout::regime::backtest
