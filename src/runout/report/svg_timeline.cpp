#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "runout/report/svg_charts.h"
#include "runout/report/svg_legend.h"
#include "runout/report/svg_writer.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr int kTimelineTicks = 4;

/// Place of a day, 0 at the as-of day and 1 at the end of the horizon.
double place_of(Date date, const forecast::Forecast& forecast) {
  const auto days = static_cast<double>((date - forecast.as_of).count());
  return std::clamp(days / std::max(1.0, static_cast<double>(forecast.horizon)), 0.0, 1.0);
}

std::string title_of(const forecast::Forecast& forecast,
                     const forecast::ApplicationForecast& application) {
  const auto words = [&](std::optional<Date> date) {
    return date ? day_words(date, forecast.as_of) : std::string{"beyond the horizon"};
  };
  std::string title =
      fmt::format("{}: in hand {} at the earliest tenth, {} at the median, {} at nine tenths",
                  application.application, words(application.granted_on.p10),
                  words(application.granted_on.p50), words(application.granted_on.p90));
  const auto need = application.needed_by();
  if (need) title += fmt::format("; needed by {}", day_words(need, forecast.as_of));
  if (application.promised_on) {
    title += fmt::format("; promised for {}", day_words(application.promised_on, forecast.as_of));
  }
  return title;
}

}  // namespace

void draw_timeline_scale(HtmlWriter& html, const forecast::Forecast& forecast) {
  SvgWriter svg = SvgWriter::stretched(html, 18, "Scale of dates");
  for (int i = 0; i < kTimelineTicks; ++i) {
    const Date date = forecast.as_of + Days{forecast.horizon * i / kTimelineTicks};
    const std::string x = svg_share(place_of(date, forecast));
    svg.line(x, "12", x, "18", "axis");
    svg.label(x, "11", i == 0 ? "today" : day_words(date, forecast.as_of), "tick");
  }
  svg.close();
}

void draw_timeline(HtmlWriter& html, const forecast::Forecast& forecast,
                   const forecast::ApplicationForecast& application) {
  SvgWriter svg = SvgWriter::stretched(html, 28, title_of(forecast, application));
  for (int i = 0; i < kTimelineTicks; ++i) {
    const std::string x =
        svg_share(place_of(forecast.as_of + Days{forecast.horizon * i / kTimelineTicks}, forecast));
    svg.line(x, "0", x, "100%", "grid");
  }
  const auto& granted = application.granted_on;
  if (granted.p10) {
    const double begin = place_of(*granted.p10, forecast);
    const double end = granted.p90 ? place_of(*granted.p90, forecast) : 1.0;
    svg.rect(svg_share(begin), "10", svg_share(std::max(0.004, end - begin)), "8",
             granted.p90 ? "interval" : "interval open");
  }
  const auto mark = [&](std::optional<Date> date, std::string_view css_class) {
    if (!date) return;
    const std::string x = svg_share(place_of(*date, forecast));
    svg.line(x, "2", x, "26", css_class);
  };
  if (application.need_by_booked != application.need_by_fastest) {
    mark(application.need_by_booked, "need-booked");
  }
  mark(application.needed_by(), "need");
  if (application.promised_on && *application.promised_on >= forecast.as_of) {
    svg.circle(svg_share(place_of(*application.promised_on, forecast)), "14", "5", "promise");
  }
  if (granted.p50) svg.circle(svg_share(place_of(*granted.p50, forecast)), "14", "4.5", "median");
  svg.close();
}

void draw_timeline_legend(HtmlWriter& html) {
  const auto dot = [&](std::string_view radius, std::string_view css_class,
                       std::string_view words) {
    write_legend_entry(html, words,
                       [&](SvgWriter& svg) { svg.circle("11", "7", radius, css_class); });
  };
  const auto mark = [&](std::string_view css_class, std::string_view words) {
    write_legend_entry(
        html, words, [&](SvgWriter& svg) { svg.line("11", "0", "11", kSwatchHeight, css_class); });
  };
  html.open("p", {{"class", "legend"}});
  write_legend_entry(html, "in hand between these days in 8 of 10 futures",
                     [](SvgWriter& svg) { svg.rect("0", "3", kSwatchWidth, "8", "interval"); });
  dot("4.5", "median", "half of all futures have it by then");
  dot("5", "promise", "promised");
  mark("need", "needed by (fastest lane)");
  mark("need-booked", "needed by (booked lane)");
  html.close();
}

}  // namespace runout::report
