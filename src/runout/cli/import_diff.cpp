#include "runout/cli/import_diff.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/book/row_words.h"
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

std::string cells_of(const FileSpec& spec, const Table& table, const Row& row) {
  std::string text;
  const auto naming = book::naming_columns(spec);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool is_in_name = std::ranges::find(naming, table.columns[i]) != naming.end();
    if (row.cells[i].empty() || is_in_name) continue;
    text +=
        fmt::format("{}{} {}", text.empty() ? ": " : ", ", table.columns[i], shown(row.cells[i]));
  }
  return text;
}

std::string differences(const Table& before, const Row& old_row, const Table& after,
                        const Row& new_row) {
  std::string text;
  for (const book::CellChange& change : book::changed_cells(before, old_row, after, new_row)) {
    text += fmt::format("{}{} {} -> {}", text.empty() ? ": " : ", ", change.column,
                        shown(change.before), shown(change.after));
  }
  return text;
}

std::string line_of(const FileSpec& spec, const RowChange& row, const Table& before,
                    const Table& after) {
  if (row.kind == RowChangeKind::removed) {
    return "- " + book::row_name(spec, before, before.rows[row.before]);
  }
  const Row& new_row = after.rows[row.after];
  const std::string name = book::row_name(spec, after, new_row);
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
