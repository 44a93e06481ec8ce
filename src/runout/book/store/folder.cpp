#include "runout/book/store/folder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/file_text.h"
#include "runout/book/history/history_log.h"
#include "runout/book/store/table_text.h"

namespace runout::book {
namespace {

/// What an emptied file may still hold: blanks, line ends, a byte order mark.
constexpr const char* kBlanks = " \t\r\n\xEF\xBB\xBF";

/// A file that only differs in case is most likely meant to be the book's.
void warn_of_case(const std::vector<std::string>& names, Diagnostics& diagnostics) {
  for (const std::string& name : names) {
    const std::string right = lower_case(name);
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

/// True when a text holds these columns and rows, however it is written.
bool says_the_same(const std::string& text, const FileSpec& file, const Table& table) {
  Diagnostics faults;
  const Table written = read_table_text(text, file, table.name, faults);
  return count_errors(faults) == 0 && written.columns == table.columns &&
         std::ranges::equal(written.rows, table.rows, {}, &Row::cells, &Row::cells);
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
  std::optional<Table> history;
  if (files.texts.contains(kHistoryFile)) {
    const std::string text = take_text(files, kHistoryFile);
    const std::size_t known = diagnostics.size();
    history.emplace().name = kHistoryFile;
    if (text.find_first_not_of(kBlanks) != std::string::npos) {
      history = read_table_text(text, FileSpec{}, kHistoryFile, diagnostics);
    }
    if (diagnostics.size() > known) history.reset();  // It cannot be read: said already.
  }
  return assemble_book(std::move(present), std::move(history), std::move(diagnostics));
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
  const FolderFiles old = is_there(folder) ? read_folder_files(folder) : FolderFiles{};
  for (const FileSpec& file : schema()) {
    const std::optional<Table>& table = book.present[file.file];
    if (!table) continue;
    const std::string name = file_name(file.file);
    std::string text = write_table_text(*table);
    const auto kept = old.texts.find(name);
    if (kept != old.texts.end() && kept->second != text &&
        says_the_same(kept->second, file, *table)) {
      text = kept->second;
    }
    texts[name] = std::move(text);
  }
  if (!book.batches.empty()) texts[kHistoryFile] = write_table_text(history_table(book));
  exchange_folder_files(folder, texts);
}

}  // namespace runout::book
