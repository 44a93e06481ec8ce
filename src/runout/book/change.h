// From one state of a file to another: what differs row by row, and recording it in the history.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "runout/book/book.h"

namespace runout::book {

enum class RowChangeKind { added, changed, removed, moved };

/// One row that differs. `before` is a row of the old table, `after` one of the new.
struct RowChange {
  RowChangeKind kind = RowChangeKind::added;
  std::size_t before = kNotPresent;
  std::size_t after = kNotPresent;
};

/// How one file differs from what it was.
struct FileChange {
  File file = File::items;
  std::vector<std::size_t> match;  ///< [new row] the old row that it is; kNotPresent: none
  std::vector<bool> stays;         ///< [new row] keeps its place in the order
  std::vector<RowChange> rows;     ///< those that differ: by new row, the removed ones last
  std::size_t unchanged = 0;
  bool columns_differ = false;  ///< or the file appears or disappears

  [[nodiscard]] std::size_t count(RowChangeKind kind) const;
  [[nodiscard]] bool is_empty() const { return rows.empty() && !columns_differ; }
};

/// Compares two states of a file. Rows are the same when their keys are; without a key when all
/// their cells are, and among the rest when one stands in the other's place with the same subject.
/// A row that only stands elsewhere among those that stayed is `moved`, the fewest possible.
[[nodiscard]] FileChange find_change(const FileSpec& spec, const std::optional<Table>& before,
                                     const std::optional<Table>& after);

/// Records the change found by find_change(book.present[file], after) as part of batch `batch` and
/// makes `after` the present table. Nothing is overwritten: versions end, new ones begin.
void record_change(Book& book, const FileChange& change, std::optional<Table> after,
                   std::int64_t batch);

/// Places for the rows of a file in its new order: those that keep theirs (strictly ascending,
/// given) and new ones for the rest (nothing), between their neighbours.
///
/// kept    [row]  place that a row keeps, nothing for one that needs a new one
/// taken   ascending, places that must not be used again
/// last    the highest place ever used
/// When there is no room between two neighbours, all rows from there on get places after `last`.
[[nodiscard]] std::vector<std::int64_t> find_places(
    std::span<const std::optional<std::int64_t>> kept, std::span<const std::int64_t> taken,
    std::int64_t last);

}  // namespace runout::book
