// A table in a terminal: columns as wide as what stands in them, as far as there is room.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <limits>
#include <string>
#include <vector>

#include "runout/report/text_layout.h"

namespace runout::report {

struct TextColumn {
  std::string heading;
  Align align = Align::left;
  std::vector<std::string> cells{};                            ///< as many as in every other column
  std::size_t most = std::numeric_limits<std::size_t>::max();  ///< columns at most, but its heading
};

/// Adds a row: one cell for each column.
void add_row(std::vector<TextColumn>& columns, std::vector<std::string> cells);

/// Prints headings and rows, two blanks between columns, at most `width` wide: what does not fit is
/// cut, and a last column with no room to say anything is left out.
void print_table(std::ostream& out, const std::vector<TextColumn>& columns, std::size_t width);

}  // namespace runout::report
