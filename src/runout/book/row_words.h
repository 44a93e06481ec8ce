// Rows and what differs between them, as people call them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runout/book/tables.h"

namespace runout::book {

/// The cell of a column; blank where the table lacks it.
[[nodiscard]] std::string cell_of(const Table& table, const Row& row, std::string_view column);

/// The columns by which people call a row: its key; an event's subject, event and day.
[[nodiscard]] std::vector<std::string_view> naming_columns(const FileSpec& spec);

/// The cells of these columns, blank ones left out; "(no key)" where all are.
[[nodiscard]] std::string row_name(const FileSpec& spec, const Table& table, const Row& row);

/// A column in which two rows differ.
struct CellChange {
  std::string column;
  std::string before;
  std::string after;
};

/// By name of column, those of `before` first; a column that a table lacks is blank there.
[[nodiscard]] std::vector<CellChange> changed_cells(const Table& before, const Row& old_row,
                                                    const Table& after, const Row& new_row);

}  // namespace runout::book
