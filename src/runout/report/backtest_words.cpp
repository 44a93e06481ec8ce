#include "runout/report/backtest_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::backtest::Backtest;
using regime::backtest::MethodScores;
using regime::backtest::PooledScores;

constexpr double kHolds = 0.88;  ///< share of 90 % intervals from which a width is worth comparing

std::string usual_ways(std::size_t baselines) {
  constexpr std::array kNumbers{"two", "three", "four", "five", "six", "seven"};
  if (baselines == 1) return "the usual way";
  const std::string number =
      baselines - 2 < kNumbers.size() ? kNumbers.at(baselines - 2) : fmt::format("{}", baselines);
  return fmt::format("the best of the {} usual ways", number);
}

std::string comparison(const Backtest& backtest) {
  const auto best = best_baseline(backtest);
  if (!best) return "";
  const MethodScores& usual = backtest.methods[*best];
  const double ours = backtest.methods.front().pooled.mean.crps;
  const double theirs = usual.pooled.mean.crps;
  const std::string than =
      fmt::format("{} ({})", usual_ways(backtest.methods.size() - 1), usual.title);
  if (!(theirs > 0)) return fmt::format(", {} by 0", than);
  const double percent = 100.0 * (ours / theirs - 1.0);
  if (std::abs(percent) < 0.5) return fmt::format(", as much as {}", than);
  return fmt::format(", {:.0f} % {} than {}", std::abs(percent), percent < 0 ? "less" : "more",
                     than);
}

/// What makes a score good.
enum class Aim { low, near_half, near_nine_tenths, narrow_and_holding };

double badness(Aim aim, double value, const PooledScores& scores) {
  switch (aim) {
    case Aim::low:
      return value;
    case Aim::near_half:
      return std::abs(value - 0.5);
    case Aim::near_nine_tenths:
      return std::abs(value - 0.9);
    case Aim::narrow_and_holding:
      break;
  }
  return scores.mean.coverage90 >= kHolds ? value : std::numeric_limits<double>::infinity();
}

std::string percent_words(double share) { return fmt::format("{:.0f} %", 100.0 * share); }

class Columns {
 public:
  explicit Columns(const Backtest& backtest) : backtest_{backtest} {}

  void add(std::string heading, std::string meaning, Aim aim,
           const std::function<double(const PooledScores&)>& score,
           const std::function<std::string(double)>& text) {
    ScoreColumn column{std::move(heading), std::move(meaning), {}, {}};
    std::vector<double> bad;
    for (const MethodScores& method : backtest_.methods) {
      const double value = score(method.pooled);
      column.cells.push_back(text(value));
      bad.push_back(badness(aim, value, method.pooled));
    }
    const auto best = static_cast<std::size_t>(std::ranges::min_element(bad) - bad.begin());
    for (std::size_t i = 0; i < bad.size(); ++i) {
      const bool shows_the_same = column.cells[i] == column.cells[best];
      if (std::isfinite(bad[best]) && std::isfinite(bad[i]) && shows_the_same) {
        column.best.push_back(i);
      }
    }
    columns.push_back(std::move(column));
  }

  std::vector<ScoreColumn> columns;

 private:
  const Backtest& backtest_;
};

}  // namespace

BacktestSummary summarise(const Backtest& backtest) {
  const PooledScores& ours = backtest.methods.front().pooled;
  return {fmt::format("Over {} and {} the forecast was off by {:.1f} days on average{}.",
                      count_words(ours.dates, "date", "dates"),
                      count_words(ours.mean.pending, "pending case", "pending cases"),
                      ours.mean.crps, comparison(backtest)),
          fmt::format("Of its 90 % intervals {:.0f} % held; of its counts {:.0f} %.",
                      100.0 * ours.mean.coverage90, 100.0 * ours.count_coverage)};
}

std::vector<ScoreColumn> score_columns(const Backtest& backtest) {
  Columns table{backtest};
  const auto days = [](double value) { return fmt::format("{:.2f}", value); };
  table.add(
      "off by", "days, over the whole distribution (CRPS)", Aim::low,
      [](const PooledScores& s) { return s.mean.crps; }, days);
  table.add(
      "log", "log score: of the span between the horizons that came true", Aim::low,
      [](const PooledScores& s) { return s.mean.log_score; },
      [](double value) { return fmt::format("{:.3f}", value); });
  for (std::size_t q = 0; q < backtest.horizons.size(); ++q) {
    table.add(
        fmt::format("{} d", backtest.horizons[q]),
        fmt::format("Brier score of \"decided within {} days\"", backtest.horizons[q]), Aim::low,
        [q](const PooledScores& s) { return s.mean.horizons[q].brier; },
        [](double value) { return fmt::format("{:.3f}", value); });
  }
  table.add(
      "50 %", "share of the 50 % intervals that held", Aim::near_half,
      [](const PooledScores& s) { return s.mean.coverage50; }, percent_words);
  table.add(
      "90 %", "share of the 90 % intervals that held", Aim::near_nine_tenths,
      [](const PooledScores& s) { return s.mean.coverage90; }, percent_words);
  table.add(
      "width", "days of the 90 % interval", Aim::narrow_and_holding,
      [](const PooledScores& s) { return s.mean.width90; },
      [](double value) { return fmt::format("{:.1f}", value); });
  table.add(
      "counts", "share of the 90 % intervals for the number decided that held",
      Aim::near_nine_tenths, [](const PooledScores& s) { return s.count_coverage; }, percent_words);
  table.add(
      "count off", "mean |log((expected + 1) / (came + 1))|", Aim::low,
      [](const PooledScores& s) { return s.count_error; }, days);
  return table.columns;
}

std::size_t shown_horizon(const Backtest& backtest) {
  const auto nearest = std::ranges::min_element(backtest.horizons, {},
                                                [](Day horizon) { return std::abs(horizon - 30); });
  return static_cast<std::size_t>(nearest - backtest.horizons.begin());
}

std::optional<std::size_t> best_baseline(const Backtest& backtest) {
  if (backtest.methods.size() < 2) return std::nullopt;
  const auto best =
      std::ranges::min_element(backtest.methods.begin() + 1, backtest.methods.end(), {},
                               [](const MethodScores& m) { return m.pooled.mean.crps; });
  return static_cast<std::size_t>(best - backtest.methods.begin());
}

std::string count_interval_words(const regime::backtest::HorizonScore& score) {
  return fmt::format("{:.0f} ({:.0f} - {:.0f})", score.expected, std::max(0.0, score.interval.low),
                     score.interval.high);
}

}  // namespace runout::report
