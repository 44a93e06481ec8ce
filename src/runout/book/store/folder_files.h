// The files of a book in a folder, read and exchanged as one whole.
//
// A folder is exchanged in one of two ways. Where it holds nothing but files, a new folder is made
// beside it (`.NAME.runout-new`, files that are not the book's linked into it) and the two change
// places in one step. Where that cannot be (sub-folders, a mount point, a parent that may not be
// written, a file system that cannot exchange), the new files are put into `.runout-new` inside the
// folder, and a file `commit` there says that they hold; from then on readers take them, and they
// are moved into place. Whatever a killed writer left is finished or cleared away by the next one.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace runout::book {

/// The texts of the book's files in a folder, and the names of all that is in it.
struct FolderFiles {
  std::map<std::string, std::string> texts;  ///< by file name: items.csv ... history.csv
  std::vector<std::string> names;            ///< ascending
};

/// True for items.csv ... forecasts.csv and history.csv.
[[nodiscard]] bool is_book_file(const std::string& name);

/// True when the folder holds at least one of a book's files.
[[nodiscard]] bool holds_book(const std::filesystem::path& folder);

/// Reads all files of one state of the folder; never half of an exchange. Writes nothing. Throws
/// Error{not_found} or Error{forbidden}, Error{conflict} when writers never leave it alone.
[[nodiscard]] FolderFiles read_folder_files(const std::filesystem::path& folder);

/// Makes `texts` the book's files of the folder, which is created when there is none; other files
/// in it stay. The caller holds the WriterLock. Throws Error{forbidden} when that is impossible;
/// the folder is then as before.
void exchange_folder_files(const std::filesystem::path& folder,
                           const std::map<std::string, std::string>& texts);

}  // namespace runout::book
