// One table as CSV text, in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runout/base/diagnostics.h"
#include "runout/book/tables.h"

namespace runout::book {

/// Reads the text of one file of a book; `name` is how diagnostics call it. Faults of form (a
/// header twice or blank, a row with more or fewer fields than the header, CSV quoting, encoding)
/// are appended to `diagnostics`; the table is rectangular all the same. In text separated by `;`
/// or tab a numeric cell such as "12,5" becomes "12.5" (number_signs.h); every other cell is kept
/// as written.
[[nodiscard]] Table read_table_text(std::string_view text, const FileSpec& spec,
                                    const std::string& name, Diagnostics& diagnostics);

/// Writes a table in canonical form: header and rows, commas, LF; names in the header that hold `;`
/// or a tab are quoted too, so that the separator is found again. A table without columns is an
/// empty text.
[[nodiscard]] std::string write_table_text(const Table& table);

/// Reports headers that are blank or occur twice (row 1 of `name`).
void check_headers(const std::vector<std::string>& columns, const std::string& name,
                   std::size_t row, Diagnostics& diagnostics);

/// "1 field", "7 fields".
[[nodiscard]] std::string count_words(std::size_t count, std::string_view thing);

}  // namespace runout::book
