#include "runout/report/xlsx_writer.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/report/text_layout.h"

namespace runout::report {
namespace {

/// Excel's limit is 32,767 characters a cell.
constexpr std::size_t kLongestCell = 32'000;

lxw_datetime to_datetime(Date date) {
  const std::chrono::year_month_day parts{date};
  lxw_datetime day{};
  day.year = static_cast<int>(parts.year());
  day.month = static_cast<int>(static_cast<unsigned>(parts.month()));
  day.day = static_cast<int>(static_cast<unsigned>(parts.day()));
  return day;
}

constexpr double kLineHeight = 15.0;  // points
constexpr double kHeadingLines = 2.0;
constexpr double kWidestHeading = 40.0;
constexpr double kFilterButton = 4.0;  // characters that it hides

/// Wide enough for the heading in two lines beside its filter button, and for its longest word.
double column_width(const XlsxColumn& column) {
  std::size_t longest = 0;
  std::size_t begin = 0;
  while (begin < column.heading.size()) {
    const std::size_t end = std::min(column.heading.find(' ', begin), column.heading.size());
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  const double lines = static_cast<double>(column.heading.size()) / kHeadingLines;
  const double needed = std::max(static_cast<double>(longest), lines + 2.0) + kFilterButton;
  return std::max(static_cast<double>(column.width), std::min(needed, kWidestHeading));
}

/// Sheets count days from 1900 on; years of five digits they do not know.
bool fits_sheet(Date date) {
  const std::chrono::year_month_day parts{date};
  return parts.year() >= std::chrono::year{1900} && parts.year() <= std::chrono::year{9999};
}

}  // namespace

XlsxWorkbook::XlsxWorkbook(Date created) : book_{workbook_new(file_.path().c_str())} {
  if (book_ == nullptr) throw Error{ErrorKind::internal, "no memory for a workbook"};
  lxw_doc_properties properties{};
  std::string title = "Run-out forecast";
  properties.title = title.data();
  properties.created = std::chrono::system_clock::to_time_t(created);
  workbook_set_properties(book_, &properties);
  header_ = workbook_add_format(book_);
  format_set_bold(header_);
  format_set_bottom(header_, LXW_BORDER_THIN);
  format_set_text_wrap(header_);
  format_set_align(header_, LXW_ALIGN_VERTICAL_TOP);
  wrapped_ = workbook_add_format(book_);
  format_set_text_wrap(wrapped_);
  format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
  date_ = workbook_add_format(book_);
  format_set_num_format(date_, "yyyy-mm-dd");
  format_set_align(date_, LXW_ALIGN_LEFT);
  percent_ = workbook_add_format(book_);
  format_set_num_format(percent_, "0.0%");
  number_ = workbook_add_format(book_);
  format_set_num_format(number_, "#,##0.0");
}

XlsxWorkbook::~XlsxWorkbook() {
  if (book_ != nullptr) lxw_workbook_free(book_);
}

std::string XlsxWorkbook::close() {
  lxw_workbook* book = book_;
  book_ = nullptr;  // workbook_close frees it, failed or not
  const lxw_error error = workbook_close(book);
  if (error != LXW_NO_ERROR) throw Error{ErrorKind::internal, lxw_strerror(error)};
  return file_.bytes();
}

XlsxSheet::XlsxSheet(XlsxWorkbook& book, const char* name, const std::vector<XlsxColumn>& columns)
    : book_{&book},
      sheet_{workbook_add_worksheet(book.get(), name)},
      columns_{static_cast<lxw_col_t>(columns.size())} {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    const double width = column_width(columns[i]);
    width_ += width;
    worksheet_set_column(sheet_, column, column, width, nullptr);
    const std::string heading = cut_text(plain_text(columns[i].heading), kLongestCell);
    worksheet_write_string(sheet_, 0, column, heading.c_str(), book.header());
  }
  worksheet_set_row(sheet_, 0, kHeadingLines * kLineHeight + 2.0, nullptr);
  worksheet_freeze_panes(sheet_, 1, 1);
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, 9);  // A4
  worksheet_fit_to_pages(sheet_, 1, 0);
  worksheet_repeat_rows(sheet_, 0, 0);
}

XlsxSheet& XlsxSheet::row() {
  ++row_;
  column_ = 0;
  return *this;
}

XlsxSheet& XlsxSheet::text(std::string_view text) {
  const std::string cell = cut_text(plain_text(text), kLongestCell);
  if (!cell.empty()) worksheet_write_string(sheet_, row_, column_, cell.c_str(), nullptr);
  ++column_;
  return *this;
}

XlsxSheet& XlsxSheet::heading(std::string_view text) {
  worksheet_write_string(sheet_, row_, column_, std::string{text}.c_str(), book_->header());
  ++column_;
  return *this;
}

XlsxSheet& XlsxSheet::paragraph(std::string_view text) {
  const std::string cell = cut_text(plain_text(text), kLongestCell);
  if (cell.empty()) return *this;
  row();
  // Merged cells do not grow with their text by themselves.
  const double lines = std::ceil(static_cast<double>(text_columns(cell)) / (0.9 * width_));
  worksheet_set_row(sheet_, row_, std::min(lines * kLineHeight, 400.0), nullptr);
  worksheet_merge_range(sheet_, row_, 0, row_, static_cast<lxw_col_t>(columns_ - 1), cell.c_str(),
                        book_->wrapped());
  return *this;
}

XlsxSheet& XlsxSheet::date(std::optional<Date> date) {
  if (date && fits_sheet(*date)) {
    lxw_datetime day = to_datetime(*date);
    worksheet_write_datetime(sheet_, row_, column_, &day, book_->date());
  }
  ++column_;
  return *this;
}

XlsxSheet& XlsxSheet::percent(std::optional<double> share) {
  if (share && std::isfinite(*share)) {
    worksheet_write_number(sheet_, row_, column_, *share, book_->percent());
  }
  ++column_;
  return *this;
}

XlsxSheet& XlsxSheet::number(std::optional<double> value) {
  if (value && std::isfinite(*value)) {
    worksheet_write_number(sheet_, row_, column_, *value,
                           *value == std::floor(*value) ? nullptr : book_->number());
  }
  ++column_;
  return *this;
}

void XlsxSheet::finish() {
  if (row_ > 0 && columns_ > 0) {
    worksheet_autofilter(sheet_, 0, 0, row_, static_cast<lxw_col_t>(columns_ - 1));
  }
}

}  // namespace runout::report
