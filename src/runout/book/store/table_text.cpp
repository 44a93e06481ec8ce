#include "runout/book/store/table_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/base/csv.h"
#include "runout/book/damage.h"
#include "runout/book/store/number_signs.h"

namespace runout::book {
namespace {

/// A name that would mislead the search for the separator, or look like a byte order mark, is
/// quoted in the header; everything else is as in any record.
void append_header(std::string& text, const std::vector<std::string>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool misleads = columns[i].find_first_of(";\t") != std::string::npos ||
                          columns[i].starts_with("\xEF\xBB\xBF");
    std::string name;
    append_csv_record(name, {columns[i]});
    name.pop_back();
    if (misleads && !name.starts_with('"')) name = fmt::format("\"{}\"", name);
    if (i > 0) text.push_back(',');
    if (columns.size() == 1 || !columns[i].empty()) text += name;
  }
  text.push_back('\n');
}

}  // namespace

std::string count_words(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

void check_headers(const std::vector<std::string>& columns, const std::string& name,
                   std::size_t row, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].empty()) {
      diagnostics.push_back({Severity::error, "blank_header", name, row, "",
                             fmt::format("column {} has no name", i + 1), "name it or remove it"});
    } else if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i),
                         columns[i]) != columns.begin() + static_cast<std::ptrdiff_t>(i)) {
      diagnostics.push_back({Severity::error, "duplicate_header", name, row, columns[i],
                             "occurs twice in the header", "rename or remove one of them"});
    }
  }
}

Table read_table_text(std::string_view text, const FileSpec& spec, const std::string& name,
                      Diagnostics& diagnostics) {
  CsvText csv = read_csv(text, name, diagnostics);
  Table table;
  table.name = name;
  table.separator = csv.separator;
  table.is_partial = csv.is_partial;
  if (csv.records.empty()) return table;
  table.columns = std::move(csv.records.front().fields);
  check_headers(table.columns, name, csv.records.front().line, diagnostics);

  table.rows.reserve(csv.records.size() - 1);
  for (std::size_t i = 1; i < csv.records.size(); ++i) {
    CsvRecord& record = csv.records[i];
    const bool fits = record.fields.size() == table.columns.size();
    if (!fits && !record.is_faulty && is_blank_row(record.fields)) continue;
    if (!fits && !record.is_faulty) {
      diagnostics.push_back(
          {Severity::error, "row_length", name, record.line, "",
           fmt::format("the row has {}, the header {}", count_words(record.fields.size(), "field"),
                       table.columns.size()),
           "quote a field that holds a separator"});
    }
    record.fields.resize(table.columns.size());
    table.rows.push_back(
        {record.line, std::move(record.fields), std::nullopt, !fits || record.is_faulty});
  }
  if (table.separator != ',') read_number_signs(table, spec, diagnostics);
  return table;
}

std::string write_table_text(const Table& table) {
  std::string text;
  if (table.columns.empty()) return text;
  append_header(text, table.columns);
  for (const Row& row : table.rows) append_csv_record(text, row.cells);
  return text;
}

}  // namespace runout::book
