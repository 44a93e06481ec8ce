// Books on disk: a folder of CSV files, an SQLite file, an XLSX workbook.
#pragma once

#include <filesystem>

#include "runout/book/book.h"

namespace runout::book {

enum class StoreForm { folder, sqlite, xlsx };

/// The form a path names: an existing folder, file content or, for a new one, its extension (.db,
/// .sqlite, .xlsx; anything else is a folder). Throws Error{invalid_input} for a file that is none.
[[nodiscard]] StoreForm form_of(const std::filesystem::path& path);

/// Reads a book with its history. Faults of form are in Book::diagnostics; throws Error{not_found}
/// when there is no book at `path` and Error{forbidden} when it may not be read. Writes nothing,
/// not even beside the book.
[[nodiscard]] Book read_book(const std::filesystem::path& path);

/// Writes a whole book, history included, in place of what was there: afterwards the old or the
/// new book is at `path`, never half of one, whatever happens on the way. Throws Error{conflict}
/// when another writer is at it, Error{forbidden} on a full disk or a read-only place.
void write_book(const Book& book, const std::filesystem::path& path);

}  // namespace runout::book
