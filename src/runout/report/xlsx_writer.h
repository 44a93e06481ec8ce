// A workbook as this report needs one: sheets with a frozen header, cells of a few kinds.
#pragma once

#include <xlsxwriter.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/memory_file.h"

namespace runout::report {

/// A column of a sheet: its heading and its width in characters.
struct XlsxColumn {
  std::string heading;
  double width = 12;
};

/// A workbook that is being made, in memory.
///
/// Invariant: close() is called exactly once, by whoever wants the bytes; without it the
/// destructor gives up what was collected.
class XlsxWorkbook {
 public:
  /// `created` is written into the document's properties, so that the same forecast gives the
  /// same bytes whenever it is written.
  explicit XlsxWorkbook(Date created);
  XlsxWorkbook(const XlsxWorkbook&) = delete;
  XlsxWorkbook& operator=(const XlsxWorkbook&) = delete;
  ~XlsxWorkbook();

  /// The bytes of the file. Throws Error{internal} with the library's reason.
  [[nodiscard]] std::string close();

  [[nodiscard]] lxw_workbook* get() const noexcept { return book_; }
  [[nodiscard]] lxw_format* header() const noexcept { return header_; }
  [[nodiscard]] lxw_format* wrapped() const noexcept { return wrapped_; }
  [[nodiscard]] lxw_format* date() const noexcept { return date_; }
  [[nodiscard]] lxw_format* percent() const noexcept { return percent_; }
  [[nodiscard]] lxw_format* number() const noexcept { return number_; }

 private:
  book::MemoryFile file_;
  lxw_workbook* book_ = nullptr;
  lxw_format* header_ = nullptr;
  lxw_format* wrapped_ = nullptr;
  lxw_format* date_ = nullptr;
  lxw_format* percent_ = nullptr;
  lxw_format* number_ = nullptr;
};

/// Fills a sheet row by row, cell by cell. Missing values leave their cell empty.
class XlsxSheet {
 public:
  XlsxSheet(XlsxWorkbook& book, const char* name, const std::vector<XlsxColumn>& columns);

  /// Begins the next row.
  XlsxSheet& row();
  /// Text is always text: one that begins with `=` is no formula.
  XlsxSheet& text(std::string_view text);
  XlsxSheet& date(std::optional<Date> date);
  XlsxSheet& percent(std::optional<double> share);
  XlsxSheet& number(std::optional<double> value);

  /// A cell that heads a column of a second table on the sheet.
  XlsxSheet& heading(std::string_view text);
  /// A row of one text across all columns, as high as it needs; nothing when empty.
  XlsxSheet& paragraph(std::string_view text);

  /// The last row written; 0 when there is only the header.
  [[nodiscard]] lxw_row_t last_row() const noexcept { return row_; }
  /// Puts a filter on the header; after the last row.
  void finish();

 private:
  XlsxWorkbook* book_;
  lxw_worksheet* sheet_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
  lxw_col_t columns_ = 0;
  double width_ = 0.0;  ///< of all columns, in characters
};

}  // namespace runout::report
