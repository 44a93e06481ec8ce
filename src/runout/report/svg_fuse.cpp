#include "runout/report/svg_fuse.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "runout/report/svg_legend.h"
#include "runout/report/svg_writer.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr double kBarHeight = 26;
constexpr int kDots = 112;  // places for dots across the window

double share_of(double day, const Fuse& fuse) { return day / static_cast<double>(fuse.window); }

void draw_grid(SvgWriter& svg, const Fuse& fuse) {
  for (const Day tick : fuse.ticks) {
    const std::string x = svg_share(share_of(tick, fuse));
    svg.line(x, "0", x, "100%", "grid");
  }
}

void draw_stretch(SvgWriter& svg, const Fuse& fuse, Day from, Day to, std::string_view css_class) {
  const double begin = std::clamp(share_of(from, fuse), 0.0, 1.0);
  const double end = std::clamp(share_of(to, fuse), 0.0, 1.0);
  if (end > begin) svg.rect(svg_share(begin), "5", svg_share(end - begin), "16", css_class);
}

/// Dots from the secured day on, as dense as the hope is high.
void draw_hope(SvgWriter& svg, const Fuse& fuse, const FuseRow& row) {
  double owed = 0.5;
  for (int i = 0; i < kDots; ++i) {
    const double place = (i + 0.5) / kDots;
    const double day = place * static_cast<double>(fuse.window);
    if (row.fuel_on(day) != Fuel::pending) continue;
    owed += row.hope_on(day);
    if (owed < 1.0) continue;
    owed -= 1.0;
    svg.circle(svg_share(place), "13", "1.7", "hope");
  }
}

std::string bar_words(const FuseRow& row, Date as_of) {
  const auto& dates = row.line->dates;
  const auto until = [&](std::optional<Date> date) {
    return date ? "until " + day_words(date, as_of) : std::string{"beyond the horizon"};
  };
  return fmt::format("{}: stock lasts {}, with what is on the way {}, with licences in hand {}",
                     row.line->line, until(dates.stock_only), until(dates.on_the_way),
                     until(dates.secured));
}

void draw_down(SvgWriter& svg, const Fuse& fuse, const FuseRow& row, Date as_of) {
  const auto place = [&](std::optional<Date> date) {
    return date ? std::clamp(share_of(static_cast<double>((*date - as_of).count()), fuse), 0.0, 1.0)
                : 1.0;
  };
  const auto& restart = row.line->restart;
  svg.line("0", "13", "100%", "13", "down-line");
  if (!restart.p10) return;
  const double begin = place(restart.p10);
  svg.rect(svg_share(begin), "9", svg_share(place(restart.p90) - begin), "8", "interval");
  if (restart.p50) svg.circle(svg_share(place(restart.p50)), "13", "4.5", "median");
}

}  // namespace

void write_patterns(HtmlWriter& html) {
  html.open("svg",
            {{"class", "patterns"}, {"width", "0"}, {"height", "0"}, {"aria-hidden", "true"}});
  html.element("title", "Patterns").open("defs");
  html.open("pattern", {{"id", "p-way"},
                        {"width", "6"},
                        {"height", "6"},
                        {"patternUnits", "userSpaceOnUse"},
                        {"patternTransform", "rotate(45)"}});
  html.empty("rect", {{"width", "6"}, {"height", "6"}, {"class", "way-back"}});
  html.empty("rect", {{"width", "3"}, {"height", "6"}, {"class", "way-front"}}).close();
  html.open(
      "pattern",
      {{"id", "p-licence"}, {"width", "6"}, {"height", "6"}, {"patternUnits", "userSpaceOnUse"}});
  html.empty("rect", {{"width", "6"}, {"height", "6"}, {"class", "licence-back"}});
  html.empty("circle", {{"cx", "3"}, {"cy", "3"}, {"r", "1.2"}, {"class", "licence-front"}});
  html.close().close().close();
}

void draw_fuse_scale(HtmlWriter& html, const Fuse& fuse, Date as_of) {
  SvgWriter svg = SvgWriter::stretched(html, 18, "Scale of dates");
  for (std::size_t i = 0; i < fuse.ticks.size(); ++i) {
    const Day tick = fuse.ticks.at(i);
    const std::string x = svg_share(share_of(tick, fuse));
    svg.line(x, "12", x, "18", "axis");
    svg.label(x, "11", i == 0 ? "today" : day_words(as_of + Days{tick}, as_of), "tick");
  }
  svg.close();
}

void draw_fuse_bar(HtmlWriter& html, const Fuse& fuse, const FuseRow& row, Date as_of) {
  const std::string title =
      row.down ? fmt::format("{}: down", row.line->line) : bar_words(row, as_of);
  SvgWriter svg = SvgWriter::stretched(html, kBarHeight, title);
  draw_grid(svg, fuse);
  if (row.down) {
    draw_down(svg, fuse, row, as_of);
  } else {
    draw_stretch(svg, fuse, 0, row.stock_until, "stock");
    draw_stretch(svg, fuse, row.stock_until, row.on_the_way_until, "way");
    draw_stretch(svg, fuse, row.on_the_way_until, row.secured_until, "licence");
    draw_hope(svg, fuse, row);
    if (row.runs_out_when_secured && row.secured_until <= fuse.window) {
      const std::string x = svg_share(share_of(row.secured_until, fuse));
      svg.line(x, "1", x, "25", "secured");
    }
  }
  svg.close();
}

void draw_fuse_legend(HtmlWriter& html) {
  const auto area = [&](std::string_view css_class, std::string_view words) {
    write_legend_entry(html, words,
                       [&](SvgWriter& svg) { svg.rect("0", "1", kSwatchWidth, "12", css_class); });
  };
  html.open("p", {{"class", "legend"}});
  area("stock", "stock");
  area("way", "on the way");
  area("licence", "licence in hand");
  write_legend_entry(html, "pending, thinner where less likely", [](SvgWriter& svg) {
    svg.circle("4", "7", "1.7", "hope").circle("9", "7", "1.7", "hope");
    svg.circle("19", "7", "1.7", "hope");
  });
  write_legend_entry(html, "secured until",
                     [](SvgWriter& svg) { svg.line("11", "0", "11", kSwatchHeight, "secured"); });
  html.close();
}

}  // namespace runout::report
