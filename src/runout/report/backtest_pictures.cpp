#include "runout/report/backtest_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include <fmt/format.h>

#include "runout/report/backtest_words.h"
#include "runout/report/svg_legend.h"
#include "runout/report/svg_writer.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::backtest::Backtest;
using regime::backtest::HorizonScore;
using regime::backtest::MethodScores;

// The frame of a picture, in its own units; the page shows it at about one unit a pixel.
constexpr double kWidth = 264;
constexpr double kHeight = 190;
constexpr double kLeft = 42;
constexpr double kRight = 254;
constexpr double kTop = 12;
constexpr double kBottom = 160;

double across(double share) { return kLeft + (kRight - kLeft) * share; }
double up(double share) { return kBottom - (kBottom - kTop) * std::clamp(share, 0.0, 1.0); }

void draw_levels(SvgWriter& svg, const std::array<std::string, 3>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double y = up(static_cast<double>(i) / 2.0);
    svg.line(svg_number(kLeft), svg_number(y), svg_number(kRight), svg_number(y),
             i == 0 ? "axis" : "grid");
    svg.label(svg_number(kLeft - 6), svg_number(y + 4), labels.at(i), "tick",
              SvgWriter::Anchor::end);
  }
}

void draw_tick(SvgWriter& svg, double x, const std::string& text, SvgWriter::Anchor anchor) {
  svg.line(svg_number(x), svg_number(kBottom), svg_number(x), svg_number(kBottom + 4), "axis");
  svg.label(svg_number(x), svg_number(kBottom + 18), text, "tick", anchor);
}

/// Dates on the axis: the first, the last and the middle one.
void draw_dates(SvgWriter& svg, const Backtest& backtest, double margin) {
  const Date first = backtest.dates.front().as_of;
  const Date last = backtest.dates.back().as_of;
  const auto month = [](Date date) { return to_string(date).substr(0, 7); };
  if (first == last) {
    draw_tick(svg, across(0.5), to_string(first), SvgWriter::Anchor::middle);
    return;
  }
  draw_tick(svg, across(margin), month(first), SvgWriter::Anchor::middle);
  draw_tick(svg, across(0.5), month(first + (last - first) / 2), SvgWriter::Anchor::middle);
  draw_tick(svg, across(1.0 - margin), month(last), SvgWriter::Anchor::middle);
}

/// One in so many forecasts is enough for a dot.
constexpr std::size_t kRare = 200;

/// Larger for more forecasts, by area.
double dot_radius(std::size_t forecasts, std::size_t of) {
  return 2.0 + 7.0 * std::sqrt(static_cast<double>(forecasts) / static_cast<double>(of));
}

void draw_dots(SvgWriter& svg, const HorizonScore& score, std::string_view curve_class,
               std::string_view dot_class) {
  std::size_t all = 0;
  for (const auto& bin : score.reliability) all += bin.forecasts;
  std::vector<SvgPoint> points;
  std::vector<double> radii;
  for (const auto& bin : score.reliability) {
    if (bin.forecasts == 0 || bin.forecasts * kRare < all) continue;
    const auto count = static_cast<double>(bin.forecasts);
    points.push_back(
        {across(bin.probability_sum / count), up(static_cast<double>(bin.came_true) / count)});
    radii.push_back(dot_radius(bin.forecasts, all));
  }
  svg.curve(points, curve_class);
  for (std::size_t i = 0; i < points.size(); ++i) {
    svg.circle(svg_number(points[i].x), svg_number(points[i].y), svg_number(radii[i]), dot_class);
  }
}

}  // namespace

void draw_counts(HtmlWriter& html, const Backtest& backtest, std::size_t horizon) {
  const MethodScores& ours = backtest.methods.front();
  std::size_t held = 0;
  for (const auto& day : ours.by_date) held += day.horizons[horizon].count_held() ? 1 : 0;
  SvgWriter svg = SvgWriter::sized(
      html, kWidth, kHeight,
      fmt::format("Share decided within {} days, forecast and came", backtest.horizons[horizon]),
      fmt::format("{} of {} intervals held. The numbers are in the table of dates.", held,
                  ours.by_date.size()));
  draw_levels(svg, {"0 %", "50 %", "100 %"});
  constexpr double kMargin = 0.06;
  draw_dates(svg, backtest, kMargin);
  const Date first = backtest.dates.front().as_of;
  const double span =
      std::max(1.0, static_cast<double>((backtest.dates.back().as_of - first).count()));
  for (std::size_t i = 0; i < backtest.dates.size(); ++i) {
    const HorizonScore& score = ours.by_date[i].horizons[horizon];
    const auto of_pending = [&](double number) {
      return up(number / static_cast<double>(std::max<std::size_t>(1, ours.by_date[i].pending)));
    };
    const auto since = static_cast<double>((backtest.dates[i].as_of - first).count());
    const double share =
        backtest.dates.size() == 1 ? 0.5 : kMargin + (1.0 - 2.0 * kMargin) * since / span;
    const double x = across(share);
    const std::string at = svg_number(x);
    svg.line(at, svg_number(of_pending(score.interval.low)), at,
             svg_number(of_pending(score.interval.high)), "interval-line");
    const std::string y = svg_number(of_pending(score.expected));
    svg.line(svg_number(x - 4), y, svg_number(x + 4), y, "expected");
    svg.circle(at, svg_number(of_pending(static_cast<double>(score.observed))), "3.6",
               score.count_held() ? "came" : "missed");
  }
  svg.close();
}

