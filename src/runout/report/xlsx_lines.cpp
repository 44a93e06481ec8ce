#include <algorithm>
#include <string>
#include <vector>

#include "runout/report/html_sections.h"
#include "runout/report/words.h"
#include "runout/report/xlsx_sheets.h"

namespace runout::report {
namespace {

/// A chart with more curves than this cannot be read.
constexpr std::size_t kCurves = 8;
/// Two columns a line and two more; a sheet has 16,384.
constexpr std::size_t kMostLines = 8'000;

void write_dates(XlsxSheet& sheet, const forecast::DateQuantiles& dates) {
  sheet.date(dates.p10).date(dates.p50).date(dates.p90);
}

std::optional<double> p_by(const std::vector<forecast::ChanceByDay>& chances, Day day) {
  const forecast::ChanceByDay* chance = chance_by(chances, day);
  return chance == nullptr ? std::nullopt : std::optional{chance->p};
}

std::string join(const std::vector<std::string>& names) { return list_words(names, names.size()); }

void add_chart(XlsxWorkbook& book, const Fuse& fuse, lxw_row_t last_row) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < std::min(fuse.rows.size(), kMostLines); ++i) {
    if (columns.size() < kCurves && is_at_risk(*fuse.rows[i].line)) columns.push_back(i);
  }
  if (columns.empty() || last_row == 0) return;
  lxw_chartsheet* sheet = workbook_add_chartsheet(book.get(), "Chart");
  lxw_chart* chart = workbook_add_chart(book.get(), LXW_CHART_LINE);
  for (const std::size_t line : columns) {
    const auto column = static_cast<lxw_col_t>(line + 2);
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, "Probabilities", 1, 1, last_row, 1);
    chart_series_set_values(series, "Probabilities", 1, column, last_row, column);
    chart_series_set_name_range(series, "Probabilities", 0, column);
  }
  chart_title_set_name(chart, "Chance of having run short, by day");
  chart_axis_set_name(chart->y_axis, "chance");
  chart_axis_set_min(chart->y_axis, 0);
  chart_axis_set_max(chart->y_axis, 1);
  chart_axis_set_num_format(chart->y_axis, "0%");
  chart_axis_set_num_format(chart->x_axis, "yyyy-mm-dd");
  chart_axis_set_interval_unit(chart->x_axis, 14);
  chart_axis_set_interval_tick(chart->x_axis, 14);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  chartsheet_set_chart(sheet, chart);
}

}  // namespace

void add_lines_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast, const Fuse& fuse) {
  XlsxSheet sheet{book,
                  "Lines",
                  {{"Line", 18},
                   {"Site", 16},
                   {"Items", 24},
                   {"Act by", 11},
                   {"Overdue", 9},
                   {"Application to act on", 18},
                   {"Because", 30},
                   {"Down since", 11},
                   {"Short within 30 d", 10},
                   {"Short within horizon", 10},
                   {"Stopped within 30 d", 10},
                   {"Stopped within horizon", 10},
                   {"Short if nothing more arrives", 11},
                   {"Short if what is on the way arrives", 11},
                   {"and what has its licence", 11},
                   {"and all pending granted today", 11},
                   {"Runs short, 10 %", 11},
                   {"Runs short, 50 %", 11},
                   {"Runs short, 90 %", 11},
                   {"Stands still, 10 %", 11},
                   {"Stands still, 50 %", 11},
                   {"Stands still, 90 %", 11},
                   {"Back at plan, 10 %", 11},
                   {"Back at plan, 50 %", 11},
                   {"Back at plan, 90 %", 11},
                   {"Units lost, expected", 12},
                   {"Units lost, std error", 10},
                   {"Days stopped, expected", 10},
                   {"Days stopped, std error", 10},
                   {"Loss, expected", 16},
                   {"Loss, std error", 12},
                   {"Currency", 9}}};
  for (const FuseRow& fuse_row : fuse.rows) {
    const forecast::LineForecast& line = *fuse_row.line;
    sheet.row().text(line.line).text(line.site).text(join(line.items)).date(line.act_by);
    sheet.text(line.overdue ? "yes" : "no").text(line.act_by_application);
    sheet.text(fuse_row.because).date(line.down_since);
    for (const auto* chances : {&line.p_runout_within, &line.p_stop_within}) {
      sheet.percent(p_by(*chances, kSoonDays)).percent(p_by(*chances, forecast.horizon));
    }
    sheet.date(line.dates.stock_only).date(line.dates.on_the_way);
    sheet.date(line.dates.secured).date(line.dates.if_granted_today);
    write_dates(sheet, line.run_out);
    write_dates(sheet, line.stop);
    write_dates(sheet, line.restart);
    for (const forecast::Estimate& estimate :
         {line.expected_lost_units, line.expected_stop_days, line.expected_loss}) {
      sheet.number(estimate.mean).number(estimate.standard_error);
    }
    sheet.text(line.currency);
  }
  sheet.finish();
}

void add_probabilities_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast,
                             const Fuse& fuse) {
  const std::size_t lines = std::min(fuse.rows.size(), kMostLines);
  std::vector<XlsxColumn> columns{{"Days", 7}, {"Date", 11}};
  for (std::size_t i = 0; i < lines; ++i) columns.push_back({fuse.rows[i].line->line, 11});
  for (std::size_t i = 0; i < lines; ++i) {
    columns.push_back({fuse.rows[i].line->line + " std error", 11});
  }
  XlsxSheet sheet{book, "Probabilities", columns};
  for (Day day = 1; day <= forecast.horizon; ++day) {
    sheet.row().number(day).date(forecast.as_of + Days{day});
    for (std::size_t i = 0; i < lines; ++i) {
      sheet.percent(p_by(fuse.rows[i].line->p_runout_within, day));
    }
    for (std::size_t i = 0; i < lines; ++i) {
      const forecast::ChanceByDay* chance = chance_by(fuse.rows[i].line->p_runout_within, day);
      sheet.percent(chance == nullptr ? std::nullopt : chance->standard_error);
    }
  }
  add_chart(book, fuse, sheet.last_row());
}

void add_blame_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast, const Fuse& fuse) {
  XlsxSheet sheet{book,
                  "Blame",
                  {{"Line", 18},
                   {"Item", 20},
                   {"Order", 18},
                   {"Application", 18},
                   {"Because", 30},
                   {"Share", 9}}};
  for (const FuseRow& row : fuse.rows) {
    for (const forecast::Blame& blame : row.line->blame) {
      const bool is_reordered = blame.order.empty() && !blame.policy.empty();
      sheet.row().text(row.line->line).text(blame.item);
      sheet.text(is_reordered ? "replenishment" : blame.order).text(blame.application);
      sheet.text(blame_words(forecast, *row.line, blame)).percent(blame.share);
    }
  }
  sheet.finish();
}

}  // namespace runout::report
