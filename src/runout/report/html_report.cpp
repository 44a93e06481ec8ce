#include "runout/report/html_report.h"

#include <fmt/format.h>

#include "runout/report/html_evidence.h"
#include "runout/report/html_sections.h"
#include "runout/report/report_file.h"
#include "runout/report/svg_fuse.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

void write_head(HtmlWriter& html, const forecast::Forecast& forecast) {
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.element("title", fmt::format("Run-out forecast as of {}", to_string(forecast.as_of)));
  html.open("style").raw(style_sheet()).close().close();
}

void write_banner(HtmlWriter& html, const forecast::Forecast& forecast) {
  html.element("a", "To the forecast", {{"class", "skip"}, {"href", "#main"}});
  html.open("header", {{"class", "banner"}});
  html.element("span", "Run-out forecast", {{"class", "brand"}});
  html.element("span", fmt::format("as of {}, {} days ahead",
                                   to_words(forecast.as_of, WithYear::yes), forecast.horizon));
  html.close();
}

}  // namespace

std::string html_report(const forecast::Forecast& forecast) {
  const Fuse fuse = make_fuse(forecast);
  HtmlWriter html;
  html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  write_head(html, forecast);
  html.open("body");
  write_patterns(html);
  write_banner(html, forecast);
  html.open("main", {{"id", "main"}});
  write_first_screen(html, forecast, fuse);
  write_licences(html, forecast);
  write_values(html, forecast);
  write_chances(html, forecast, fuse);
  write_lines(html, forecast, fuse);
  write_dates(html, forecast, fuse);
  if (forecast.evidence) write_evidence(html, *forecast.evidence);
  write_basis(html, forecast);
  html.close();
  html.element("footer",
               fmt::format("Made by Runout from the book as known on {}. A forecast, not a "
                           "promise: chances carry the error of the simulation and the limits "
                           "named above.",
                           to_words(forecast.as_of, WithYear::yes)));
  return html.finish();
}

void write_html_report(const forecast::Forecast& forecast, const std::filesystem::path& path) {
  write_whole_file(path, html_report(forecast));
}

}  // namespace runout::report
