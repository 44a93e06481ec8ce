#include "runout/book/store.h"

#include <string>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/folder.h"
#include "runout/book/lock.h"

namespace runout::book {
namespace {

/// A book can start without most files, but not without these.
void report_missing_files(Book& book) {
  for (const FileSpec& file : schema()) {
    if (!file.needed || book.present[file.file]) continue;
    book.diagnostics.push_back({Severity::error, "missing_file", file_name(file.file), 0, "",
                                "is missing", "an empty file means none"});
  }
}

}  // namespace

Book read_store(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) {
    throw Error{ErrorKind::not_found, fmt::format("there is no book at '{}'", path.string())};
  }
  return read_folder(path);
}

Book read_book(const std::filesystem::path& path) {
  Book book = read_store(path);
  report_missing_files(book);
  return book;
}

bool has_book(const std::filesystem::path& path) {
  return std::filesystem::exists(path) && holds_book(path);
}

void write_book(const Book& book, const std::filesystem::path& path) {
  const WriterLock lock{path};
  write_folder(book, path);
}

}  // namespace runout::book
