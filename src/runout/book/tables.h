// The rows of a book as text, in the order of the book: what every store reads and writes and what
// the typed records are parsed from.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/schema.h"

namespace runout::book {

/// One row: its cells in the order of the table's columns, exactly as written.
struct Row {
  std::size_t line = 0;            ///< physical line or sheet row on which it begins
  std::vector<std::string> cells;  ///< as many as the table has columns
  /// The day on which this row became known: its own day, else its batch's; nothing: always.
  std::optional<Date> known_on;
  /// Its form is at fault, which is told already: what else looks wrong only follows from that.
  bool is_misread = false;
};

/// One file or sheet. `columns` are those the file has, in its order; unknown ones are kept.
struct Table {
  std::string name;  ///< as diagnostics name it: "orders.csv", or "book.xlsx:orders"
  std::vector<std::string> columns;
  std::vector<Row> rows;
  char separator = ',';  ///< decides whether a decimal comma is allowed
  /// The text could not be read to its end: rows may be missing.
  bool is_partial = false;
};

/// All files of a book in one state; an absent file has no table.
struct Tables {
  std::array<std::optional<Table>, kFileCount> files;

  [[nodiscard]] const std::optional<Table>& operator[](File file) const {
    return files[static_cast<std::size_t>(file)];
  }
  [[nodiscard]] std::optional<Table>& operator[](File file) {
    return files[static_cast<std::size_t>(file)];
  }
};

}  // namespace runout::book
