#include "runout/book/folder.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/history_log.h"
#include "runout/book/history_state.h"
#include "runout/book/table_text.h"

namespace runout::book {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// A file that only differs in case is most likely meant to be the book's.
void warn_of_case(const std::vector<std::string>& names, Diagnostics& diagnostics) {
  for (const std::string& name : names) {
    const std::string right = lower(name);
    if (right == name || !is_book_file(right)) continue;
    diagnostics.push_back({Severity::warning, "file_name_case", name, 0, "", "is not read",
                           fmt::format("the file must be called {}", right)});
  }
}

/// Takes the text of a file out, so that it is not held twice.
std::string take_text(FolderFiles& files, const std::string& name) {
  auto node = files.texts.extract(name);
  return node.empty() ? std::string{} : std::move(node.mapped());
}

}  // namespace

Book book_of(FolderFiles files) {
  Diagnostics diagnostics;
  warn_of_case(files.names, diagnostics);
  Tables present;
  for (const FileSpec& file : schema()) {
    const std::string name = file_name(file.file);
    if (!files.texts.contains(name)) continue;
    present[file.file] = read_table_text(take_text(files, name), file, name, diagnostics);
  }
  Book book;
  const std::string history = take_text(files, kHistoryFile);
  if (!history.empty()) {
    Diagnostics faults;
    Table table = read_table_text(history, FileSpec{}, kHistoryFile, faults);
    if (faults.empty()) book = read_history(std::move(table), faults);
    if (!faults.empty()) book = {};
    diagnostics.insert(diagnostics.end(), faults.begin(), faults.end());
  }
  if (book.batches.empty()) {
    book.present = std::move(present);
    begin_history(book);
  } else {
    take_hand_edits(book, std::move(present));
  }
  book.diagnostics = std::move(diagnostics);
  return book;
}

Book read_folder(const std::filesystem::path& folder) {
  FolderFiles files = read_folder_files(folder);
  if (files.texts.empty()) {
    throw Error{ErrorKind::not_found,
                fmt::format("there is no book in '{}': it holds none of a book's files, such as "
                            "items.csv or orders.csv",
                            folder.string())};
  }
  return book_of(std::move(files));
}

void write_folder(const Book& book, const std::filesystem::path& folder) {
  std::map<std::string, std::string> texts;
  for (const FileSpec& file : schema()) {
    const std::optional<Table>& table = book.present[file.file];
    if (table) texts[file_name(file.file)] = write_table_text(*table);
  }
  if (!book.batches.empty()) texts[kHistoryFile] = write_table_text(history_table(book));
  exchange_folder_files(folder, texts);
}

}  // namespace runout::book
