#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runout/report/html_sections.h"
#include "runout/report/svg_charts.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Blame beyond these rows, or below this share, is summed up; the workbook has it all.
constexpr std::size_t kBlameShown = 8;
constexpr double kBlameWorthRow = 0.01;

std::string share_words(double share) { return fmt::format("{:.0f} %", 100.0 * share); }

/// "25.3 % +- 0.4": the raw number with its standard error, for those who want it exact.
std::string exact_words(const forecast::ChanceByDay& chance) {
  if (!chance.standard_error) return fmt::format("{:.1f} %", 100.0 * chance.p);
  return fmt::format("{:.1f} % \u00B1 {:.1f}", 100.0 * chance.p, 100.0 * *chance.standard_error);
}

void write_blame(HtmlWriter& html, const forecast::Forecast& forecast,
                 const forecast::LineForecast& line) {
  if (line.blame.empty()) return;
  Rows rows;
  double others = 0.0;
  for (const forecast::Blame& blame : line.blame) {
    if (rows.size() == kBlameShown || (blame.share < kBlameWorthRow && !rows.empty())) {
      others += blame.share;
      continue;
    }
    const char* no_order = blame.policy.empty() ? "-" : "replenishment";
    rows.push_back({blame.item, blame.order.empty() ? no_order : blame.order,
                    blame.application.empty() ? "-" : blame.application,
                    blame_words(forecast, line, blame), share_words(blame.share)});
  }
  write_table(html, fmt::format("What is to blame when {} runs short", line.line),
              {{"Item"}, {"Order"}, {"Application"}, {"Because"}, {"Share", "n"}}, rows);
  const std::size_t left_out = line.blame.size() - rows.size();
  if (left_out > 0) {
    html.element("p",
                 fmt::format("and {} with {} together.",
                             count_words(left_out, "smaller cause", "smaller causes"),
                             others < 0.005 ? "<1 %" : share_words(others)),
                 {{"class", "note"}});
  }
}

void write_components(HtmlWriter& html, const forecast::Forecast& forecast,
                      const forecast::LineForecast& line) {
  std::vector<std::pair<Date, std::size_t>> short_ones;  // by day, then as in the book
  for (std::size_t i = 0; i < line.components.size(); ++i) {
    const auto& until = line.components[i].secured_until;
    if (until) short_ones.emplace_back(*until, i);
  }
  std::ranges::sort(short_ones);
  Rows rows;
  for (const auto& [until, index] : short_ones) {
    const forecast::ComponentOutlook& component = line.components[index];
    rows.push_back({component.item, day_words(until, forecast.as_of),
                    day_words(component.next_arrival, forecast.as_of)});
  }
  if (!rows.empty()) {
    write_table(html, fmt::format("Components of {} that do not last", line.line),
                {{"Item"}, {"Secured until", "n"}, {"Next arrival, if granted", "n"}}, rows);
  }
  const std::size_t lasting = line.components.size() - rows.size();
  if (lasting > 0) {
    html.element(
        "p",
        fmt::format("{} secured for all {} days.",
                    count_words(lasting, "component is", "components are"), forecast.horizon),
        {{"class", "note"}});
  }
}

/// Every seventh day of the pictures, as numbers.
void write_numbers(HtmlWriter& html, const forecast::Forecast& forecast,
                   const forecast::LineForecast& line) {
  if (line.p_runout_within.empty()) return;
  const bool stock = line.projection && !line.projection->p50.empty();
  std::vector<Heading> headings{{"Day"}, {"Has run short", "n"}, {"Has stopped", "n"}};
  if (stock) {
    headings.insert(headings.end(),
                    {{"Stock 10 %", "n"}, {"Stock 50 %", "n"}, {"Stock 90 %", "n"}});
  }
  Rows rows;
  for (const forecast::ChanceByDay& chance : line.p_runout_within) {
    const bool last = &chance == &line.p_runout_within.back();
    if (chance.days % 7 != 0 && !last) continue;
    const forecast::ChanceByDay* stop = chance_by(line.p_stop_within, chance.days);
    std::vector<std::string> cells{day_words(forecast.as_of + Days{chance.days}, forecast.as_of),
                                   exact_words(chance), stop == nullptr ? "-" : exact_words(*stop)};
    const auto quantile = [&](const std::vector<double>& values) {
      const auto day = static_cast<std::size_t>(std::max<Day>(chance.days, 0));
      return day < values.size() ? number_words(values[day]) : std::string{"-"};
    };
    if (stock) {
      cells.push_back(quantile(line.projection->p10));
      cells.push_back(quantile(line.projection->p50));
      cells.push_back(quantile(line.projection->p90));
    }
    rows.push_back(std::move(cells));
  }
  html.open("details", {{"class", "numbers"}});
  html.element("summary", "The numbers behind the pictures");
  write_table(html, fmt::format("{}, week by week, with Monte Carlo standard errors", line.line),
              headings, rows);
  html.close();
}

