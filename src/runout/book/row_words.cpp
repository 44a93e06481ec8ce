#include "runout/book/row_words.h"

#include "runout/book/own_day.h"
#include "runout/book/row_index.h"

namespace runout::book {

std::string cell_of(const Table& table, const Row& row, std::string_view column) {
  const auto index = find_index(table.columns, column);
  return index ? row.cells[*index] : std::string{};
}

std::vector<std::string_view> naming_columns(const FileSpec& spec) {
  if (!spec.key.empty()) return spec.key;
  return {"subject", "event", "happened_on"};
}

std::string row_name(const FileSpec& spec, const Table& table, const Row& row) {
  std::string name;
  for (const std::string_view column : naming_columns(spec)) {
    const std::string cell = cell_of(table, row, column);
    if (cell.empty()) continue;
    if (!name.empty()) name += ' ';
    name += cell;
  }
  return name.empty() ? "(no key)" : name;
}

std::vector<CellChange> changed_cells(const Table& before, const Row& old_row, const Table& after,
                                      const Row& new_row) {
  std::vector<CellChange> changes;
  for (const ColumnPair& pair : pair_columns(before, after)) {
    std::string was = pair.before ? old_row.cells[*pair.before] : std::string{};
    std::string is = pair.after ? new_row.cells[*pair.after] : std::string{};
    if (was == is) continue;
    changes.push_back({pair.before ? before.columns[*pair.before] : after.columns[*pair.after],
                       std::move(was), std::move(is)});
  }
  return changes;
}

}  // namespace runout::book
