#include "runout/book/history_state.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/own_day.h"

namespace runout::book {
namespace {

/// The place in `to` of each column of `from`; nothing for one that `to` lacks.
std::vector<std::optional<std::size_t>> column_map(const std::vector<std::string>& from,
                                                   const std::vector<std::string>& to) {
  std::vector<std::optional<std::size_t>> map;
  map.reserve(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    // Of columns with one name the n-th belongs to the n-th: faulty files are kept as they are.
    auto nth = std::count(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(i), from[i]);
    std::optional<std::size_t> place;
    for (std::size_t j = 0; j < to.size() && !place; ++j) {
      if (to[j] == from[i] && nth-- == 0) place = j;
    }
    map.push_back(place);
  }
  return map;
}

std::vector<std::string> reorder(std::vector<std::string>&& cells,
                                 const std::vector<std::optional<std::size_t>>& map,
                                 std::size_t width) {
  std::vector<std::string> ordered(width);
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (map[i]) ordered[*map[i]] = std::move(cells[i]);
  }
  return ordered;
}

}  // namespace

void begin_history(Book& book) {
  for (std::size_t file = 0; file < kFileCount; ++file) {
    const std::optional<Table>& present = book.present.files[file];
    FileHistory& history = book.files[file];
    history = {};
    if (!present) continue;
    history.present = true;
    history.columns = present->columns;
    history.stored_columns = present->columns;
    history.layouts = {{0, true, present->columns}};
    history.versions.resize(present->rows.size());
    for (std::size_t row = 0; row < present->rows.size(); ++row) {
      history.versions[row].position = static_cast<std::int64_t>(row + 1) * kPlaceStride;
      history.versions[row].present_row = row;
    }
  }
}

bool is_undone(const Book& book, std::int64_t batch) {
  return std::ranges::any_of(book.batches,
                             [&](const Batch& b) { return b.number == batch && b.undone; });
}

void lift(Book& book, File file) {
  FileHistory& history = book.files[static_cast<std::size_t>(file)];
  std::optional<Table>& present = book.present[file];
  if (!present) return;
  const bool is_same_order = history.columns == history.stored_columns;
  const auto map = column_map(history.columns, history.stored_columns);
  for (RowVersion& version : history.versions) {
    if (version.present_row == kNotPresent) continue;
    std::vector<std::string>& cells = present->rows[version.present_row].cells;
    version.cells = is_same_order ? std::move(cells)
                                  : reorder(std::move(cells), map, history.stored_columns.size());
    version.present_row = kNotPresent;
  }
  present->rows.clear();
}

const Layout* layout_in_force(const Book& book, File file) {
  const Layout* last = nullptr;
  for (const Layout& layout : book.files[static_cast<std::size_t>(file)].layouts) {
    if (!is_undone(book, layout.set_by)) last = &layout;
  }
  return last != nullptr && last->present ? last : nullptr;
}

void settle(Book& book, File file) {
  FileHistory& history = book.files[static_cast<std::size_t>(file)];
  const Layout* layout = layout_in_force(book, file);
  history.present = layout != nullptr;
  history.columns = layout == nullptr ? std::vector<std::string>{} : layout->columns;

  const auto order = [](const RowVersion& v) { return std::tuple{v.position, v.added_by}; };
  if (!std::ranges::is_sorted(history.versions, {}, order)) {
    std::ranges::sort(history.versions, {}, order);
  }
  std::optional<Table>& present = book.present[file];
  if (!history.present) {
    present.reset();
    return;
  }
  if (!present) present = Table{file_name(file), {}, {}, ','};
  present->columns = history.columns;
  present->rows.clear();

  std::vector<std::int64_t> undone;
  for (const Batch& batch : book.batches) {
    if (batch.undone) undone.push_back(batch.number);
  }
  const bool is_same_order = history.columns == history.stored_columns;
  const auto map = column_map(history.stored_columns, history.columns);
  for (RowVersion& version : history.versions) {
    if (version.ended_by || std::ranges::binary_search(undone, version.added_by)) continue;
    version.present_row = present->rows.size();
    Row& row = present->rows.emplace_back();
    row.line = version.present_row + 2;
    row.cells = is_same_order ? std::move(version.cells)
                              : reorder(std::move(version.cells), map, history.columns.size());
    version.cells = {};
  }
}

void widen(FileHistory& history) {
  for (RowVersion& version : history.versions) {
    if (version.present_row == kNotPresent) version.cells.resize(history.stored_columns.size());
  }
}

void store_columns(FileHistory& history, const std::vector<std::string>& columns) {
  const auto map = column_map(columns, history.stored_columns);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!map[i]) history.stored_columns.push_back(columns[i]);
  }
  widen(history);
}

const Batch* last_batch(const Book& book) {
  const auto is_candidate = [](const Batch& batch) {
    return batch.number > 0 && !batch.undone && !batch.takes_back;
  };
  const Batch* last = nullptr;
  for (const Batch& batch : book.batches) {
    if (is_candidate(batch)) last = &batch;
  }
  return last;
}

std::int64_t last_number(const Book& book) {
  return book.batches.empty() ? 0 : book.batches.back().number;
}

void take_back(Book& book, std::int64_t number) {
  for (Batch& batch : book.batches) {
    if (batch.number == number) batch.undone = true;
  }
  for (const FileSpec& spec : schema()) {
    FileHistory& history = book.files[static_cast<std::size_t>(spec.file)];
    const bool is_touched =
        std::ranges::any_of(
            history.versions,
            [&](const RowVersion& v) { return v.added_by == number || v.ended_by == number; }) ||
        std::ranges::any_of(history.layouts,
                            [&](const Layout& layout) { return layout.set_by == number; });
    if (!is_touched) continue;
    lift(book, spec.file);
    for (RowVersion& version : history.versions) {
      if (version.ended_by != number) continue;
      version.ended_by.reset();
      version.spared_by.push_back(number);
    }
    settle(book, spec.file);
  }
}

void undo_last_batch(Book& book, Batch undo) {
  if (book.hand_edits > 0) {
    throw Error{
        ErrorKind::conflict,
        fmt::format("{} changed by hand, not yet recorded, would be lost; record with "
                    "'runout import BOOK' first",
                    book.hand_edits == 1 ? "1 row" : fmt::format("{} rows", book.hand_edits))};
  }
  const Batch* last = last_batch(book);
  if (last == nullptr) {
    throw Error{ErrorKind::conflict, "nothing to take back: no import is recorded"};
  }
  undo.number = last_number(book) + 1;
  undo.takes_back = last->number;
  undo.known_on.reset();  // to take back is no news about the world
  take_back(book, last->number);
  book.batches.push_back(std::move(undo));
}

}  // namespace runout::book
