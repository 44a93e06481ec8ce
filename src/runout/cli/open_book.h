// Opening a book for a command: read, parse, restrict to what was known, say what is wrong.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/book.h"
#include "runout/book/far_days.h"
#include "runout/book/snapshot.h"
#include "runout/cli/console.h"

namespace runout::cli {

/// A book as a command finds it.
struct OpenedBook {
  /// The day asked for, else the latest day on which anything in the book became known; nothing
  /// when the book has no day at all.
  std::optional<Date> as_of;
  /// Nothing when there are errors or no as-of day. Its `warnings` hold every doubt: those of the
  /// rows' form, of the events' order and of the checks.
  std::optional<book::Snapshot> snapshot;
  /// Errors (also in rows not known by the as-of day), then warnings, each by file and row.
  Diagnostics problems;
  /// Rows of a folder changed by hand and not recorded yet.
  std::size_t hand_edits = 0;
};

/// Errors that say which cells make `as_of`, a default, a day that cannot be counted from; empty
/// when it can. `source` is what they are about where no cell is to blame.
[[nodiscard]] Diagnostics check_as_of(const std::vector<book::KnownDay>& known, Date as_of,
                                      const std::string& source);

/// Reads the book at `path` as known at the end of `as_of`. Prints nothing. Throws Error{not_found}
/// when there is no book, Error{forbidden} when it may not be read.
[[nodiscard]] OpenedBook inspect_book(const std::string& path, std::optional<Date> as_of);

/// The same for a book that has been read from `path`.
[[nodiscard]] OpenedBook inspect_book(const book::Book& book, const std::string& path,
                                      std::optional<Date> as_of);

/// Opens the book at `path` for a command that works on a sound book. Errors are printed, one a
/// line, the exit code set to 1, and nothing is returned. Hand edits are mentioned on `err`.
/// Warnings are not printed: they are in Snapshot::warnings, for the command to show.
[[nodiscard]] std::optional<book::Snapshot> open_snapshot(Console& console, const std::string& path,
                                                          std::optional<Date> as_of);

/// The same for a book that has been read from `path`.
[[nodiscard]] std::optional<book::Snapshot> open_snapshot(Console& console, const book::Book& book,
                                                          const std::string& path,
                                                          std::optional<Date> as_of);

/// "3 rows changed by hand, not yet recorded; `runout import BOOK` records them"; empty for none.
[[nodiscard]] std::string hand_edit_note(std::size_t hand_edits, const std::string& path);

}  // namespace runout::cli
