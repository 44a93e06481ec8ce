#include "runout/report/svg_charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "runout/report/svg_writer.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

// The frame of a chart, in its own units; the page shows it at about one unit a pixel.
constexpr double kChartWidth = 340;
constexpr double kChartHeight = 170;
constexpr double kChartLeft = 46;
constexpr double kChartRight = 330;
constexpr double kChartTop = 12;
constexpr double kChartBottom = 144;
constexpr int kTicks = 4;

struct Frame {
  Day days = 1;
  double most = 1.0;

  [[nodiscard]] double x(double day) const {
    return kChartLeft + (kChartRight - kChartLeft) * day / static_cast<double>(days);
  }
  [[nodiscard]] double y(double value) const {
    return kChartBottom - (kChartBottom - kChartTop) * std::clamp(value / most, 0.0, 1.0);
  }
};

void draw_axes(SvgWriter& svg, const Frame& frame, Date as_of,
               const std::array<std::string, 3>& labels) {
  const std::string left = svg_number(kChartLeft);
  const std::string right = svg_number(kChartRight);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double value = frame.most * static_cast<double>(i) / 2.0;
    const std::string y = svg_number(frame.y(value));
    svg.line(left, y, right, y, i == 0 ? "axis" : "grid");
    svg.label(svg_number(kChartLeft - 6), svg_number(frame.y(value) + 4), labels.at(i), "tick",
              SvgWriter::Anchor::end);
  }
  for (int i = 0; i < kTicks; ++i) {
    const Day day = frame.days * i / kTicks;
    const std::string x = svg_number(frame.x(day));
    svg.line(x, svg_number(kChartBottom), x, svg_number(kChartBottom + 4), "axis");
    svg.label(x, svg_number(kChartBottom + 18),
              i == 0 ? "today" : day_words(as_of + Days{day}, as_of), "tick",
              i == 0 ? SvgWriter::Anchor::start : SvgWriter::Anchor::middle);
  }
}

/// A mark across the chart on the day the line runs short if nothing pending is granted.
void draw_secured(SvgWriter& svg, const Frame& frame, const forecast::Forecast& forecast,
                  const forecast::LineForecast& line) {
  if (!line.dates.secured) return;
  const auto day = static_cast<double>((*line.dates.secured - forecast.as_of).count());
  if (day < 0 || day > frame.days) return;
  const std::string x = svg_number(frame.x(day));
  svg.line(x, svg_number(kChartTop), x, svg_number(kChartBottom), "secured");
}

std::vector<SvgPoint> curve_of(const Frame& frame,
                               const std::vector<forecast::ChanceByDay>& chances, double errors) {
  std::vector<SvgPoint> points{{frame.x(0), frame.y(0)}};
  for (const forecast::ChanceByDay& chance : chances) {
    const double value = chance.p + errors * chance.standard_error.value_or(0.0);
    points.push_back({frame.x(chance.days), frame.y(value)});
  }
  return points;
}

std::vector<SvgPoint> curve_of(const Frame& frame, const std::vector<double>& stock) {
  std::vector<SvgPoint> points;
  points.reserve(stock.size());
  for (std::size_t day = 0; day < stock.size(); ++day) {
    points.push_back({frame.x(static_cast<double>(day)), frame.y(stock[day])});
  }
  return points;
}

/// "50,000", "500k", "2M": what fits beside the axis. Exact, as the axis ends on round numbers.
std::string axis_words(double value) {
  if (value < 1e5) return number_words(value);
  if (value < 1e6) return number_words(value / 1e3) + "k";
  if (value < 1e9) return number_words(value / 1e6) + "M";
  return fmt::format("{:.3g}", value);
}

/// 1, 2 or 5 times a power of ten, not below `value`.
double round_up(double value) {
  if (!(value > 0)) return 1.0;
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (value <= step * power) return step * power;
  }
  return 10.0 * power;
}

}  // namespace

void draw_chances(HtmlWriter& html, const forecast::Forecast& forecast,
                  const forecast::LineForecast& line) {
  const Frame frame{std::max<Day>(forecast.horizon, 1), 1.0};
  const std::string description = fmt::format(
      "By {}: {}. By the end of the horizon, {}: {}. The numbers are in the table of the line.",
      day_words(forecast.as_of + Days{30}, forecast.as_of),
      chance_words(chance_by(line.p_runout_within, 30)),
      day_words(forecast.as_of + Days{forecast.horizon}, forecast.as_of),
      chance_words(chance_by(line.p_runout_within, forecast.horizon)));
  SvgWriter svg =
      SvgWriter::sized(html, kChartWidth, kChartHeight,
                       fmt::format("Chance that {} has run short, by day", line.line), description);
  draw_axes(svg, frame, forecast.as_of, {"0 %", "50 %", "100 %"});
  svg.band(curve_of(frame, line.p_runout_within, -2.0), curve_of(frame, line.p_runout_within, 2.0),
           "band");
  svg.curve(curve_of(frame, line.p_stop_within, 0.0), "curve-second");
  svg.curve(curve_of(frame, line.p_runout_within, 0.0), "curve");
  draw_secured(svg, frame, forecast, line);
  svg.close();
}

void draw_projection(HtmlWriter& html, const forecast::Forecast& forecast,
                     const forecast::LineForecast& line) {
  if (!line.projection || line.projection->p50.empty()) return;
  const forecast::StockProjection& stock = *line.projection;
  double most = 0.0;
  for (const double value : stock.p90) most = std::max(most, value);
  for (const double value : stock.p50) most = std::max(most, value);
  const Frame frame{std::max<Day>(forecast.horizon, 1), round_up(most)};
  const std::string unit = stock.unit.empty() ? "" : " " + stock.unit;
  SvgWriter svg = SvgWriter::sized(
      html, kChartWidth, kChartHeight,
      fmt::format("Stock of {} for {}, by day", stock.item, line.line),
      fmt::format("Median today {}{}, at the end of the horizon {}{}. The numbers are in the "
                  "table of the line.",
                  number_words(stock.p50.front()), unit, number_words(stock.p50.back()), unit));
  draw_axes(svg, frame, forecast.as_of, {"0", axis_words(frame.most / 2), axis_words(frame.most)});
  svg.band(curve_of(frame, stock.p10), curve_of(frame, stock.p90), "band");
  svg.curve(curve_of(frame, stock.p10), "curve-edge");
  svg.curve(curve_of(frame, stock.p90), "curve-edge");
  svg.curve(curve_of(frame, stock.p50), "curve");
  draw_secured(svg, frame, forecast, line);
  svg.close();
}

}  // namespace runout::report