void draw_count_legend(HtmlWriter& html) {
  html.open("p", {{"class", "legend"}});
  write_legend_entry(html, "forecast, with its 90 % interval", [](SvgWriter& svg) {
    svg.line("11", "0", "11", "14", "interval-line").line("6", "7", "16", "7", "expected");
  });
  write_legend_entry(html, "came, inside",
                     [](SvgWriter& svg) { svg.circle("11", "7", "3.6", "came"); });
  write_legend_entry(html, "came, outside",
                     [](SvgWriter& svg) { svg.circle("11", "7", "3.6", "missed"); });
  html.close();
}

void draw_reliability(HtmlWriter& html, const Backtest& backtest, std::size_t horizon) {
  SvgWriter svg =
      SvgWriter::sized(html, kWidth, kHeight,
                       fmt::format("How often chances of a decision within {} days came true",
                                   backtest.horizons[horizon]),
                       fmt::format("Brier score {:.4f}.",
                                   backtest.methods.front().pooled.mean.horizons[horizon].brier));
  draw_levels(svg, {"0 %", "50 %", "100 %"});
  draw_tick(svg, across(0.0), "0 %", SvgWriter::Anchor::middle);
  draw_tick(svg, across(0.5), "50 % forecast", SvgWriter::Anchor::middle);
  draw_tick(svg, across(1.0), "100 %", SvgWriter::Anchor::end);
  svg.line(svg_number(across(0)), svg_number(up(0)), svg_number(across(1)), svg_number(up(1)),
           "ideal");
  if (const auto best = best_baseline(backtest)) {
    draw_dots(svg, backtest.methods[*best].pooled.mean.horizons[horizon], "curve-other",
              "dot-second");
  }
  draw_dots(svg, backtest.methods.front().pooled.mean.horizons[horizon], "curve", "dot");
  svg.close();
}

void draw_reliability_legend(HtmlWriter& html, const Backtest& backtest) {
  html.open("p", {{"class", "legend"}});
  write_legend_entry(html, "this forecast",
                     [](SvgWriter& svg) { svg.circle("11", "7", "5", "dot"); });
  if (const auto best = best_baseline(backtest)) {
    write_legend_entry(html, backtest.methods[*best].title + ", the best of the usual ways",
                       [](SvgWriter& svg) { svg.circle("11", "7", "5", "dot-second"); });
  }
  write_legend_entry(html, "as often as it said",
                     [](SvgWriter& svg) { svg.line("0", "12", "22", "2", "ideal"); });
  html.close();
}

bool has_histogram(const MethodScores& method) {
  const auto& shares = method.pooled.mean.pit;
  return std::accumulate(shares.begin(), shares.end(), 0.0) > 0.5;
}

double largest_share(const Backtest& backtest) {
  double most = 0.2;
  for (const MethodScores& method : backtest.methods) {
    const double largest = *std::ranges::max_element(method.pooled.mean.pit);
    if (has_histogram(method)) most = std::max(most, std::ceil(largest * 10.0) / 10.0);
  }
  return most;
}

void draw_pit(HtmlWriter& html, const MethodScores& method, double most) {
  const auto& shares = method.pooled.mean.pit;
  SvgWriter svg = SvgWriter::sized(
      html, kWidth, kHeight, fmt::format("Transform of {}", method.title),
      fmt::format("Shares from the earliest to the latest tenth: {:.0f} % to {:.0f} %; 10 % each "
                  "is right.",
                  100.0 * shares.front(), 100.0 * shares.back()));
  draw_levels(svg,
              {"0 %", fmt::format("{:.0f} %", 50.0 * most), fmt::format("{:.0f} %", 100.0 * most)});
  const auto bins = static_cast<double>(shares.size());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double left = across(static_cast<double>(i) / bins) + 2.0;
    const double top = up(shares.at(i) / most);
    svg.rect(svg_number(left), svg_number(top), svg_number((kRight - kLeft) / bins - 4.0),
             svg_number(kBottom - top), "column");
  }
  const std::string even = svg_number(up(1.0 / bins / most));
  svg.line(svg_number(kLeft), even, svg_number(kRight), even, "ideal");
  draw_tick(svg, across(0.05), "earlier", SvgWriter::Anchor::start);
  draw_tick(svg, across(0.5), "as forecast", SvgWriter::Anchor::middle);
  draw_tick(svg, across(0.95), "later", SvgWriter::Anchor::end);
  svg.close();
}

}  // namespace runout::report
