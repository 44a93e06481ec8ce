#include <algorithm>

#include <fmt/format.h>

#include "runout/report/html_sections.h"
#include "runout/report/html_table.h"
#include "runout/report/svg_charts.h"
#include "runout/report/text_applications.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using Applications = std::vector<const forecast::ApplicationForecast*>;

void write_name(HtmlWriter& html, const forecast::ApplicationForecast& application) {
  html.open("th", {{"scope", "row"}, {"role", "rowheader"}, {"class", "name"}});
  html.text(application.application).text(" ").element("small", state_words(application));
  std::string step = application.owner;
  if (!step.empty() && !application.next_step.empty()) step += ": ";
  step += application.next_step;
  if (!step.empty()) html.text(" ").element("small", step, {{"class", "step"}});
  html.close();
}

void write_row(HtmlWriter& html, const forecast::Forecast& forecast,
               const forecast::ApplicationForecast& application) {
  html.open("tr", {{"role", "row"}});
  write_name(html, application);
  html.open("td", {{"role", "cell"}, {"class", "fuse-bar"}});
  draw_timeline(html, forecast, application);
  html.close();
  const auto cell = [&](std::string_view name, std::string_view text, std::string_view css_class) {
    write_named_cell(html, name, text, css_class);
  };
  const auto needed = application.needed_by();
  cell("needed by ", need_words(needed, forecast.as_of), "n");
  cell("booked lane ", need_words(application.need_by_booked, forecast.as_of), "n");
  cell("chance by then ", needed ? chance_words(application.p_in_hand_by_need, 0.0) : "-", "n");
  cell("in hand ", interval_words(application.granted_on, forecast), "n span");
  cell("promised ",
       application.promised_on ? day_words(application.promised_on, forecast.as_of) : "-", "n");
  cell("refused ", chance_words(application.p_refused, 0.0), "n");
  cell("lines ", application.lines.empty() ? "-" : list_words(application.lines, 4),
       application.lines.size() > 1 ? "because" : "because code");
  html.close();
}

void write_timelines(HtmlWriter& html, const forecast::Forecast& forecast, std::string_view caption,
                     const Applications& applications) {
  html.open("table", {{"class", "fuse licences"}, {"role", "table"}});
  html.element("caption", caption);
  html.open("thead", {{"role", "rowgroup"}}).open("tr", {{"role", "row"}});
  const auto heading = [&](std::string_view text, std::string_view css_class) {
    html.element("th", text, {{"scope", "col"}, {"role", "columnheader"}, {"class", css_class}});
  };
  heading("Application", "name");
  html.open("th", {{"scope", "col"}, {"role", "columnheader"}, {"class", "fuse-bar"}});
  draw_timeline_scale(html, forecast);
  html.close();
  heading("Needed by", "n");
  heading("by booked lane", "n");
  heading("Chance by then", "n");
  heading("In hand (10 \u2013 50 \u2013 90 %)", "n span");
  heading("Promised", "n");
  heading("Refused", "n");
  heading("Lines", "because");
  html.close().close().open("tbody", {{"role", "rowgroup"}});
  for (const forecast::ApplicationForecast* application : applications) {
    write_row(html, forecast, *application);
  }
  html.close().close();
}

}  // namespace

void write_licences(HtmlWriter& html, const forecast::Forecast& forecast) {
  open_section(html, "licences", "The licences that decide it");
  Applications mattering;
  Applications idle;
  for (const forecast::ApplicationForecast* application : rank_applications(forecast)) {
    (matters(*application) ? mattering : idle).push_back(application);
  }
  if (forecast.applications.empty()) html.element("p", "No application is pending.");
  if (!forecast.applications.empty()) draw_timeline_legend(html);
  if (!mattering.empty()) {
    write_timelines(html, forecast,
                    "Pending applications on which a line hangs, the most urgent first", mattering);
  }
  if (!idle.empty()) {
    const std::string count = count_words(idle.size(), "application that moves no run-out date",
                                          "applications that move no run-out date");
    html.open("details").element("summary", count);
    write_timelines(html, forecast, "Pending applications that move no run-out date", idle);
    html.close();
  }
  html.close();
}

}  // namespace runout::report
