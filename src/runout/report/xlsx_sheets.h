// The sheets of the workbook, one function each.
#pragma once

#include "runout/forecast/forecast.h"
#include "runout/report/fuse.h"
#include "runout/report/xlsx_writer.h"

namespace runout::report {

/// What a manager reads first: the headline, the most urgent lines and licences, in words.
void add_summary_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast, const Fuse& fuse);
void add_lines_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast, const Fuse& fuse);
void add_applications_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast);
/// One row a day, one column a line, then one column a line with its standard error; and a chart
/// of the lines most at risk on a sheet of its own.
void add_probabilities_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast,
                             const Fuse& fuse);
void add_blame_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast, const Fuse& fuse);
void add_unknown_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast);
void add_warnings_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast);
/// As of when, how far, how many replications, on what it rests and what is assumed.
void add_basis_sheet(XlsxWorkbook& book, const forecast::Forecast& forecast);

}  // namespace runout::report
