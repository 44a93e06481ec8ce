// The state that a history adds up to: which versions are in force, and the present tables of them.
#pragma once

#include <vector>

#include "runout/book/book.h"

namespace runout::book {

/// Free places between neighbours, so that rows can come between two others without touching them.
inline constexpr std::int64_t kPlaceStride = 1000;

/// Makes the history of a book that has none: every present row is a version added by batch 0.
void begin_history(Book& book);

/// True when the batch has been taken back.
[[nodiscard]] bool is_undone(const Book& book, std::int64_t batch);

/// Moves the cells of the versions in force from the present table into the versions, so that all
/// are alike and can be changed. The present table of the file is empty until settle().
void lift(Book& book, File file);

/// Finds the versions in force after a change (added by a batch that is not undone and not ended),
/// sorts the versions, and moves the cells of those in force into the present table. Rows count
/// from line 2.
void settle(Book& book, File file);

/// The columns in force: the last layout of a batch that is not undone; nothing: absent.
[[nodiscard]] const Layout* layout_in_force(const Book& book, File file);

/// Makes every version as wide as `stored_columns`, after columns were added to it.
void widen(FileHistory& history);

/// Adds those of `columns` that the file never had to its stored columns. Call only when lifted.
void store_columns(FileHistory& history, const std::vector<std::string>& columns);

/// The last recorded batch that can be taken back; nothing when there is none.
[[nodiscard]] const Batch* last_batch(const Book& book);

/// The highest number of a batch; 0 without any.
[[nodiscard]] std::int64_t last_number(const Book& book);

/// Takes the last batch back, recording `undo` (its number and takes_back are set here). The book
/// is then exactly as before that batch. Throws Error{conflict} when there is nothing to take back
/// or unrecorded changes by hand would be lost.
void undo_last_batch(Book& book, Batch undo);

/// Marks `batch` as taken back in every file: the fold of an `undo` record.
void take_back(Book& book, std::int64_t batch);

}  // namespace runout::book
