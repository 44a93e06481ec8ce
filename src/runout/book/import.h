// Bringing rows from elsewhere into a book: merged by key, shown first, recorded as one batch.
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <vector>

#include "runout/book/book.h"
#include "runout/book/change.h"

namespace runout::book {

/// What is to be imported: a book in any form, or one file of one.
struct ImportSource {
  Tables tables;
  Diagnostics diagnostics;  ///< faults of form
};

/// Reads a folder, a workbook, a database, or a single CSV file called like a file of a book
/// (orders.csv). Throws Error{not_found} when there is none of these at `path`.
[[nodiscard]] ImportSource read_source(const std::filesystem::path& path);

/// What an import would do to a book.
struct ImportPlan {
  Tables after;                     ///< the files that the source has, as they would be
  std::vector<FileChange> changes;  ///< one for each of them, in the order of the schema
  Diagnostics problems;             ///< errors: the result would be no valid book

  [[nodiscard]] bool is_empty() const;
};

/// Merges the source into the present state of the book. A row whose key the book has takes its
/// place; of its cells those hold that the source has columns for. Other rows are appended; events
/// have no key, and one that the book has already, or that the source holds twice, is left out.
/// Blank rows of the source are none.
/// Files named in `replaced` become exactly the source's. The result is then read as records.
[[nodiscard]] ImportPlan plan_import(Book& book, ImportSource source,
                                     const std::set<File>& replaced);

/// Records the plan as batch `batch`, which becomes the last of the book. A book that has rows and
/// no history gets the baseline `begun` first: batch 0, what was there before.
void apply_import(Book& book, ImportPlan plan, Batch batch, const Batch& begun);

/// Records changes by hand as batch `batch`.
void record_unrecorded(Book& book, Batch batch);

/// Begins the history of a book that has none: batch 0, known always.
void begin_recording(Book& book, Batch batch);

/// True when the book has no row in force and no batch that brought one.
[[nodiscard]] bool is_blank(const Book& book);

}  // namespace runout::book
