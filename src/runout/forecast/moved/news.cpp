#include "runout/forecast/moved/news.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/book/own_day.h"
#include "runout/book/row_words.h"

namespace runout::forecast {
namespace {

using book::File;
using book::RowChangeKind;
using book::Table;

/// Gives the table the columns, in their order; it has no others.
void set_columns(Table& table, const std::vector<std::string>& columns) {
  std::vector<std::optional<std::size_t>> from;
  from.reserve(columns.size());
  for (const std::string& column : columns) from.push_back(book::find_index(table.columns, column));
  for (book::Row& row : table.rows) {
    std::vector<std::string> cells(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (from[i]) cells[i] = row.cells[*from[i]];
    }
    row.cells = std::move(cells);
  }
  table.columns = columns;
}

void align(std::optional<Table>& before, std::optional<Table>& after) {
  if (!before && !after) return;
  if (!before) before = Table{after->name, after->columns, {}, after->separator};
  if (!after) after = Table{before->name, before->columns, {}, before->separator};
  std::vector<std::string> columns = after->columns;
  for (const std::string& column : before->columns) {
    if (!book::find_index(columns, column)) columns.push_back(column);
  }
  set_columns(*before, columns);
  set_columns(*after, columns);
}

/// "quantity 100 to 200, ready_on 2025-07-01 to nothing"
std::string difference_words(const Table& before, const book::Row& old_row, const Table& after,
                             const book::Row& new_row) {
  constexpr std::size_t kNamed = 3;
  const auto shown = [](const std::string& cell) { return cell.empty() ? "nothing" : cell; };
  const auto changes = book::changed_cells(before, old_row, after, new_row);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(changes.size(), kNamed); ++i) {
    words.push_back(fmt::format("{} {} to {}", changes[i].column, shown(changes[i].before),
                                shown(changes[i].after)));
  }
  if (changes.size() > kNamed) words.push_back(fmt::format("and {} more", changes.size() - kNamed));
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string news_words(File file, const book::RowChange& change, const Table& before,
                       const Table& after) {
  const book::FileSpec& spec = book::spec(file);
  const bool is_gone = change.kind == RowChangeKind::removed;
  const Table& table = is_gone ? before : after;
  const book::Row& row = is_gone ? before.rows[change.before] : after.rows[change.after];
  if (file == File::events) {
    const std::string words = fmt::format("{} {}", book::cell_of(table, row, "subject"),
                                          book::cell_of(table, row, "event"));
    return is_gone ? words + " no longer told" : words;
  }
  const std::string named = fmt::format("{} {}", spec.name, book::row_name(spec, table, row));
  switch (change.kind) {
    case RowChangeKind::added:
      return named + " is new";
    case RowChangeKind::removed:
      return named + " is gone";
    case RowChangeKind::moved:
      return named + " stands elsewhere";
    case RowChangeKind::changed:
      break;
  }
  return fmt::format(
      "{}: {}", named,
      difference_words(before, before.rows[change.before], after, after.rows[change.after]));
}

}  // namespace

NewsBetween::NewsBetween(book::Tables before, book::Tables after)
    : before_{std::move(before)}, after_{std::move(after)} {
  before_[File::forecasts].reset();
  after_[File::forecasts].reset();
  for (const book::FileSpec& spec : book::schema()) {
    std::optional<Table>& was = before_[spec.file];
    std::optional<Table>& is = after_[spec.file];
    align(was, is);
    changes_.push_back(book::find_change(spec, was, is));
    for (const book::RowChange& change : changes_.back().rows) {
      News news{spec.file, change, std::nullopt, news_words(spec.file, change, *was, *is), ""};
      if (change.kind != RowChangeKind::removed) {
        const book::Row& row = is->rows[change.after];
        news.known_on = row.known_on;
        if (row.line > 0) news.where = fmt::format("{}:{}", is->name, row.line);
      }
      news_.push_back(std::move(news));
    }
  }
  // A row that is gone has no day: last.
  std::ranges::stable_sort(news_, {}, [](const News& news) {
    const bool is_gone = news.change.kind == RowChangeKind::removed;
    return std::tuple{is_gone, news.known_on.value_or(Date::min()), news.file};
  });
}

Table NewsBetween::table_with(File file, std::size_t count) const {
  const Table& before = *before_[file];
  const Table& after = *after_[file];
  std::vector<char> is_there(after.rows.size(), 1);
  std::vector<char> is_old(after.rows.size(), 0);
  std::vector<std::size_t> gone_later;  // rows before
  for (std::size_t i = count; i < news_.size(); ++i) {
    const book::RowChange& row = news_[i].change;
    if (news_[i].file != file) continue;
    if (row.kind == RowChangeKind::removed) {
      gone_later.push_back(row.before);
    } else if (row.kind == RowChangeKind::added) {
      is_there[row.after] = 0;
    } else {
      is_old[row.after] = 1;
    }
  }
  Table table{after.name, after.columns, {}, after.separator};
  const std::vector<std::size_t>& match = changes_[static_cast<std::size_t>(file)].match;
  for (std::size_t i = 0; i < after.rows.size(); ++i) {
    if (is_there[i] != 0) {
      table.rows.push_back(is_old[i] != 0 ? before.rows[match[i]] : after.rows[i]);
    }
  }
  std::ranges::sort(gone_later);
  for (const std::size_t i : gone_later) table.rows.push_back(before.rows[i]);
  return table;
}

book::Tables NewsBetween::with_first(std::size_t count) const {
  book::Tables tables;
  for (const book::FileSpec& spec : book::schema()) {
    if (after_[spec.file]) tables[spec.file] = table_with(spec.file, count);
  }
  return tables;
}

}  // namespace runout::forecast
