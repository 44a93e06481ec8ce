#include "runout/report/xlsx_report.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "runout/report/report_file.h"
#include "runout/report/text_applications.h"
#include "runout/report/words.h"
#include "runout/report/xlsx_sheets.h"

namespace runout::report {

void add_applications_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{book,
                  "Applications",
                  {{"Application", 18},
                   {"State", 12},
                   {"Where it stands", 30},
                   {"Waiting, working days", 10},
                   {"Filed on", 11},
                   {"Promised", 11},
                   {"Needed by, booked lane", 11},
                   {"Needed by, fastest lane", 11},
                   {"Chance by then", 11},
                   {"In hand, 10 %", 11},
                   {"In hand, 50 %", 11},
                   {"In hand, 90 %", 11},
                   {"Refused", 9},
                   {"End-user country", 10},
                   {"Lines", 30},
                   {"Orders", 30},
                   {"Owner", 18},
                   {"Next step", 30}}};
  for (const forecast::ApplicationForecast* application : rank_applications(forecast)) {
    const forecast::ApplicationForecast& a = *application;
    const bool needed = a.needed_by().has_value();
    sheet.row().text(a.application).text(state_name(a.state)).text(state_words(a));
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
  XlsxSheet sheet{book, "Unknown", {{"What", 20}, {"Where", 20}, {"Message", 80}}};
  for (const forecast::Unknown& unknown : forecast.unknown) {
    sheet.row().text(unknown.what).text(unknown.where).text(unknown.message);
  }
  sheet.finish();
}

void add_warnings_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{book,
                  "Warnings",
                  {{"File", 20},
                   {"Row", 8},
                   {"Column", 16},
                   {"Code", 20},
                   {"Message", 70},
                   {"What would help", 50}}};
  for (const Diagnostic& warning : forecast.warnings) {
    sheet.row().text(warning.file);
    sheet.number(warning.row == 0 ? std::nullopt : std::optional{static_cast<double>(warning.row)});
    sheet.text(warning.column).text(warning.code).text(warning.message).text(warning.help);
  }
  sheet.finish();
}

void add_basis_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast) {
  XlsxSheet sheet{book, "Basis", {{"What", 22}, {"Value", 100}}};
  sheet.row().text("as of").date(forecast.as_of);
  sheet.row().text("days ahead").number(forecast.horizon);
  sheet.row().text("replications").number(static_cast<double>(forecast.replications));
  sheet.row().text("seed").text(fmt::format("{}", forecast.seed));
  sheet.row().text("rests on").text(basis_words(forecast));
  for (const std::string& note : forecast.basis.notes) sheet.row().text("note").text(note);
  for (const std::string& text : forecast.assumptions) sheet.row().text("assumed").text(text);
}

void write_xlsx_report(const forecast::Forecast& forecast, const std::filesystem::path& path) {
  const Fuse fuse = make_fuse(forecast);
  XlsxWorkbook book{forecast.as_of};
  add_summary_sheet(book, forecast, fuse);
  add_lines_sheet(book, forecast, fuse);
  add_applications_sheet(book, forecast);
  add_probabilities_sheet(book, forecast, fuse);
  add_blame_sheet(book, forecast, fuse);
  add_unknown_sheet(book, forecast);
  add_warnings_sheet(book, forecast);
  add_basis_sheet(book, forecast);
  write_whole_file(path, book.close());
}

}  // namespace runout::report
