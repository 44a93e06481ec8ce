#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/fuse_headline.h"
#include "runout/report/text_applications.h"
#include "runout/report/words.h"
#include "runout/report/xlsx_sheets.h"

namespace runout::report {
namespace {

/// What fits on one printed page with the sentences above it; the other sheets have the rest.
constexpr std::size_t kLinesShown = 15;
constexpr std::size_t kLicencesShown = 10;

void write_lines(XlsxSheet& sheet, const Fuse& fuse) {
  sheet.row().row().heading("Line").heading("Act by").heading("Short within 30 d");
  sheet.heading("Short on").heading("Because").heading("More");
  for (std::size_t i = 0; i < std::min(fuse.rows.size(), kLinesShown); ++i) {
    const FuseRow& row = fuse.rows[i];
    sheet.row().text(row.line->line).text(row.act_by).text(row.chance).text(row.short_on);
    sheet.text(row.because).text(row.because_more);
  }
  if (fuse.rows.size() > kLinesShown) {
    sheet.row().text(fmt::format("and {} more: sheet Lines", fuse.rows.size() - kLinesShown));
  }
}

void write_licences(XlsxSheet& sheet, const forecast::Forecast& forecast) {
  std::size_t shown = 0;
  for (const forecast::ApplicationForecast* application : rank_applications(forecast)) {
    if (!matters(*application) || shown == kLicencesShown) break;
    if (shown++ == 0) {
      sheet.row().row().heading("Application").heading("Needed by").heading("Chance by then");
      sheet.heading("Promised").heading("Where it stands").heading("Lines");
    }
    const auto needed = application->needed_by();
    sheet.row().text(application->application).text(day_words(needed, forecast.as_of));
    sheet.text(needed ? chance_words(application->p_in_hand_by_need, 0.0) : "-");
    sheet.text(day_words(application->promised_on, forecast.as_of));
    sheet.text(state_words(*application)).text(list_words(application->lines, 4));
  }
}

}  // namespace

void add_summary_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast, const Fuse& fuse) {
  XlsxSheet sheet{book,
                  "Summary",
                  {{"Run-out forecast", 20}, {"", 14}, {"", 20}, {"", 14}, {"", 36}, {"", 40}}};
  const Headline headline = write_headline(forecast);
  sheet.paragraph(headline.lead).paragraph(headline.chance);
  for (const std::string& more : headline.more) sheet.paragraph(more);
  sheet.row().row().text("As of").date(forecast.as_of);
  sheet.row().text("Days ahead").number(forecast.horizon);
  sheet.row().text("Rests on").text(basis_words(forecast));
  if (!fuse.rows.empty()) write_lines(sheet, fuse);
  write_licences(sheet, forecast);
}

}  // namespace runout::report
