#include "runout/report/backtest_html.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/report/backtest_pictures.h"
#include "runout/report/backtest_words.h"
#include "runout/report/html_sections.h"
#include "runout/report/html_writer.h"
#include "runout/report/report_file.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::backtest::Backtest;

/// What this page has beside the style of all reports: marks of the pictures.
constexpr std::string_view kStyle = R"css(
.came{fill:var(--ink)}
.missed{fill:var(--paper);stroke:var(--alarm);stroke-width:2}
.ideal{stroke:var(--dim);stroke-width:1;stroke-dasharray:4 4}
.interval-line{stroke:var(--mid);stroke-width:6;opacity:.55}
.expected{stroke:var(--deep);stroke-width:2}
.dot{fill:var(--deep)}
.dot-second{fill:var(--paper);stroke:var(--mid);stroke-width:1.6}
.column{fill:var(--mid)}
.curve-other{fill:none;stroke:var(--mid);stroke-width:1.4;stroke-dasharray:5 4}
.best{font-weight:700}
.legend{margin-bottom:12px}
.quad{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:20px 24px}
.quad .chart{max-width:330px}
.quad figcaption{font-weight:600;color:var(--ink)}
@media print{.quad{grid-template-columns:repeat(4,minmax(0,1fr));gap:10px 18px}}
)css";

void write_head(HtmlWriter& html) {
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.element("title", "Backtest of the decision forecast");
  html.open("style").raw(style_sheet()).raw(kStyle).close().close();
}

void write_banner(HtmlWriter& html, const Backtest& backtest) {
  html.element("a", "To the answer", {{"class", "skip"}, {"href", "#main"}});
  html.open("header", {{"class", "banner"}});
  html.element("span", "Backtest", {{"class", "brand"}});
  html.element("span",
               fmt::format("{} to {}, {} days ahead", to_string(backtest.dates.front().as_of),
                           to_string(backtest.dates.back().as_of), backtest.horizon));
  html.close();
}

void write_answer(HtmlWriter& html, const Backtest& backtest) {
  html.open("section", {{"id", "first"}});
  const BacktestSummary summary = summarise(backtest);
  html.element("h1", summary.answer);
  html.element("p", summary.honesty, {{"class", "lead"}});
  html.element("p",
               fmt::format("On each date the forecast saw only what was known then. What came is "
                           "known until {}.",
                           to_words(backtest.observed_until, WithYear::yes)),
               {{"class", "note"}});
  html.close();
}

void write_methods(HtmlWriter& html, const Backtest& backtest) {
  open_section(html, "methods", "Compared with the usual ways");
  const std::vector<ScoreColumn> columns = score_columns(backtest);
  constexpr std::string_view kCaption = "Scores of each method over all dates, the best in bold";
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", kCaption}});
  html.open("table").element("caption", kCaption).open("thead").open("tr");
  html.element("th", "Method", {{"scope", "col"}});
  for (const ScoreColumn& column : columns) {
    html.open("th", {{"scope", "col"}, {"class", "n"}, {"title", column.meaning}});
    html.text(column.heading).close();
  }
  html.close().close().open("tbody");
  for (std::size_t i = 0; i < backtest.methods.size(); ++i) {
    html.open("tr").element("th", backtest.methods[i].title, {{"scope", "row"}, {"class", "code"}});
    for (const ScoreColumn& column : columns) {
      const bool best = std::ranges::find(column.best, i) != column.best.end();
      html.element("td", column.cells[i], {{"class", best ? "n best" : "n"}});
    }
    html.close();
  }
  html.close().close().close();
  html.open("details").element("summary", "What the columns and the methods mean").open("ul");
  for (const ScoreColumn& column : columns) {
    html.element("li", fmt::format("{}: {}.", column.heading, column.meaning));
  }
  for (const auto& method : backtest.methods) {
    html.element("li", fmt::format("{}: {}.", method.title, method.about));
  }
  html.close().close().close();
}

void write_counts(HtmlWriter& html, const Backtest& backtest) {
  open_section(html, "counts", "How many were decided, against what was forecast");
  html.element(
      "p",
      "Of those pending on each date, the share forecast to be decided, its 90 % interval, and "
      "the share that was. Nine intervals in ten should hold. The numbers are in the table "
      "of dates.",
      {{"class", "note"}});
  draw_count_legend(html);
  html.open("div", {{"class", "quad"}});
  for (std::size_t q = 0; q < backtest.horizons.size(); ++q) {
    html.open("figure").element(
        "figcaption",
        fmt::format("within {} days: {:.0f} % held", backtest.horizons[q],
                    100.0 * backtest.methods.front().pooled.count_coverage_by_horizon[q]));
    draw_counts(html, backtest, q);
    html.close();
  }
  html.close().close();
}

