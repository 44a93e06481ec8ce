#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/html_sections.h"
#include "runout/report/svg_legend.h"
#include "runout/report/value_words.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kAll = 1000;

using Applications = std::vector<const forecast::ApplicationForecast*>;

/// What it saves, with two standard errors each way, as a share of the most that any in its
/// currency saves.
void draw_worth(HtmlWriter& html, const forecast::LicenceValue& value, double most) {
  const double mean = std::max(0.0, value.granted_today.mean) / most;
  const double error = 2.0 * value.granted_today.standard_error.value_or(0.0) / most;
  SvgWriter svg = SvgWriter::stretched(html, 22, "saves " + worth_words(value));
  svg.rect("0", "6", svg_share(std::clamp(mean, 0.004, 1.0)), "10", "interval");
  const double low = std::clamp(mean - error, 0.0, 1.0);
  const double high = std::clamp(mean + error, 0.0, 1.0);
  svg.line(svg_share(low), "11", svg_share(high), "11", "secured");
  svg.close();
}

void write_row(HtmlWriter& html, const forecast::ApplicationForecast& application, double most) {
  const forecast::LicenceValue& value = *application.value;
  html.open("tr").open("th", {{"scope", "row"}}).text(application.application).text(" ");
  html.element("small", state_words(application)).close();
  html.open("td");
  draw_worth(html, value, most);
  html.close();
  const auto number = [&](const std::string& text) { html.element("td", text, {{"class", "n"}}); };
  number(worth_words(value));
  number(loss_words(value.refused, value.currency));
  number(paperwork_words(value));
  std::vector<std::string> by_line;
  for (const forecast::LineValue& line : value.lines) {
    const bool has_money = line.loss.mean != 0.0;
    by_line.push_back(has_money
                          ? fmt::format("{} {}", line.line, money_words(line.loss, line.currency))
                          : line.line);
  }
  html.element("td", list_words(by_line, 4));
  html.close();
}

void write_rows(HtmlWriter& html, std::string_view caption, const Applications& applications,
                const std::map<std::string, double>& most) {
  html.open("table").element("caption", caption);
  html.open("thead").open("tr");
  for (const char* heading : {"Application", "Saves", "Saves if granted today", "Lost if refused",
                              "Paperwork today saves", "Lines"}) {
    html.element("th", heading, {{"scope", "col"}});
  }
  html.close().close().open("tbody");
  for (const auto* application : applications) {
    write_row(html, *application, most.at(application->value->currency));
  }
  html.close().close();
}

}  // namespace

void write_values(HtmlWriter& html, const forecast::Forecast& forecast) {
  const Applications first = press_first(forecast, kPressed);
  if (first.empty()) return;
  Applications others = press_first(forecast, kAll);
  std::map<std::string, double> most;
  for (const auto* application : others) {
    double& own = most[application->value->currency];
    own = std::max({own, application->value->granted_today.mean, 1e-9});
  }
  std::erase_if(others, [&](const auto* one) { return std::ranges::count(first, one) > 0; });
  open_section(html, "values", "Press for these first");
  write_rows(html, "Licences that save most if they are granted today, three in each currency",
             first, most);
  for (const std::string& sentence : bundle_sentences(forecast)) html.element("p", sentence);
  if (!others.empty()) {
    html.open("details").element("summary",
                                 count_words(others.size(), "other licence that saves something",
                                             "other licences that save something"));
    write_rows(html, "The other licences that save something", others, most);
    html.close();
  }
  html.element("p", value_caveat(forecast), {{"class", "note"}});
  html.close();
}

}  // namespace runout::report
