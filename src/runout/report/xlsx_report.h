// The report as a workbook: the tables of the forecast, with one chart.
#pragma once

#include <filesystem>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// Writes sheets Lines, Applications, Probabilities, Blame, Unknown, Warnings and a chart of the
/// lines at risk to `path`: the old file or the whole new one, never a part.
/// Throws Error{forbidden} with the path and the system's reason.
void write_xlsx_report(const forecast::Forecast& forecast, const std::filesystem::path& path);

}  // namespace runout::report
