#include "runout/book/history/import_merge.h"

#include <utility>

#include <fmt/format.h>

#include "runout/book/own_day.h"
#include "runout/book/row_index.h"

namespace runout::book {
namespace {

/// The columns of the book, and after them those that only the source has.
std::vector<std::string> merged_columns(const Table& book, const Table& source) {
  std::vector<std::string> columns = book.columns;
  for (const std::string& column : source.columns) {
    if (!find_index(columns, column)) columns.push_back(column);
  }
  return columns;
}

}  // namespace

void drop_twins(const FileSpec& spec, Table& source, Diagnostics& warnings) {
  if (!spec.key.empty()) return;
  const auto all = pair_columns(source, source);
  RowIndex index{source, all};
  std::vector<bool> is_twin(source.rows.size(), false);
  for (std::size_t row = 0; row < source.rows.size(); ++row) {
    const std::size_t first = index.find_first(source.rows[row]);
    if (first == row) continue;
    is_twin[row] = true;
    warnings.push_back({Severity::warning, "duplicate_row", source.name, source.rows[row].line, "",
                        fmt::format("the same as line {}; ignored", source.rows[first].line), ""});
  }
  std::size_t kept = 0;
  for (std::size_t row = 0; row < source.rows.size(); ++row) {
    if (is_twin[row]) continue;
    if (kept != row) source.rows[kept] = std::move(source.rows[row]);
    ++kept;
  }
  source.rows.resize(kept);
}

Table merge_table(const FileSpec& spec, const std::optional<Table>& book, Table source,
                  Diagnostics& warnings) {
  drop_twins(spec, source, warnings);
  if (!book) return source;
  Table merged;
  merged.name = source.name;
  merged.separator = source.separator;
  merged.columns = merged_columns(*book, source);
  merged.rows.reserve(book->rows.size() + source.rows.size());
  for (const Row& row : book->rows) {
    merged.rows.push_back({row.line + kBookLines, row.cells, std::nullopt});
    merged.rows.back().cells.resize(merged.columns.size());
  }

  std::vector<std::size_t> place;
  place.reserve(source.columns.size());
  for (const std::string& column : source.columns) {
    place.push_back(*find_index(merged.columns, column));
  }
  RowIndex index{*book, spec.key.empty() ? pair_columns(*book, source)
                                         : pair_columns(*book, source, spec.key)};
  for (Row& row : source.rows) {
    const std::size_t known = index.take(row);
    const bool is_new = known == kNotPresent;
    if (is_new) {
      merged.rows.push_back({row.line, std::vector<std::string>(merged.columns.size()), {}});
    } else {
      merged.rows[known].line = row.line;
    }
    Row& target = is_new ? merged.rows.back() : merged.rows[known];
    for (std::size_t i = 0; i < place.size(); ++i) {
      target.cells[place[i]] = std::move(row.cells[i]);
    }
  }
  return merged;
}

}  // namespace runout::book
