// A book with its whole history: batches of row versions, nothing ever overwritten.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/tables.h"

namespace runout::book {

/// Stands for the batch of changes made by hand and not yet recorded; later than every batch.
inline constexpr std::int64_t kUnrecorded = std::numeric_limits<std::int64_t>::max();

/// No row of the present table.
inline constexpr std::size_t kNotPresent = std::numeric_limits<std::size_t>::max();

/// One recorded change of a book: who, when, and the day it became known. Number 0, where it is
/// recorded, is the state that was there before recording began; it cannot be taken back.
struct Batch {
  std::int64_t number = 0;       ///< 1, 2, ... in the order of recording
  std::optional<Date> known_on;  ///< nothing: known always (the first state of a book)
  std::string recorded_at;       ///< "2025-06-30T14:05:00Z"
  std::string author;
  std::string source;   ///< what was imported
  bool undone = false;  ///< taken back: counts as never known
  /// The batch that this one takes back; such a batch holds no rows.
  std::optional<std::int64_t> takes_back;

  friend bool operator==(const Batch&, const Batch&) = default;
};

/// One version of a row. A changed row keeps its place in the order of the file.
///
/// A version in force has its cells in Book::present (`present_row` names the row, `cells` is
/// empty); any other holds them here, in the order of FileHistory::stored_columns.
struct RowVersion {
  std::vector<std::string> cells;
  std::int64_t position = 0;             ///< order within the file; free places lie between
  std::int64_t added_by = 0;             ///< batch that brought it; 0: before all history
  std::optional<std::int64_t> ended_by;  ///< batch that changed or removed it
  std::vector<std::int64_t> spared_by;   ///< undone batches that had changed or removed it
  std::size_t present_row = kNotPresent;
};

/// From batch `set_by` on the file has these columns, or is absent.
struct Layout {
  std::int64_t set_by = 0;
  bool present = false;
  std::vector<std::string> columns;

  friend bool operator==(const Layout&, const Layout&) = default;
};

struct FileHistory {
  std::vector<std::string> columns;  ///< of the file as it is now; [] when the file is absent
  bool present = false;
  std::vector<RowVersion> versions;         ///< ascending by position, then by batch
  std::vector<std::string> stored_columns;  ///< all that the file ever had
  std::vector<Layout> layouts;              ///< ascending by batch, those of undone batches too
};

/// A book in memory. A book without batches (a plain folder) has every version added by 0.
struct Book {
  std::array<FileHistory, kFileCount> files;
  std::vector<Batch> batches;
  /// The present rows with their physical lines, as read from the store. Hand edits included.
  Tables present;
  /// Rows of a folder that differ from the last recorded state; 0 without history. A change of
  /// columns or of the order of rows alone counts as one.
  std::size_t hand_edits = 0;
  /// Faults of form met while reading (CSV quoting, encoding, duplicate headers, ...).
  Diagnostics diagnostics;

  /// The rows known by the end of `day` (README "Known when"): a row's own day decides, else its
  /// batch's; of several versions of a row the last known one holds. Lines are those of the
  /// present file where the row is still there. Changes by hand that have no day of their own are
  /// known from the last recorded day on.
  [[nodiscard]] Tables tables_as_of(Date day) const;
  /// The same of the book as it was when `last_batch` was its last one: later batches had brought
  /// nothing and taken back nothing.
  [[nodiscard]] Tables tables_as_of(Date day, std::int64_t last_batch) const;
  /// The latest day on which anything in the book became known; nothing if no row or batch says.
  [[nodiscard]] std::optional<Date> latest_known() const;
};

}  // namespace runout::book