void write_facts(HtmlWriter& html, const forecast::Forecast& forecast,
                 const forecast::LineForecast& line) {
  html.open("dl", {{"class", "facts"}});
  const auto fact = [&](std::string_view name, std::string_view value) {
    html.open("div").element("dt", name).element("dd", value).close();
  };
  fact("Runs short", interval_words(line.run_out, forecast));
  fact("Stands still", interval_words(line.stop, forecast));
  fact("Back at full plan", interval_words(line.restart, forecast));
  fact("Units lost, expected", estimate_words(line.expected_lost_units));
  fact("Days stopped, expected", estimate_words(line.expected_stop_days));
  fact("Loss, expected", money_words(line.expected_loss, line.currency));
  html.close();
}

void write_line(HtmlWriter& html, const forecast::Forecast& forecast,
                const forecast::LineForecast& line) {
  const std::string id = html.next_id("line");
  html.open("article", {{"aria-labelledby", id}});
  html.open("h3", {{"id", id}}).text(line.line);
  std::string about = line.site;
  if (!line.items.empty()) {
    about += (about.empty() ? "makes " : ", makes ") + list_words(line.items, 4);
  }
  if (!about.empty()) html.text(" ").element("small", about);
  html.close();
  write_facts(html, forecast, line);
  const bool pictured = line.projection && !line.projection->p50.empty();
  html.open("div", {{"class", pictured ? "pair" : "pair lone"}});
  if (pictured) {
    html.open("figure");
    html.element("figcaption",
                 fmt::format("Stock of {}{}{}: median, 10 to 90 % shaded", line.projection->item,
                             line.projection->unit.empty() ? "" : ", ", line.projection->unit));
    draw_projection(html, forecast, line);
    html.close();
  }
  html.open("div", {{"class", "why"}});
  html.open("div");
  write_blame(html, forecast, line);
  html.close().open("div");
  write_components(html, forecast, line);
  html.close().close().close();
  write_numbers(html, forecast, line);
  html.close();
}

}  // namespace

void write_chances(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse) {
  if (std::ranges::none_of(forecast.lines, is_at_risk)) return;
  open_section(html, "chances", "Chance of having run short, day by day");
  html.element("p",
               "Solid: has run short at least once by that day, with a band of two standard errors "
               "of the simulation. Dashed: has stood still. Upright line: secured until.",
               {{"class", "note"}});
  html.open("div", {{"class", "many"}});
  for (const FuseRow& row : fuse.rows) {
    if (!is_at_risk(*row.line) || row.line->p_runout_within.empty()) continue;
    html.open("figure").element("figcaption", row.line->line);
    draw_chances(html, forecast, *row.line);
    html.close();
  }
  html.close().close();
}

void write_lines(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse) {
  if (forecast.lines.empty()) return;
  open_section(html, "lines", "Why, line by line");
  html.element("p",
               "Three days in a row are those by which 10, 50 and 90 % of all futures have had the "
               "event; \"later\" lies beyond the last day looked at.",
               {{"class", "note"}});
  std::vector<std::string> safe;
  for (const FuseRow& row : fuse.rows) {
    if (is_at_risk(*row.line)) {
      write_line(html, forecast, *row.line);
    } else {
      safe.push_back(row.line->line);
    }
  }
  if (!safe.empty()) {
    html.element("p", fmt::format("Nothing threatens {} within {} days.",
                                  list_words(safe, safe.size()), forecast.horizon));
  }
  html.close();
}

}  // namespace runout::report
