#include <algorithm>
#include <utility>

#include "runout/book/change.h"
#include "runout/book/history_state.h"
#include "runout/book/own_day.h"

namespace runout::book {
namespace {

/// Places for `count` rows in (from, to) beside the taken ones; nothing when there is no room.
std::optional<std::vector<std::int64_t>> places_between(std::int64_t from, std::int64_t to,
                                                        std::size_t count,
                                                        std::span<const std::int64_t> taken) {
  std::vector<std::int64_t> places;
  const auto step = (to - from) / static_cast<std::int64_t>(count + 1);
  if (step == 0) return std::nullopt;
  std::int64_t last = from;
  for (std::size_t i = 1; i <= count; ++i) {
    std::int64_t place = std::max(from + step * static_cast<std::int64_t>(i), last + 1);
    while (std::ranges::binary_search(taken, place)) ++place;
    if (place >= to) return std::nullopt;
    places.push_back(place);
    last = place;
  }
  return places;
}

}  // namespace

std::vector<std::int64_t> find_places(std::span<const std::optional<std::int64_t>> kept,
                                      std::span<const std::int64_t> taken, std::int64_t last) {
  std::vector<std::int64_t> places(kept.size());
  const auto put_after_last = [&](std::size_t row) {
    for (; row < kept.size(); ++row) places[row] = last += kPlaceStride;
  };
  std::int64_t from = 0;
  for (std::size_t row = 0; row < kept.size();) {
    if (kept[row]) {
      places[row] = from = *kept[row];
      ++row;
      continue;
    }
    std::size_t end = row;
    while (end < kept.size() && !kept[end]) ++end;
    const auto between =
        end == kept.size() ? std::nullopt : places_between(from, *kept[end], end - row, taken);
    if (!between) {
      put_after_last(row);
      break;
    }
    std::ranges::copy(*between, places.begin() + static_cast<std::ptrdiff_t>(row));
    row = end;
  }
  return places;
}

namespace {

/// The versions in force by their present rows.
std::vector<std::size_t> versions_of_rows(const FileHistory& history, std::size_t rows) {
  std::vector<std::size_t> versions(rows, kNotPresent);
  for (std::size_t i = 0; i < history.versions.size(); ++i) {
    const std::size_t row = history.versions[i].present_row;
    if (row != kNotPresent) versions[row] = i;
  }
  return versions;
}

/// Places of all new rows; a row that is neither added nor moved keeps its own.
std::vector<std::int64_t> places_of(const FileHistory& history, const FileChange& change,
                                    const std::vector<std::size_t>& version_of_row) {
  std::vector<std::optional<std::int64_t>> kept(change.match.size());
  for (std::size_t row = 0; row < kept.size(); ++row) {
    if (!change.stays[row]) continue;
    kept[row] = history.versions[version_of_row[change.match[row]]].position;
  }
  std::vector<std::int64_t> taken;
  for (const RowChange& row : change.rows) {
    if (row.before == kNotPresent) continue;
    const bool keeps_place = row.after != kNotPresent && change.stays[row.after];
    if (!keeps_place) taken.push_back(history.versions[version_of_row[row.before]].position);
  }
  std::ranges::sort(taken);
  std::int64_t last = 0;
  for (const RowVersion& version : history.versions) last = std::max(last, version.position);
  return find_places(kept, taken, last);
}

}  // namespace

void record_change(Book& book, const FileChange& change, std::optional<Table> after,
                   std::int64_t batch) {
  FileHistory& history = book.files[static_cast<std::size_t>(change.file)];
  std::optional<Table>& present = book.present[change.file];
  const auto version_of_row = versions_of_rows(history, present ? present->rows.size() : 0);
  const auto places = places_of(history, change, version_of_row);

  lift(book, change.file);
  if (after) store_columns(history, after->columns);
  if (change.columns_differ) {
    history.layouts.push_back(
        {batch, after.has_value(), after ? after->columns : std::vector<std::string>{}});
  }
  std::vector<bool> differs(change.match.size(), false);
  for (const RowChange& row : change.rows) {
    if (row.before != kNotPresent) history.versions[version_of_row[row.before]].ended_by = batch;
    if (row.after != kNotPresent) differs[row.after] = true;
  }
  std::vector<std::size_t> stored_place;
  if (after) {
    for (const std::string& column : after->columns) {
      stored_place.push_back(*find_index(history.stored_columns, column));
    }
  }
  const bool is_same_order = after && after->columns == history.stored_columns;
  for (std::size_t row = 0; row < differs.size(); ++row) {
    if (!differs[row]) {
      RowVersion& old = history.versions[version_of_row[change.match[row]]];
      if (old.position == places[row]) continue;
      old.ended_by = batch;  // no room was left before it
    }
    RowVersion version;
    version.position = places[row];
    version.added_by = batch;
    std::vector<std::string>& cells = after->rows[row].cells;
    if (is_same_order) {
      version.cells = std::move(cells);
    } else {
      version.cells.resize(history.stored_columns.size());
      for (std::size_t i = 0; i < cells.size(); ++i) {
        version.cells[stored_place[i]] = std::move(cells[i]);
      }
    }
    history.versions.push_back(std::move(version));
  }
  settle(book, change.file);
  if (!after) return;
  present->name = after->name;
  present->separator = after->separator;
  for (std::size_t row = 0; row < after->rows.size(); ++row) {
    present->rows[row].line = after->rows[row].line;
  }
}

}  // namespace runout::book
