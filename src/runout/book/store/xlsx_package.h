// The parts of an XLSX file: which sheets it has, and each sheet as a grid of text.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/diagnostics.h"

namespace runout::book {

/// One sheet as text. Rows that hold nothing are left out.
struct SheetRow {
  std::size_t number = 0;                    ///< the sheet's own, from 1
  std::map<std::size_t, std::string> cells;  ///< by column; blank ones left out
};

struct XlsxSheet {
  std::string name;
  std::vector<SheetRow> rows;
  /// Columns over which a merged cell reaches to the right, by row and first column.
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> merged_columns;
};

/// Reads all sheets of the bytes of a workbook. Doubtful cells are reported under
/// "`name`:SHEET". Throws Error{invalid_input} for bytes that are no workbook, are damaged, or
/// unpack to more than a book can be. Never crashes on any bytes.
[[nodiscard]] std::vector<XlsxSheet> read_workbook(std::string_view bytes, const std::string& name,
                                                   Diagnostics& diagnostics);

}  // namespace runout::book
