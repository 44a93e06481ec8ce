// The applications that matter most, as a table in a terminal.
#pragma once

#include <iosfwd>
#include <vector>

#include "runout/forecast/forecast.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// The pending applications whose day matters to a line, the most urgent first: by need_by (fastest
/// lane, else booked), then by the chance of missing it, then in the order of the book. Those that
/// matter to no line follow in the order of the book.
[[nodiscard]] std::vector<const forecast::ApplicationForecast*> rank_applications(
    const forecast::Forecast& forecast);

/// Whether any line hangs on the day of this application.
[[nodiscard]] bool matters(const forecast::ApplicationForecast& application);

/// Writes the most urgent ones and how many others there are; nothing when none is pending.
void print_applications(std::ostream& out, const forecast::Forecast& forecast,
                        const TextStyle& style);

}  // namespace runout::report
