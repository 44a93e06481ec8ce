#include <fmt/format.h>

#include "runout/report/fuse_headline.h"
#include "runout/report/html_sections.h"
#include "runout/report/html_table.h"
#include "runout/report/movement_faces.h"
#include "runout/report/svg_fuse.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

void write_lead(HtmlWriter& html, const forecast::Forecast& forecast) {
  const Headline headline = report::write_headline(forecast);
  html.element("h1", headline.lead);
  if (!headline.chance.empty()) html.element("p", headline.chance, {{"class", "lead"}});
  for (const std::string& sentence : headline.more) {
    html.element("p", sentence, {{"class", "more"}});
  }
}

void write_row(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse,
               const FuseRow& row) {
  const bool urgent = row.down || row.act_by == "overdue";
  html.open("tr", {{"role", "row"}, {"class", urgent ? "urgent" : ""}});
  html.open("th", {{"scope", "row"}, {"role", "rowheader"}, {"class", "name"}});
  html.text(row.line->line);
  if (!row.line->site.empty()) {
    html.text(" ").element("small", row.line->site);
  }
  html.close();
  html.open("td", {{"role", "cell"}, {"class", "fuse-bar"}});
  draw_fuse_bar(html, fuse, row, forecast.as_of);
  if (row.down) {
    html.element("span", down_words(forecast, *row.line).front(), {{"class", "down"}});
  }
  html.close();
  const auto cell = [&](std::string_view name, std::string_view text, std::string_view css_class) {
    write_named_cell(html, name, text, css_class);
  };
  cell("act by ", row.act_by, "n act");
  cell(fmt::format("short within {} d ", kSoonDays), row.chance, "n chance");
  cell("on ", row.short_on, "n when");
  html.open("td",
            {{"role", "cell"}, {"class", is_short(row.because) ? "because code" : "because"}});
  html.text(row.because);
  if (!row.because_more.empty()) {
    html.text(" ").element("small", row.because_more);
  }
  html.close().close();
}

void write_fuse(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse) {
  html.open("table", {{"class", "fuse"}, {"role", "table"}});
  html.element("caption",
               "Every line as a fuse that burns from the left, sorted by the day by "
               "which something has to happen");
  html.open("thead", {{"role", "rowgroup"}}).open("tr", {{"role", "row"}});
  const auto heading = [&](std::string_view text, std::string_view css_class) {
    html.element("th", text, {{"scope", "col"}, {"role", "columnheader"}, {"class", css_class}});
  };
  heading("Line", "name");
  html.open("th", {{"scope", "col"}, {"role", "columnheader"}, {"class", "fuse-bar"}});
  draw_fuse_scale(html, fuse, forecast.as_of);
  html.close();
  heading("Act by", "n act");
  heading(fmt::format("Short within {}\u00A0d", kSoonDays), "n chance");
  heading("On", "n when");
  heading("Because", "because");
  html.close().close().open("tbody", {{"role", "rowgroup"}});
  for (const FuseRow& row : fuse.rows) write_row(html, forecast, fuse, row);
  html.close().close();
  draw_fuse_legend(html);
}

/// What moved since the last saved forecast.
void write_since(HtmlWriter& html, const forecast::Forecast& forecast) {
  if (!forecast.since) return;
  constexpr std::size_t kNamed = 8;
  const auto sentences = movement_sentences(*forecast.since, kNamed);
  const std::string since = since_words(*forecast.since);
  if (sentences.empty()) {
    html.element("p", since + ": no line has moved.", {{"class", "since"}});
    return;
  }
  html.element("p", since + ":", {{"class", "since"}});
  html.open("ul", {{"class", "since"}});
  for (const std::string& sentence : sentences) html.element("li", sentence);
  html.close();
}

}  // namespace

void open_section(HtmlWriter& html, std::string_view id, std::string_view heading) {
  const std::string heading_id = fmt::format("{}-heading", id);
  html.open("section", {{"id", id}, {"aria-labelledby", heading_id}});
  html.element("h2", heading, {{"id", heading_id}});
}

bool is_at_risk(const forecast::LineForecast& line) {
  return line.down_since.has_value() || line.dates.secured.has_value() ||
         chance_in_horizon(line) >= 0.005;
}

void write_first_screen(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse) {
  html.open("section", {{"id", "first"}, {"aria-label", "What stops first"}});
  write_lead(html, forecast);
  write_since(html, forecast);
  if (!fuse.rows.empty()) write_fuse(html, forecast, fuse);
  html.close();
}

}  // namespace runout::report
