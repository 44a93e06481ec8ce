// Reading one table cell by cell: typed values out, every fault with its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/base/quantity.h"
#include "runout/book/parse/code_index.h"
#include "runout/book/tables.h"

namespace runout::book {

inline constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

/// A diagnostic with the position of its row in the table, so that findings can be sorted and
/// faulty rows left out.
struct Finding {
  File file = File::items;
  std::size_t row = kNoRow;  ///< position in Table::rows; kNoRow: the header or whole file
  Diagnostic diagnostic;
};
using Findings = std::vector<Finding>;

/// A column of a table, looked up once.
struct Column {
  const ColumnSpec* spec = nullptr;
  std::optional<std::size_t> at;  ///< position in Table::columns; nothing: the table lacks it
};

/// One table of a book. Values that cannot be read are reported and come out as if blank.
class Sheet {
 public:
  Sheet(const Tables& tables, File file, Findings& findings);

  /// Reports unknown columns and, where there are rows, required columns that are missing.
  void check_columns();

  [[nodiscard]] File file() const noexcept { return file_; }
  [[nodiscard]] std::size_t size() const noexcept { return table_ ? table_->rows.size() : 0; }
  /// False when rows may be missing because the text could not be read to its end.
  [[nodiscard]] bool is_whole() const noexcept { return !table_ || !table_->is_partial; }
  [[nodiscard]] std::size_t line(std::size_t row) const { return table_->rows[row].line; }
  [[nodiscard]] const Row& row(std::size_t row) const { return table_->rows[row]; }
  /// `name` must be a column of the schema.
  [[nodiscard]] Column column(std::string_view name) const;
  /// The text as written; empty when the column is absent or holds only blanks.
  [[nodiscard]] std::string_view cell(std::size_t row, const Column& column) const;

  void error(std::size_t row, std::string_view column, std::string_view code, std::string message,
             std::string help = {});
  void warn(std::size_t row, std::string_view column, std::string_view code, std::string message,
            std::string help = {});

  [[nodiscard]] std::string text(std::size_t row, const Column& column);
  /// A row's own code.
  [[nodiscard]] std::string code(std::size_t row, const Column& column);
  [[nodiscard]] std::string word(std::size_t row, const Column& column);
  [[nodiscard]] std::string yes_no(std::size_t row, const Column& column);
  [[nodiscard]] std::optional<Date> date(std::size_t row, const Column& column);
  /// In millionths, within the range of the schema.
  [[nodiscard]] std::optional<std::int64_t> decimal(std::size_t row, const Column& column);
  [[nodiscard]] std::optional<std::int64_t> whole(std::size_t row, const Column& column);
  /// As whole, for a number of days: at most 36,500.
  [[nodiscard]] std::optional<std::int32_t> days(std::size_t row, const Column& column);
  /// The row of what the cell names.
  [[nodiscard]] std::optional<std::size_t> reference(std::size_t row, const Column& column,
                                                     const CodeIndex& index);
  /// Reports `code` as unknown in this cell.
  void unknown(std::size_t row, const Column& column, std::string_view code,
               const CodeIndex& index);

  /// An error for every row whose key cells equal those of an earlier row.
  void check_keys();

 private:
  void report(Severity severity, std::size_t row, std::string_view column, std::string_view code,
              std::string message, std::string help);
  [[nodiscard]] bool is_missing(std::size_t row, const Column& column, std::string_view text);
  [[nodiscard]] bool in_range(std::size_t row, const Column& column, std::int64_t millionths);
  [[nodiscard]] std::string item_of(std::size_t row) const;

  const Table* table_ = nullptr;
  File file_;
  Findings* findings_;
};

template <typename Tag>
[[nodiscard]] std::optional<Decimal<Tag>> as_decimal(std::optional<std::int64_t> millionths) {
  if (!millionths) return std::nullopt;
  return Decimal<Tag>::from_millionths(*millionths);
}

}  // namespace runout::book
