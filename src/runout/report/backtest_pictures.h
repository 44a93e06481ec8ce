// Pictures of a backtest: counts against what came, reliability, and the transform's histogram.
#pragma once

#include <cstddef>

#include "runout/regime/backtest/backtest.h"
#include "runout/report/html_writer.h"

namespace runout::report {

/// Over the dates: the share of the pending forecast to be decided within a horizon, its 90 %
/// interval, and the share that was. `horizon` is the position among the horizons.
void draw_counts(HtmlWriter& html, const regime::backtest::Backtest& backtest, std::size_t horizon);
void draw_count_legend(HtmlWriter& html);

/// How often forecasts of each tenth of probability came true, ours and the best baseline's.
void draw_reliability(HtmlWriter& html, const regime::backtest::Backtest& backtest,
                      std::size_t horizon);
void draw_reliability_legend(HtmlWriter& html, const regime::backtest::Backtest& backtest);

/// Whether a method's distributions have steps small enough for a histogram of the transform.
[[nodiscard]] bool has_histogram(const regime::backtest::MethodScores& method);
/// The end of the axis that all histograms share: tenths, at least 0.2.
[[nodiscard]] double largest_share(const regime::backtest::Backtest& backtest);
/// Histogram of the probability-integral transform of one method, up to a share of `most`.
void draw_pit(HtmlWriter& html, const regime::backtest::MethodScores& method, double most);

}  // namespace runout::report
