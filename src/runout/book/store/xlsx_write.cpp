#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"
#include "runout/book/file_text.h"
#include "runout/book/history/history_log.h"
#include "runout/book/memory_file.h"
#include "runout/book/store/xlsx_store.h"
#include "runout/book/store/xlsx_value.h"

namespace runout::book {
namespace {

namespace fs = std::filesystem;

constexpr double kNarrowest = 8.0;
constexpr double kWidest = 40.0;

struct Formats {
  lxw_format* header;
  lxw_format* text;
  lxw_format* date;
};

/// The number that a numeric cell may become without changing its text; nothing if it may not.
std::optional<double> number_for(const ColumnSpec* column, const std::string& cell) {
  const bool is_numeric =
      column != nullptr && (column->kind == ValueKind::decimal || column->kind == ValueKind::whole);
  if (!is_numeric || !parse_decimal(cell).millionths) return std::nullopt;
  double value = 0.0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  // What the file will hold has 16 digits.
  std::array<char, 40> stored{};
  const auto end = std::to_chars(stored.data(), stored.data() + stored.size(), value,
                                 std::chars_format::general, 16)
                       .ptr;
  double read_back = 0.0;
  std::from_chars(stored.data(), end, read_back);
  return number_text(read_back) == cell ? std::optional{value} : std::nullopt;
}

std::optional<double> day_for(const ColumnSpec* column, const std::string& cell) {
  if (column == nullptr || column->kind != ValueKind::date) return std::nullopt;
  const auto date = find_date(cell);
  return date ? serial_of(*date) : std::nullopt;
}

class SheetWriter {
 public:
  SheetWriter(lxw_workbook* workbook, const Formats& formats, const Table& table,
              const std::string& name, const FileSpec* spec)
      : formats_{formats},
        table_{table},
        name_{name},
        sheet_{workbook_add_worksheet(workbook, name.c_str())} {
    for (const std::string& column : table.columns) {
      columns_.push_back(spec == nullptr ? nullptr : spec->find_column(column));
    }
  }

  void write() {
    if (table_.rows.size() >= kMostRows) {
      throw Error{ErrorKind::invalid_input,
                  fmt::format("{} has {} rows; a workbook holds at most {}", name_,
                              table_.rows.size(), kMostRows - 1)};
    }
    if (table_.columns.empty()) return;
    set_columns();
    for (std::size_t column = 0; column < table_.columns.size(); ++column) {
      put_text(0, column, table_.columns[column], formats_.header);
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    for (std::size_t row = 0; row < table_.rows.size(); ++row) write_row(row);
  }

 private:
  void set_columns() {
    for (std::size_t column = 0; column < table_.columns.size(); ++column) {
      auto longest = static_cast<double>(table_.columns[column].size());
      for (const Row& row : table_.rows) {
        longest = std::max(longest, static_cast<double>(row.cells[column].size()));
        if (longest >= kWidest) break;
      }
      const auto place = static_cast<lxw_col_t>(column);
      const ColumnSpec* spec = columns_[column];
      const bool is_text =
          spec == nullptr || (spec->kind != ValueKind::decimal && spec->kind != ValueKind::whole &&
                              spec->kind != ValueKind::date);
      // The format of the column is for rows that people will add: a code keeps its zeros.
      lxw_format* format = is_text                         ? formats_.text
                           : spec->kind == ValueKind::date ? formats_.date
                                                           : nullptr;
      worksheet_set_column(sheet_, place, place, std::clamp(longest + 2, kNarrowest, kWidest),
                           format);
    }
  }

  void write_row(std::size_t row) {
    const std::vector<std::string>& cells = table_.rows[row].cells;
    const bool is_blank = std::ranges::all_of(cells, &std::string::empty);
    if (is_blank) {
      // A blank row would not be read back; a formula that gives no text says that it is meant.
      check(worksheet_write_formula_str(sheet_, static_cast<lxw_row_t>(row + 1), 0, "=\"\"",
                                        nullptr, ""),
            row, 0);
      return;
    }
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const std::string& cell = cells[column];
      if (cell.empty()) continue;
      const auto place = static_cast<lxw_col_t>(column);
      const auto line = static_cast<lxw_row_t>(row + 1);
      if (const auto number = number_for(columns_[column], cell)) {
        check(worksheet_write_number(sheet_, line, place, *number, nullptr), row, column);
      } else if (const auto day = day_for(columns_[column], cell)) {
        check(worksheet_write_number(sheet_, line, place, *day, formats_.date), row, column);
      } else {
        put_text(row + 1, column, cell, formats_.text);
      }
    }
  }

  void put_text(std::size_t line, std::size_t column, const std::string& text, lxw_format* format) {
    check(worksheet_write_string(sheet_, static_cast<lxw_row_t>(line),
                                 static_cast<lxw_col_t>(column), escape(text).c_str(), format),
          line == 0 ? 0 : line - 1, column);
  }

  void check(lxw_error result, std::size_t row, std::size_t column) const {
    if (result == LXW_NO_ERROR) return;
    const std::size_t line = table_.rows.empty() ? 1 : table_.rows[row].line;
    throw Error{ErrorKind::invalid_input,
                fmt::format("{}:{}: {}: does not fit into a workbook: {}", name_, line,
                            table_.columns[column], lxw_strerror(result))};
  }

  const Formats& formats_;
  const Table& table_;
  const std::string& name_;
  lxw_worksheet* sheet_;
  std::vector<const ColumnSpec*> columns_;
};

/// Frees a workbook that is not to be written: closing is the only way to free it, and it writes.
struct CloseWorkbook {
  void operator()(lxw_workbook* workbook) const noexcept { workbook_close(workbook); }
};

/// The bytes of the workbook; faults are told of `path`.
std::string write_sheets(const Book& book, const fs::path& path) {
  const MemoryFile memory;
  std::unique_ptr<lxw_workbook, CloseWorkbook> workbook{workbook_new(memory.path().c_str())};
  if (!workbook) throw Error{ErrorKind::internal, "no memory for a workbook"};
  Formats formats{workbook_add_format(workbook.get()), workbook_add_format(workbook.get()),
                  workbook_add_format(workbook.get())};
  format_set_bold(formats.header);
  format_set_num_format(formats.text, "@");
  format_set_num_format(formats.date, "yyyy-mm-dd");
  for (const FileSpec& file : schema()) {
    const std::optional<Table>& table = book.present[file.file];
    const std::string name{file.name};
    if (table) SheetWriter{workbook.get(), formats, *table, name, &file}.write();
  }
  if (!book.batches.empty()) {
    static const std::string name = "history";
    SheetWriter{workbook.get(), formats, history_table(book), name, nullptr}.write();
  }
  const lxw_error result = workbook_close(workbook.release());
  if (result != LXW_NO_ERROR) {
    throw Error{ErrorKind::forbidden,
                fmt::format("cannot write '{}': {}", path.string(), lxw_strerror(result))};
  }
  return memory.bytes();
}

}  // namespace

void write_xlsx(const Book& book, const fs::path& path) {
  const fs::path parent = path.parent_path().empty() ? fs::path{"."} : path.parent_path();
  const fs::path fresh = parent / ("." + path.filename().string() + ".runout-new");
  std::error_code ignored;
  fs::remove(fresh, ignored);
  try {
    write_file(fresh, write_sheets(book, path), path);
    if (fs::exists(path)) {
      fs::permissions(fresh, fs::status(path).permissions(), ignored);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) throw_system_error("write", path, errno);
  } catch (const Error&) {
    fs::remove(fresh, ignored);
    throw;
  }
  sync_folder(parent);
}

}  // namespace runout::book
