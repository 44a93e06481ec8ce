#include "runout/report/xlsx_report.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "runout/report/fuse_headline.h"
#include "runout/report/report_file.h"
#include "runout/report/text_applications.h"
#include "runout/report/words.h"
#include "runout/report/xlsx_sheets.h"

namespace runout::report {

void add_applications_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{book,
                  "Applications",
                  {{"application", 18},
                   {"state", 12},
                   {"where_it_stands", 30},
                   {"waiting_working_days", 10},
                   {"filed_on", 11},
                   {"promised_on", 11},
                   {"need_by_booked", 11},
                   {"need_by_fastest", 11},
                   {"p_in_hand_by_need", 11},
                   {"granted_p10", 11},
                   {"granted_p50", 11},
                   {"granted_p90", 11},
                   {"p_refused", 9},
                   {"end_user_country", 10},
                   {"lines", 30},
                   {"orders", 30},
                   {"owner", 18},
                   {"next_step", 30}}};
  for (const forecast::ApplicationForecast* application : rank_applications(forecast)) {
    const forecast::ApplicationForecast& a = *application;
    const bool needed = a.needed_by().has_value();
    sheet.row().text(a.application).text(a.state).text(a.words);
    sheet.number(static_cast<double>(a.waiting_working_days)).date(a.filed_on);
    sheet.date(a.promised_on).date(a.need_by_booked).date(a.need_by_fastest);
    sheet.percent(needed ? std::optional{a.p_in_hand_by_need} : std::nullopt);
    sheet.date(a.granted_on.p10).date(a.granted_on.p50).date(a.granted_on.p90);
    sheet.percent(a.p_refused).text(a.end_user_country);
    sheet.text(list_words(a.lines, a.lines.size())).text(list_words(a.orders, a.orders.size()));
    sheet.text(a.owner).text(a.next_step);
  }
  sheet.finish();
}

void add_unknown_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{book, "Unknown", {{"what", 20}, {"where", 20}, {"message", 80}}};
  for (const forecast::Unknown& unknown : forecast.unknown) {
    sheet.row().text(unknown.what).text(unknown.where).text(unknown.message);
  }
  sheet.finish();
}

void add_warnings_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{
      book,
      "Warnings",
      {{"file", 20}, {"row", 8}, {"column", 16}, {"code", 20}, {"message", 70}, {"help", 50}}};
  for (const Diagnostic& warning : forecast.warnings) {
    sheet.row().text(warning.file);
    sheet.number(warning.row == 0 ? std::nullopt : std::optional{static_cast<double>(warning.row)});
    sheet.text(warning.column).text(warning.code).text(warning.message).text(warning.help);
  }
  sheet.finish();
}

void add_basis_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{book, "Basis", {{"what", 22}, {"value", 100}}};
  const Headline headline = write_headline(forecast);
  sheet.row().text("headline").text(headline.lead);
  if (!headline.chance.empty()) sheet.row().text("headline").text(headline.chance);
  for (const std::string& more : headline.more) sheet.row().text("headline").text(more);
  sheet.row().text("as_of").date(forecast.as_of);
  sheet.row().text("horizon_days").number(forecast.horizon);
  sheet.row().text("replications").number(static_cast<double>(forecast.replications));
  sheet.row().text("seed").text(fmt::format("{}", forecast.seed));
  sheet.row().text("rests on").text(basis_words(forecast));
  for (const std::string& note : forecast.basis.notes) sheet.row().text("note").text(note);
  for (const std::string& text : forecast.assumptions) sheet.row().text("assumed").text(text);
}

void write_xlsx_report(const forecast::Forecast& forecast, const std::filesystem::path& path) {
  const Fuse fuse = make_fuse(forecast);
  XlsxWorkbook book{forecast.as_of};
  add_lines_sheet(book, forecast, fuse);
  add_applications_sheet(book, forecast);
  add_probabilities_sheet(book, forecast, fuse);
  add_blame_sheet(book, fuse);
  add_unknown_sheet(book, forecast);
  add_warnings_sheet(book, forecast);
  add_basis_sheet(book, forecast);
  write_whole_file(path, book.close());
}

}  // namespace runout::report