void write_reliability(HtmlWriter& html, const Backtest& backtest) {
  open_section(html, "reliability", "Whether a chance of 70 % comes true seven times in ten");
  html.element(
      "p",
      "Forecasts sorted by their chance: those on the dashed line came true as often as "
      "they said. The larger the dot, the more forecasts it stands for; dots for fewer than one "
      "in 200 are left out.",
      {{"class", "note"}});
  draw_reliability_legend(html, backtest);
  html.open("div", {{"class", "quad"}});
  for (std::size_t q = 0; q < backtest.horizons.size(); ++q) {
    html.open("figure").element("figcaption",
                                fmt::format("decided within {} days", backtest.horizons[q]));
    draw_reliability(html, backtest, q);
    html.close();
  }
  html.close().close();
}

void write_pit(HtmlWriter& html, const Backtest& backtest) {
  open_section(html, "pit", "Where in its distribution the day that came lay");
  html.element("p",
               "Ten columns of equal height are right. High on the left: decisions came earlier "
               "than forecast; on the right: later; at both ends: the intervals are too narrow; in "
               "the middle: too wide. A method that names a single day has no such picture.",
               {{"class", "note"}});
  html.open("div", {{"class", "quad"}});
  const double most = largest_share(backtest);
  for (const auto& method : backtest.methods) {
    if (!has_histogram(method)) continue;
    html.open("figure").element("figcaption", method.title);
    draw_pit(html, method, most);
    html.close();
  }
  html.close().close();
}

void write_dates(HtmlWriter& html, const Backtest& backtest) {
  open_section(html, "dates", "Date by date");
  const auto best = best_baseline(backtest);
  std::vector<std::string> names;
  names.reserve(backtest.horizons.size());
  for (const Day days : backtest.horizons) names.push_back(fmt::format("within {} d", days));
  std::vector<Heading> headings{
      {"As of"}, {"Pending", "n"}, {"Decided before", "n"}, {"Off by", "n"}};
  if (best) headings.emplace_back("Best usual", "n");
  for (const std::string& name : names) {
    headings.emplace_back(name, "n");
    headings.emplace_back("came", "n");
  }
  std::vector<std::vector<std::string>> rows;
  const auto& ours = backtest.methods.front();
  for (std::size_t i = 0; i < backtest.dates.size(); ++i) {
    const auto& scores = ours.by_date[i];
    std::vector<std::string> row{to_string(backtest.dates[i].as_of),
                                 number_words(static_cast<double>(scores.pending)),
                                 number_words(static_cast<double>(backtest.dates[i].decisions)),
                                 fmt::format("{:.2f}", scores.crps)};
    if (best) row.push_back(fmt::format("{:.2f}", backtest.methods[*best].by_date[i].crps));
    for (const auto& horizon : scores.horizons) {
      row.push_back(count_interval_words(horizon));
      row.push_back(fmt::format("{}{}", horizon.observed, horizon.count_held() ? "" : " !"));
    }
    rows.push_back(std::move(row));
  }
  write_table(html, "Days off, and numbers decided with their 90 % intervals; ! is outside",
              headings, rows);
  html.close();
}

void write_skipped(HtmlWriter& html, const Backtest& backtest) {
  if (backtest.skipped.empty()) return;
  open_section(html, "skipped", "Dates that were skipped");
  std::vector<std::vector<std::string>> rows;
  rows.reserve(backtest.skipped.size());
  for (const auto& skipped : backtest.skipped) {
    rows.push_back({to_string(skipped.as_of), skipped.reason});
  }
  write_table(html, "Dates that could not be replayed", {{"As of"}, {"Why"}}, rows);
  html.close();
}

}  // namespace

std::string backtest_html(const Backtest& backtest) {
  HtmlWriter html;
  html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  write_head(html);
  html.open("body");
  write_banner(html, backtest);
  html.open("main", {{"id", "main"}});
  write_answer(html, backtest);
  write_methods(html, backtest);
  write_counts(html, backtest);
  write_reliability(html, backtest);
  write_pit(html, backtest);
  write_dates(html, backtest);
  write_skipped(html, backtest);
  for (const std::string& assumption : backtest.assumptions) {
    html.element("p", assumption, {{"class", "note"}});
  }
  html.close();
  html.element("footer",
               fmt::format("Made by Runout: {} random futures a date, seed {}; the baselines of "
                           "the recent past look back {} days.",
                           number_words(static_cast<double>(backtest.draws)), backtest.seed,
                           backtest.window));
  return html.finish();
}

void write_backtest_report(const Backtest& backtest, const std::filesystem::path& path) {
  write_whole_file(path, backtest_html(backtest));
}

}  // namespace runout::report
