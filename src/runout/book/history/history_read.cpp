#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "runout/book/change.h"
#include "runout/book/history/history_cells.h"
#include "runout/book/history/history_log.h"
#include "runout/book/history_state.h"

namespace runout::book {
namespace {

std::optional<std::int64_t> whole(const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || stop != end || number < 0) return std::nullopt;
  return number;
}

/// Adds up the records one after the other. Versions hold their cells until the end.
class Fold {
 public:
  explicit Fold(Book& book) : book_{book} {}

  /// Says what is wrong with a record, or nothing.
  [[nodiscard]] std::optional<std::string> add(std::vector<std::string>& cells) {
    const auto number = whole(cells[0]);
    if (!number || *number == kUnrecorded) {
      return fmt::format("'{}' is not the number of a batch", cells[0]);
    }
    const std::string& change = cells[1];
    if (change == "batch" || change == "undo") return begin_batch(*number, cells);
    if (book_.batches.empty() || book_.batches.back().number != *number ||
        book_.batches.back().takes_back) {
      return fmt::format("batch {} has not begun", *number);
    }
    const FileSpec* file = find_spec(cells[2]);
    if (file == nullptr) return fmt::format("'{}' is not a file of a book", cells[2]);
    return change_file(*file, change, cells);
  }

  void finish() {
    for (const FileSpec& file : schema()) {
      widen(history(file.file));
      settle(book_, file.file);
    }
  }

 private:
  using Fault = std::optional<std::string>;
  using Rows = std::unordered_map<std::int64_t, std::size_t>;

  FileHistory& history(File file) { return book_.files[static_cast<std::size_t>(file)]; }

  Fault begin_batch(std::int64_t number, std::vector<std::string>& cells) {
    const bool is_first = book_.batches.empty();
    if (is_first ? number > 1 : number != book_.batches.back().number + 1) {
      return fmt::format("batch {} is out of order", number);
    }
    Batch batch;
    batch.number = number;
    if (!cells[6].empty()) {
      batch.known_on = find_date(cells[6]);
      if (!batch.known_on) return fmt::format("'{}' is not a date like 2025-06-30", cells[6]);
    }
    batch.recorded_at = std::move(cells[5]);
    batch.author = std::move(cells[7]);
    batch.source = std::move(cells[8]);
    if (cells[1] == "undo") {
      batch.takes_back = whole(cells[4]);
      const Batch* last = last_batch(book_);
      if (!batch.takes_back || last == nullptr || last->number != *batch.takes_back) {
        return fmt::format("'{}' is not the last batch, which alone can be taken back", cells[4]);
      }
      take_back_rows(*batch.takes_back);
    }
    book_.batches.push_back(std::move(batch));
    return std::nullopt;
  }

  void take_back_rows(std::int64_t number) {
    for (Batch& batch : book_.batches) {
      if (batch.number == number) batch.undone = true;
    }
    for (std::size_t file = 0; file < kFileCount; ++file) {
      in_force_[file].clear();
      std::vector<RowVersion>& versions = book_.files[file].versions;
      for (std::size_t i = 0; i < versions.size(); ++i) {
        if (versions[i].ended_by == number) {
          versions[i].ended_by.reset();
          versions[i].spared_by.push_back(number);
        }
        if (!versions[i].ended_by && !is_undone(book_, versions[i].added_by)) {
          in_force_[file][versions[i].position] = i;
        }
      }
    }
  }

  Fault change_file(const FileSpec& file, const std::string& change,
                    std::vector<std::string>& cells) {
    const std::int64_t batch = book_.batches.back().number;
    if (change == "columns" || change == "absent") {
      const auto columns = split_cells(cells[4]);
      if (!columns) return std::string{"the cells are not one CSV record"};
      history(file.file).layouts.push_back({batch, change == "columns", *columns});
      for (const std::string& column : *columns) {
        auto& stored = history(file.file).stored_columns;
        if (std::ranges::find(stored, column) == stored.end()) stored.push_back(column);
      }
      return std::nullopt;
    }
    const auto place = whole(cells[3]);
    if (!place) return fmt::format("'{}' is not a place", cells[3]);
    Rows& in_force = in_force_[static_cast<std::size_t>(file.file)];
    const auto old = in_force.find(*place);
    if (change == "removed" || change == "changed") {
      if (old == in_force.end()) return fmt::format("there is no row at place {}", *place);
      history(file.file).versions[old->second].ended_by = batch;
      in_force.erase(old);
      if (change == "removed") return std::nullopt;
    } else if (change != "added") {
      return fmt::format("'{}' is not a change", change);
    } else if (old != in_force.end()) {
      return fmt::format("there is a row at place {} already", *place);
    }
    return begin_version(file, batch, *place, cells[4]);
  }

