#include "runout/report/text_table.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "runout/report/text_fuse.h"

namespace runout::report {

void add_row(std::vector<TextColumn>& columns, std::vector<std::string> cells) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    columns[c].cells.push_back(std::move(cells.at(c)));
  }
}

void print_table(std::ostream& out, const std::vector<TextColumn>& columns, std::size_t width) {
  constexpr std::size_t kLeastLastColumn = 10;
  std::vector<std::size_t> widths;
  std::size_t used = 0;
  for (const TextColumn& column : columns) {
    std::size_t widest = text_columns(column.heading);
    for (const std::string& cell : column.cells) widest = std::max(widest, text_columns(cell));
    const std::size_t room = width - std::min(width, used);
    if (&column == &columns.back() && widest > room && room < kLeastLastColumn) break;
    widths.push_back(std::min({widest, std::max(column.most, text_columns(column.heading)), room}));
    used += widths.back() + 2;
  }
  const auto print_row = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (c > 0) line += "  ";
      line += fill_text(cell_of(columns[c]), widths[c], columns[c].align);
    }
    print_line(out, line);
  };
  print_row([](const TextColumn& column) { return column.heading; });
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
    print_row([&](const TextColumn& column) { return column.cells[row]; });
  }
}

}  // namespace runout::report
