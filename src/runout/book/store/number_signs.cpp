#include "runout/book/store/number_signs.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/base/quantity.h"
#include "runout/book/damage.h"

namespace runout::book {
namespace {

/// True for 3.100, 12,500 and -999.000, but not for 0.125, 3.10 or 1234.500.
bool looks_like_thousands(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t sign = text.find_first_of(".,");
  return sign >= 1 && sign <= 3 && text.size() == sign + 4 && text.front() != '0';
}

class SignReader {
 public:
  SignReader(Table& table, const FileSpec& spec, Diagnostics& diagnostics)
      : table_{table}, spec_{spec}, diagnostics_{diagnostics} {}

  void read() {
    for_numbers([&](const ColumnSpec&, Row&, const std::string& cell, std::size_t sign) {
      if (!looks_like_thousands(cell)) (cell[sign] == ',' ? has_comma_ : has_point_) = true;
    });
    for_numbers([&](const ColumnSpec& column, Row& row, std::string& cell, std::size_t sign) {
      if (looks_like_thousands(cell)) judge(column, row, cell, sign);
      cell[sign] = '.';
    });
    flush();
    for (Row* row : faulty_) row->is_misread = true;
  }

 private:
  /// Calls `use` for every cell that is a number with one sign in it.
  template <typename Use>
  void for_numbers(Use use) {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const ColumnSpec* column = spec_.find_column(table_.columns[i]);
      if (column == nullptr ||
          (column->kind != ValueKind::decimal && column->kind != ValueKind::whole)) {
        continue;
      }
      for (Row& row : table_.rows) {
        std::string& cell = row.cells[i];
        const std::size_t sign = cell.find_first_of(".,");
        if (sign == std::string::npos) continue;
        if (parse_decimal(cell, DecimalSign::point_or_comma).millionths) {
          use(*column, row, cell, sign);
        }
      }
    }
  }

  void judge(const ColumnSpec& column, Row& row, const std::string& cell, std::size_t sign) {
    const bool is_comma = cell[sign] == ',';
    const bool is_settled = is_comma ? has_comma_ : has_point_ && !has_comma_;
    std::string joined = cell;
    joined.erase(sign, 1);
    const std::string read =
        decimal_text(*parse_decimal(cell, DecimalSign::point_or_comma).millionths);
    if (column.kind == ValueKind::whole) {
      error(column, row, fmt::format("{} is not plainly a whole number", in_quotes(cell)),
            fmt::format("thousands signs are not read: write {} or {}", joined, read));
    } else if (!is_comma && has_comma_) {
      std::string with_comma = read;
      std::ranges::replace(with_comma, '.', ',');
      error(column, row,
            fmt::format("{} may be {} or {}: the file has decimal commas", in_quotes(cell), joined,
                        with_comma),
            fmt::format("thousands signs are not read: write {} or {}", joined, with_comma));
    } else if (!is_settled) {
      warn(column, row,
           fmt::format("{} is read as {}; if it means {}, write {}", in_quotes(cell), read, joined,
                       joined));
    }
  }

  void error(const ColumnSpec& column, Row& row, std::string message, std::string help) {
    if (row.is_misread) return;
    faulty_.push_back(&row);
    diagnostics_.push_back({Severity::error, "ambiguous_number", table_.name, row.line,
                            std::string{column.name}, std::move(message), std::move(help)});
  }

  /// The first of a column stands for all: a file of such numbers would drown every other warning.
  void warn(const ColumnSpec& column, const Row& row, std::string message) {
    if (warning_.column == column.name) {
      ++more_;
      return;
    }
    flush();
    warning_ = {Severity::warning,        "ambiguous_number", table_.name, row.line,
                std::string{column.name}, std::move(message), ""};
  }

  void flush() {
    if (warning_.column.empty()) return;
    if (more_ > 0) warning_.help = fmt::format("{} more in this column", more_);
    diagnostics_.push_back(std::exchange(warning_, {}));
    more_ = 0;
  }

  Table& table_;
  const FileSpec& spec_;
  Diagnostics& diagnostics_;
  bool has_comma_ = false;
  bool has_point_ = false;
  Diagnostic warning_;  ///< of the column that is being read
  std::size_t more_ = 0;
  std::vector<Row*> faulty_;
};

}  // namespace

void read_number_signs(Table& table, const FileSpec& spec, Diagnostics& diagnostics) {
  SignReader{table, spec, diagnostics}.read();
}

}  // namespace runout::book
