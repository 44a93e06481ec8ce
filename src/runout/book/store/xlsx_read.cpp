#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/file_text.h"
#include "runout/book/history/history_log.h"
#include "runout/book/store/table_text.h"
#include "runout/book/store/xlsx_package.h"
#include "runout/book/store/xlsx_store.h"
#include "runout/book/store/xlsx_value.h"

namespace runout::book {
namespace {

/// A first row that holds nothing but one cell merged over several columns is a title.
bool is_title(const XlsxSheet& sheet, const SheetRow& row) {
  return row.cells.size() == 1 &&
         sheet.merged_columns.contains({row.number, row.cells.begin()->first});
}

/// The sheet's columns that have a name or hold anything, by place.
struct Header {
  std::vector<std::size_t> places;
  std::vector<std::string> names;
  std::size_t row = 0;
};

Header read_header(const XlsxSheet& sheet, std::size_t first, const std::string& name,
                   Diagnostics& diagnostics) {
  Header header;
  const SheetRow& row = sheet.rows[first];
  header.row = row.number;
  for (const auto& [column, text] : row.cells) {
    header.places.push_back(column);
    header.names.push_back(text);
  }
  for (const auto& [column, text] : row.cells) {
    const auto merged = sheet.merged_columns.find({row.number, column});
    if (merged == sheet.merged_columns.end()) continue;
    diagnostics.push_back(
        {Severity::warning, "merged_header", name, row.number, text,
         fmt::format("the header is merged over {} columns; it names the first", merged->second),
         "unmerge the header"});
  }
  return header;
}

Table read_table(XlsxSheet& sheet, const std::string& name, Diagnostics& diagnostics) {
  Table table;
  table.name = name;
  std::size_t first = 0;
  while (first < sheet.rows.size() && is_title(sheet, sheet.rows[first])) {
    diagnostics.push_back({Severity::warning, "title_row", name, sheet.rows[first].number, "",
                           "a title above the header is not read", ""});
    ++first;
  }
  if (first == sheet.rows.size()) return table;
  const Header header = read_header(sheet, first, name, diagnostics);
  table.columns = header.names;
  check_headers(table.columns, name, header.row, diagnostics);

  for (std::size_t i = first + 1; i < sheet.rows.size(); ++i) {
    Row& row = table.rows.emplace_back();
    row.line = sheet.rows[i].number;
    row.cells.resize(table.columns.size());
    for (auto& [column, text] : sheet.rows[i].cells) {
      const auto place = std::ranges::lower_bound(header.places, column);
      if (place == header.places.end() || *place != column) {
        diagnostics.push_back(
            {Severity::error, "blank_header", name, row.line, "",
             fmt::format("'{}' stands in column {}, which has no name", text, column_name(column)),
             "name the column or clear it"});
        continue;
      }
      row.cells[static_cast<std::size_t>(place - header.places.begin())] = std::move(text);
    }
  }
  return table;
}

void warn_of_unknown(const std::string& sheet, const std::string& name, Diagnostics& diagnostics) {
  std::vector<std::string> names{"history"};
  for (const FileSpec& file : schema()) names.emplace_back(file.name);
  const auto nearest = nearest_word(sheet, names);
  diagnostics.push_back({Severity::warning, "unknown_sheet", name, 0, "",
                         fmt::format("the sheet '{}' is not part of a book and is not read", sheet),
                         nearest ? fmt::format("did you mean '{}'?", *nearest) : ""});
}

/// Refuses the workbook that a forecast writes: some of its sheets are called like a book's.
void refuse_report(const std::vector<XlsxSheet>& sheets, const std::string& name) {
  const auto has = [&](std::string_view sheet) {
    return std::ranges::find(sheets, sheet, &XlsxSheet::name) != sheets.end();
  };
  if (!has("Probabilities") || !has("Blame") || !has("Basis")) return;
  throw Error{ErrorKind::invalid_input,
              fmt::format("'{}' is a report of Runout, not a book; give the book that it was made "
                          "from",
                          name)};
}

}  // namespace

Book read_xlsx(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  Diagnostics diagnostics;
  Tables present;
  std::optional<Table> history;
  std::vector<XlsxSheet> sheets = read_workbook(read_file(path), name, diagnostics);
  refuse_report(sheets, name);
  for (XlsxSheet& sheet : sheets) {
    const std::string word = lower_case(sheet.name);
    if (word == "about") continue;
    const FileSpec* file = find_spec(word);
    if (file == nullptr && word != "history") {
      warn_of_unknown(sheet.name, name, diagnostics);
      std::erase_if(diagnostics, [&](const Diagnostic& found) {
        return found.file == fmt::format("{}:{}", name, sheet.name);
      });
      continue;
    }
    Table table = read_table(sheet, fmt::format("{}:{}", name, word), diagnostics);
    (file == nullptr ? history : present[file->file]) = std::move(table);
    sheet.rows = {};
  }
  return assemble_book(std::move(present), std::move(history), std::move(diagnostics));
}

}  // namespace runout::book
