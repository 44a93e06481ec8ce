// The sections of the HTML report, in the order of the page: first the answer, then the reasons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runout/forecast/forecast.h"
#include "runout/report/fuse.h"
#include "runout/report/html_writer.h"

namespace runout::report {

/// The headline and the fuse: what stops first, when, and what to decide by when.
void write_first_screen(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse);

/// Every pending licence: its decision interval, the day it is needed, its chance.
void write_licences(HtmlWriter& html, const forecast::Forecast& forecast);

/// Which licences to press for first, what each is worth, and which only help together. Nothing
/// where values were not asked for or none is worth anything.
void write_values(HtmlWriter& html, const forecast::Forecast& forecast);

/// Each line's chance of having run short over time, side by side.
void write_chances(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse);

/// Line by line: who is to blame, the stock that binds, the components, the numbers by week.
void write_lines(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse);

/// The three dates of every line, to be checked with a pocket calculator.
void write_dates(HtmlWriter& html, const forecast::Forecast& forecast, const Fuse& fuse);

/// What is unknown, what is assumed, what the numbers rest on, and the warnings.
void write_basis(HtmlWriter& html, const forecast::Forecast& forecast);

/// Whether a line deserves pictures: it is down, or could run short within the horizon.
[[nodiscard]] bool is_at_risk(const forecast::LineForecast& line);

/// Opens `<section>` with its heading of the second level, which names it.
void open_section(HtmlWriter& html, std::string_view id, std::string_view heading);

/// The style sheet of the page: screen, phone, paper, dark.
[[nodiscard]] std::string_view style_sheet();

}  // namespace runout::report
