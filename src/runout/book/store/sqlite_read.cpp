#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/history/history_cells.h"
#include "runout/book/history_state.h"
#include "runout/book/store/sqlite_rows.h"

namespace runout::book {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
  throw Error{ErrorKind::invalid_input, fmt::format("cannot use '{}': {}", name, what)};
}

void read_batches(Connection& connection, Book& book, const std::string& name) {
  Statement rows{connection,
                 "SELECT number, known_on, recorded_at, author, source, undone, takes_back "
                 "FROM batches ORDER BY number"};
  while (rows.step()) {
    Batch& batch = book.batches.emplace_back();
    batch.number = rows.number(0);
    if (!rows.is_null(1)) {
      batch.known_on = find_date(rows.text(1));
      if (!batch.known_on) refuse(name, fmt::format("'{}' is not a date", rows.text(1)));
    }
    batch.recorded_at = rows.text(2);
    batch.author = rows.text(3);
    batch.source = rows.text(4);
    batch.undone = rows.number(5) != 0;
    if (!rows.is_null(6)) batch.takes_back = rows.number(6);
  }
}

void read_layouts(Connection& connection, Book& book, const std::string& name) {
  Statement rows{connection,
                 "SELECT file, set_by, present, columns FROM layouts ORDER BY set_by, file"};
  while (rows.step()) {
    const FileSpec* file = find_spec(rows.text(0));
    auto columns = split_cells(rows.text(3));
    if (file == nullptr || !columns)
      refuse(name, "it is damaged (its layouts); restore it from a copy");
    FileHistory& history = book.files[static_cast<std::size_t>(file->file)];
    for (const std::string& column : *columns) {
      auto& stored = history.stored_columns;
      if (std::ranges::find(stored, column) == stored.end()) stored.push_back(column);
    }
    history.layouts.push_back({rows.number(1), rows.number(2) != 0, std::move(*columns)});
  }
}

void read_versions(Connection& connection, const FileSpec& file, FileHistory& history) {
  const std::vector<std::string>& columns = history.stored_columns;
  // A database of an older version may lack columns; what was written under their names is with
  // the unknown ones.
  std::vector<std::string> present;
  Statement names{connection, "SELECT name FROM pragma_table_info(?1)"};
  const std::string table = fmt::format("{}_versions", file.name);
  names.bind(1, table);
  while (names.step()) present.emplace_back(names.text(0));
  if (present.empty()) return;  // The file is newer than the database.
  std::string sql = "SELECT position, added_by, ended_by, other";
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (file.find_column(columns[i]) == nullptr) continue;
    if (std::ranges::find(present, columns[i]) == present.end()) continue;
    sql += fmt::format(", \"{}\"", columns[i]);
    known.push_back(i);
  }
  Statement rows{connection,
                 fmt::format("{} FROM {} ORDER BY position, added_by", sql, versions_table(file))};
  while (rows.step()) {
    RowVersion& version = history.versions.emplace_back();
    version.position = rows.number(0);
    version.added_by = rows.number(1);
    if (!rows.is_null(2)) version.ended_by = rows.number(2);
    version.cells.resize(columns.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
      version.cells[known[i]] = rows.text(static_cast<int>(i) + 4);
    }
    if (!rows.is_null(3)) read_other_text(rows.text(3), columns, version.cells);
  }
}

void read_spared(Connection& connection, Book& book) {
  Statement rows{connection, "SELECT file, position, added_by, batch FROM spared ORDER BY batch"};
  while (rows.step()) {
    const FileSpec* file = find_spec(rows.text(0));
    if (file == nullptr) continue;
    auto& versions = book.files[static_cast<std::size_t>(file->file)].versions;
    const std::pair place{rows.number(1), rows.number(2)};
    const auto found = std::ranges::lower_bound(
        versions, place, {}, [](const RowVersion& v) { return std::pair{v.position, v.added_by}; });
    if (found != versions.end() && std::pair{found->position, found->added_by} == place) {
      found->spared_by.push_back(rows.number(3));
    }
  }
}

}  // namespace

std::string versions_table(const FileSpec& file) {
  return fmt::format("\"{}_versions\"", file.name);
}

Book read_rows(Connection& connection, const std::string& name) {
  Book book;
  read_batches(connection, book, name);
  read_layouts(connection, book, name);
  for (const FileSpec& file : schema()) {
    FileHistory& history = book.files[static_cast<std::size_t>(file.file)];
    read_versions(connection, file, history);
    if (history.layouts.empty() && !history.versions.empty()) {
      refuse(name, fmt::format("it is damaged (rows of {} without columns); restore it from a copy",
                               file.name));
    }
  }
  read_spared(connection, book);
  for (const FileSpec& file : schema()) {
    settle(book, file.file);
    if (book.present[file.file]) {
      book.present[file.file]->name = fmt::format("{}:{}", name, file.name);
    }
  }
  return book;
}

}  // namespace runout::book
