// The report that can be mailed: one self-contained file, readable without scripts.
#pragma once

#include <filesystem>
#include <string>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// The whole page as well-formed XHTML in HTML5 syntax, UTF-8. Nothing is loaded from anywhere.
[[nodiscard]] std::string html_report(const forecast::Forecast& forecast);

/// Writes html_report to `path`: the old file or the whole new one, never a part.
/// Throws Error{forbidden} with the path and the system's reason.
void write_html_report(const forecast::Forecast& forecast, const std::filesystem::path& path);

}  // namespace runout::report
