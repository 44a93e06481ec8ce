// A book as a folder of CSV files.
#pragma once

#include <filesystem>

#include "runout/book/book.h"
#include "runout/book/store/folder_files.h"

namespace runout::book {

/// The file that holds the history of a folder.
inline constexpr const char* kHistoryFile = "history.csv";

/// Makes a book of the texts of its files. Faults of form go to Book::diagnostics; that a needed
/// file is missing is not one of them.
[[nodiscard]] Book book_of(FolderFiles files);

/// Reads the files of a book in a folder, with the history if there is one, as book_of does; other
/// files are left alone. Throws Error{not_found} when the folder holds none of a book's files.
[[nodiscard]] Book read_folder(const std::filesystem::path& folder);

/// Writes the present tables and the history in canonical form in place of what was there. A file
/// that says the same already keeps its bytes: separators, quotes and marks are its owner's. The
/// caller holds the WriterLock.
void write_folder(const Book& book, const std::filesystem::path& folder);

}  // namespace runout::book