  Fault begin_version(const FileSpec& file, std::int64_t batch, std::int64_t place,
                      const std::string& text) {
    FileHistory& rows = history(file.file);
    const Layout* layout = layout_in_force(book_, file.file);
    auto cells = split_cells(text);
    if (layout == nullptr || !cells || cells->size() != layout->columns.size()) {
      return fmt::format("the cells do not fit the columns of {}", file.name);
    }
    RowVersion version;
    version.position = place;
    version.added_by = batch;
    if (layout->columns == rows.stored_columns) {
      version.cells = std::move(*cells);
    } else {
      version.cells.resize(rows.stored_columns.size());
      for (std::size_t i = 0; i < cells->size(); ++i) {
        const auto at = std::ranges::find(rows.stored_columns, layout->columns[i]);
        version.cells[static_cast<std::size_t>(at - rows.stored_columns.begin())] =
            std::move((*cells)[i]);
      }
    }
    in_force_[static_cast<std::size_t>(file.file)][place] = rows.versions.size();
    rows.versions.push_back(std::move(version));
    return std::nullopt;
  }

  Book& book_;
  std::array<Rows, kFileCount> in_force_;
};

/// The doubt about a history that is there and holds nothing: a book without history has none.
Diagnostic empty_history(const std::string& name) {
  return {Severity::warning,
          "history_empty",
          name,
          0,
          "",
          "holds no history: rows without a day of their own count as known always, and earlier "
          "imports can neither be asked about nor taken back",
          "restore it from a copy or from version control; if there never was one, remove it"};
}

/// Makes what differs from the last recorded state the unrecorded batch of the book.
void take_hand_edits(Book& book, Tables present) {
  for (const FileSpec& file : schema()) {
    const FileChange change = find_change(file, book.present[file.file], present[file.file]);
    if (!change.is_empty()) {
      book.hand_edits += std::max<std::size_t>(change.rows.size(), 1);
      record_change(book, change, std::move(present[file.file]), kUnrecorded);
    } else {
      book.present[file.file] = std::move(present[file.file]);
    }
  }
}

}  // namespace

Book read_history(Table history, Diagnostics& diagnostics) {
  Book book;
  const auto fault = [&](std::size_t row, std::string message) {
    diagnostics.push_back({Severity::error, "history", history.name, row, "", std::move(message),
                           "restore the history from a copy; it is never edited by hand"});
  };
  if (history.columns != history_columns()) {
    fault(1, "is not a history of a book");
    return book;
  }
  Fold fold{book};
  for (Row& row : history.rows) {
    if (auto message = fold.add(row.cells)) {
      fault(row.line, std::move(*message));
      return book;  // whatever follows rests on this record
    }
    row.cells = {};
  }
  fold.finish();
  return book;
}

Book assemble_book(Tables present, std::optional<Table> history, Diagnostics diagnostics) {
  Book book;
  if (history) {
    const std::string name = history->name;
    Diagnostics faults;
    if (!history->columns.empty()) book = read_history(std::move(*history), faults);
    if (!faults.empty()) {
      book = {};
    } else if (book.batches.empty()) {
      diagnostics.push_back(empty_history(name));
    }
    diagnostics.insert(diagnostics.end(), faults.begin(), faults.end());
  }
  if (book.batches.empty()) {
    book.present = std::move(present);
    begin_history(book);
  } else {
    take_hand_edits(book, std::move(present));
  }
  book.diagnostics = std::move(diagnostics);
  return book;
}

void record_hand_edits(Book& book, const Batch& batch) {
  for (FileHistory& file : book.files) {
    for (Layout& layout : file.layouts) {
      if (layout.set_by == kUnrecorded) layout.set_by = batch.number;
    }
    for (RowVersion& version : file.versions) {
      if (version.added_by == kUnrecorded) version.added_by = batch.number;
      if (version.ended_by == kUnrecorded) version.ended_by = batch.number;
    }
  }
  book.hand_edits = 0;
}

}  // namespace runout::book
