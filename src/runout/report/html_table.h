// Cells of tables that become cards on a phone, where every cell needs the name of its column.
#pragma once

#include <string_view>

#include "runout/report/html_writer.h"

namespace runout::report {

/// Writes a cell with the name of its column (shown where there is no heading) and its text; "-"
/// is nothing to show.
void write_named_cell(HtmlWriter& html, std::string_view name, std::string_view text,
                      std::string_view css_class);

}  // namespace runout::report
