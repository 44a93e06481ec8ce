#include <cerrno>
#include <system_error>

#include <dirent.h>

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/file_text.h"
#include "runout/book/folder.h"
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

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream{::opendir(folder.c_str()), ::closedir};
  if (!stream) throw_system_error("read", folder, errno);
  std::vector<std::string> names;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): this stream is ours alone
  while (const dirent* entry = ::readdir(stream.get())) names.emplace_back(entry->d_name);
  std::ranges::sort(names);
  return names;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::binary_search(names, name);
}

bool is_book_file(const std::string& name) {
  return name == kHistoryFile ||
         (name.ends_with(".csv") && find_spec(std::string_view{name}.substr(0, name.size() - 4)));
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

}  // namespace

bool holds_book(const std::filesystem::path& folder) {
  return std::ranges::any_of(names_in(folder), is_book_file);
}

Book read_folder(const std::filesystem::path& folder) {
  const std::vector<std::string> names = names_in(folder);
  if (std::ranges::none_of(names, is_book_file)) {
    throw Error{ErrorKind::not_found,
                fmt::format("there is no book in '{}': it holds none of a book's files, such as "
                            "items.csv or orders.csv",
                            folder.string())};
  }
  Book book;
  warn_of_case(names, book.diagnostics);
  for (const FileSpec& file : schema()) {
    const std::string name = file_name(file.file);
    if (!has(names, name)) continue;
    book.present[file.file] =
        read_table_text(read_file(folder / name), file, name, book.diagnostics);
  }
  begin_history(book);
  return book;
}

}  // namespace runout::book
