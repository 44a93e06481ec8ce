#include "runout/cli/import_diff.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/book/own_day.h"
#include "runout/book/row_index.h"
#include "runout/report/text_layout.h"

namespace runout::cli {
namespace {

using book::FileSpec;
using book::Row;
using book::RowChange;
using book::RowChangeKind;
using book::Table;

std::string shown(const std::string& cell) {
  std::string text = cell.empty() ? "(blank)" : cell;
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

std::string cell_of(const Table& table, const Row& row, std::string_view column) {
  const auto index = book::find_index(table.columns, column);
  return index ? row.cells[*index] : std::string{};
}

/// How people call a row: its key; an event's subject, event and day.
std::string name_of(const FileSpec& spec, const Table& table, const Row& row) {
  std::vector<std::string_view> columns = spec.key;
  if (columns.empty()) columns = {"subject", "event", "happened_on"};
  std::string name;
  for (const std::string_view column : columns) {
    const std::string cell = cell_of(table, row, column);
    if (cell.empty()) continue;
    if (!name.empty()) name += ' ';
    name += shown(cell);
  }
  return name.empty() ? "(no key)" : name;
}

bool is_in_name(const FileSpec& spec, const std::string& column) {
  if (!spec.key.empty()) return std::ranges::find(spec.key, column) != spec.key.end();
  return column == "subject" || column == "event" || column == "happened_on";
}

std::string cells_of(const FileSpec& spec, const Table& table, const Row& row) {
  std::string text;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (row.cells[i].empty() || is_in_name(spec, table.columns[i])) continue;
    text +=
        fmt::format("{}{} {}", text.empty() ? ": " : ", ", table.columns[i], shown(row.cells[i]));
  }
  return text;
}

std::string differences(const Table& before, const Row& old_row, const Table& after,
                        const Row& new_row) {
  std::string text;
  for (const book::ColumnPair& pair : book::pair_columns(before, after)) {
    const std::string old_cell = pair.before ? old_row.cells[*pair.before] : std::string{};
    const std::string new_cell = pair.after ? new_row.cells[*pair.after] : std::string{};
    if (old_cell == new_cell) continue;
    text += fmt::format("{}{} {} -> {}", text.empty() ? ": " : ", ",
                        pair.before ? before.columns[*pair.before] : after.columns[*pair.after],
                        shown(old_cell), shown(new_cell));
  }
  return text;
}

std::string line_of(const FileSpec& spec, const RowChange& row, const Table& before,
                    const Table& after) {
  if (row.kind == RowChangeKind::removed) {
    return "- " + name_of(spec, before, before.rows[row.before]);
  }
  const Row& new_row = after.rows[row.after];
  const std::string name = name_of(spec, after, new_row);
  if (row.kind == RowChangeKind::added) return "+ " + name + cells_of(spec, after, new_row);
  if (row.kind == RowChangeKind::moved) return "~ " + name + ": stands elsewhere";
  return "~ " + name + differences(before, before.rows[row.before], after, new_row);
}

}  // namespace

void print_change(std::ostream& out, const book::FileChange& change,
                  const std::optional<Table>& before, const std::optional<Table>& after) {
  static const Table nothing;
  const FileSpec& spec = book::spec(change.file);
  const Table& old_table = before ? *before : nothing;
  const Table& new_table = after ? *after : nothing;
  out << fmt::format("{}: {} added, {} changed, {} removed, {} unchanged", spec.name,
                     change.count(RowChangeKind::added), change.count(RowChangeKind::changed),
                     change.count(RowChangeKind::removed), change.unchanged);
  if (const std::size_t moved = change.count(RowChangeKind::moved); moved > 0) {
    out << fmt::format(", {} moved", moved);
  }
  if (change.columns_differ) {
    out << (!before ? "; new file" : !after ? "; file removed" : "; other columns");
  }
  out << '\n';
  for (std::size_t i = 0; i < std::min(change.rows.size(), kShownRows); ++i) {
    out << "  " << report::plain_text(line_of(spec, change.rows[i], old_table, new_table)) << '\n';
  }
  if (change.rows.size() > kShownRows) {
    out << fmt::format("  ... and {} more\n", change.rows.size() - kShownRows);
  }
}

}  // namespace runout::cli
