#include "runout/book/import.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/damage.h"
#include "runout/book/file_text.h"
#include "runout/book/history/history_log.h"
#include "runout/book/history/import_merge.h"
#include "runout/book/history_state.h"
#include "runout/book/own_day.h"
#include "runout/book/parse/missing_column.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"
#include "runout/book/store/table_text.h"

namespace runout::book {
namespace {

/// Faults in rows of the book are told under the book's name and line again.
void name_places(Diagnostics& problems, const Book& book) {
  for (Diagnostic& problem : problems) {
    if (problem.row < kBookLines) continue;
    problem.row -= kBookLines;
    const FileSpec* file = nullptr;
    for (const FileSpec& candidate : schema()) {
      if (problem.file.find(candidate.name) != std::string::npos) file = &candidate;
    }
    if (file != nullptr && book.present[file->file]) problem.file = book.present[file->file]->name;
  }
}

/// Reads the whole state as it would be. Files that the source lacks are lent by the book for it.
void check_result(Book& book, ImportPlan& plan) {
  const auto exchange = [&](const FileChange& change) {
    std::swap(book.present[change.file], plan.after[change.file]);
  };
  std::ranges::for_each(plan.changes, exchange);
  Diagnostics found;
  static_cast<void>(parse_records(book.present, found));
  std::ranges::for_each(plan.changes, exchange);
  name_places(found, book);
  plan.problems.insert(plan.problems.end(), std::make_move_iterator(found.begin()),
                       std::make_move_iterator(found.end()));
}

/// A new row can have no value in a column that the source lacks: told once for the column, not for
/// every row. Where the book lacks it too, reading the result tells.
void check_columns(const FileSpec& file, const Table& source, const FileChange& change,
                   const std::optional<Table>& present, Diagnostics& problems) {
  if (!present || change.count(RowChangeKind::added) == 0) return;
  for (const ColumnSpec& column : file.columns) {
    if (!column.required || find_index(source.columns, column.name) ||
        !find_index(present->columns, column.name)) {
      continue;
    }
    problems.push_back(missing_column(file, source.name, column.name, source.columns));
  }
}

}  // namespace

ImportSource read_source(const std::filesystem::path& path) {
  if (std::filesystem::is_regular_file(path) && path.extension() == ".csv") {
    const FileSpec* file = find_spec(path.stem().string());
    if (file == nullptr) {
      throw Error{ErrorKind::invalid_input,
                  fmt::format("'{}' is not called like a file of a book, such as orders.csv",
                              path.string())};
    }
    ImportSource source;
    source.tables[file->file] =
        read_table_text(read_file(path), *file, path.filename().string(), source.diagnostics);
    return source;
  }
  Book book = read_store(path);
  return {std::move(book.present), std::move(book.diagnostics)};
}

bool ImportPlan::is_empty() const {
  return std::ranges::all_of(changes, [](const FileChange& c) { return c.is_empty(); });
}

ImportPlan plan_import(Book& book, ImportSource source, const std::set<File>& replaced) {
  ImportPlan plan;
  plan.problems = book.diagnostics;
  plan.problems.insert(plan.problems.end(), source.diagnostics.begin(), source.diagnostics.end());
  for (const FileSpec& file : schema()) {
    std::optional<Table>& table = source.tables[file.file];
    if (!table) continue;
    std::erase_if(table->rows, [](const Row& row) { return is_blank_row(row.cells); });
    const std::optional<Table>& present = book.present[file.file];
    // A file without a header says nothing about the book's columns or rows.
    if (table->columns.empty() && present && !replaced.contains(file.file)) continue;
    if (replaced.contains(file.file)) {
      drop_twins(file, *table, plan.problems);
      plan.after[file.file] = std::move(table);
      plan.changes.push_back(find_change(file, present, plan.after[file.file]));
      continue;
    }
    const Table header{table->name, table->columns, {}, table->separator, table->is_partial};
    plan.after[file.file] = merge_table(file, present, std::move(*table), plan.problems);
    plan.changes.push_back(find_change(file, present, plan.after[file.file]));
    check_columns(file, header, plan.changes.back(), present, plan.problems);
  }
  if (count_errors(plan.problems) == 0) check_result(book, plan);
  return plan;
}

bool is_blank(const Book& book) {
  return last_batch(book) == nullptr &&
         std::ranges::all_of(book.present.files,
                             [](const std::optional<Table>& t) { return !t || t->rows.empty(); });
}

void begin_recording(Book& book, Batch batch) {
  batch.number = 0;
  batch.known_on.reset();
  book.batches = {std::move(batch)};
}

void record_unrecorded(Book& book, Batch batch) {
  batch.number = last_number(book) + 1;
  record_hand_edits(book, batch);
  book.batches.push_back(std::move(batch));
}

void apply_import(Book& book, ImportPlan plan, Batch batch, const Batch& begun) {
  const bool has_files =
      std::ranges::any_of(book.files, [](const FileHistory& file) { return file.present; });
  if (book.batches.empty() && has_files) begin_recording(book, begun);
  batch.number = last_number(book) + 1;
  const std::int64_t number = batch.number;
  book.batches.push_back(std::move(batch));
  for (const FileChange& change : plan.changes) {
    if (!change.is_empty()) record_change(book, change, std::move(plan.after[change.file]), number);
  }
}

}  // namespace runout::book
