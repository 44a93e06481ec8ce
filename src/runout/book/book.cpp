#include "runout/book/book.h"

#include <algorithm>
#include <utility>

#include "runout/book/as_of.h"
#include "runout/book/known_days.h"

namespace runout::book {
namespace {

/// The present columns, and after them those since dropped in which a holding row has something.
std::vector<std::string> columns_as_of(const Book& book, File file,
                                       const std::vector<HoldingVersion>& holding) {
  const FileHistory& history = book.files[static_cast<std::size_t>(file)];
  std::vector<std::string> columns = history.columns;
  for (std::size_t column = 0; column < history.stored_columns.size(); ++column) {
    if (find_index(history.columns, history.stored_columns[column])) continue;
    const bool is_used = std::ranges::any_of(holding, [&](const HoldingVersion& row) {
      const VersionCells cells = cells_of(book, file, history.versions[row.version]);
      return !cells.in_present_order && !cells.cells[column].empty();
    });
    if (is_used) columns.push_back(history.stored_columns[column]);
  }
  return columns;
}

Table table_as_of(const Book& book, const KnownDays& known, const FileSpec& file,
                  const std::vector<HoldingVersion>& holding) {
  const FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
  const std::optional<Table>& present = book.present[file.file];
  Table table;
  table.name = present ? present->name : file_name(file.file);
  table.separator = present ? present->separator : ',';
  table.columns = columns_as_of(book, file.file, holding);
  std::vector<std::optional<std::size_t>> stored_column;
  stored_column.reserve(table.columns.size());
  for (const std::string& column : table.columns) {
    stored_column.push_back(find_index(history.stored_columns, column));
  }

  table.rows.reserve(holding.size());
  for (const HoldingVersion& place : holding) {
    const RowVersion& version = history.versions[place.version];
    const VersionCells source = cells_of(book, file.file, version);
    Row& row = table.rows.emplace_back();
    if (present && place.present_row != kNotPresent) {
      row.line = present->rows[place.present_row].line;
    }
    if (source.in_present_order) {
      row.cells = source.cells;
      row.cells.resize(table.columns.size());
    } else {
      row.cells.resize(table.columns.size());
      for (std::size_t i = 0; i < stored_column.size(); ++i) {
        if (stored_column[i]) row.cells[i] = source.cells[*stored_column[i]];
      }
    }
    const Date day = known.of(file.file, version);
    if (day != kAlways) row.known_on = day;
  }
  return table;
}

}  // namespace

Tables Book::tables_as_of(Date day) const { return tables_as_of(day, kUnrecorded); }

Tables Book::tables_as_of(Date day, std::int64_t last_batch) const {
  const KnownDays known{*this, last_batch};
  Tables tables;
  for (const FileSpec& file : schema()) {
    const auto holding = holding_versions(*this, known, file, day);
    if (!present[file.file] && holding.empty()) continue;
    tables[file.file] = table_as_of(*this, known, file, holding);
  }
  return tables;
}

std::optional<Date> Book::latest_known() const { return KnownDays{*this}.latest(); }

}  // namespace runout::book
