// The state that a history adds up to: which versions are in force, and the present tables of them.
#pragma once

#include "runout/book/book.h"

namespace runout::book {

/// Free places between neighbours, so that a row can be put between two others for ever without
/// touching them (until 1000 of them came between the same two).
inline constexpr std::int64_t kPlaceStride = 1000;

/// Makes the history of a book that has none: every present row is version 0.
void begin_history(Book& book);

/// Makes the history of one present table in the same way, as if batch `batch` had brought it.
void begin_file_history(FileHistory& history, const std::optional<Table>& present,
                        std::int64_t batch);

}  // namespace runout::book
