#include "runout/book/store.h"

#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/file_text.h"
#include "runout/book/store/folder.h"
#include "runout/book/store/lock.h"
#include "runout/book/store/sqlite_store.h"
#include "runout/book/store/store_forms.h"
#include "runout/book/store/xlsx_store.h"

namespace runout::book {
namespace {

namespace fs = std::filesystem;

/// A missing file means none of what it lists; without these that is worth a doubt.
void report_missing_files(Book& book) {
  for (const FileSpec& file : schema()) {
    if (!file.needed || book.present[file.file]) continue;
    book.diagnostics.push_back({Severity::warning, "missing_file", file_name(file.file), 0, "",
                                "is missing and taken as empty", ""});
  }
}

StoreForm form_of_file(const fs::path& path) {
  if (is_sqlite_file(path)) return StoreForm::sqlite;
  std::array<char, 100> begin{};
  std::ifstream file{path, std::ios::binary};
  file.read(begin.data(), begin.size());
  const std::string_view magic{begin.data(), static_cast<std::size_t>(file.gcount())};
  // The first entry of an OpenDocument file says, unpacked, what it is.
  const bool is_open_document = magic.find("opendocument") != std::string_view::npos;
  if (magic.starts_with("PK") && !is_open_document) return StoreForm::xlsx;
  std::string help = "a book is a folder of CSV files, an .xlsx workbook or a database";
  if (magic.empty()) help = "the file is empty";
  if (is_open_document) help = "save it as .xlsx";
  if (magic.starts_with("\xD0\xCF\x11\xE0")) help = "save it as .xlsx without a password";
  throw Error{ErrorKind::invalid_input, fmt::format("'{}' is not a book; {}", path.string(), help)};
}

}  // namespace

StoreForm form_of(const fs::path& path) {
  if (is_there(path)) {
    return fs::is_directory(path) ? StoreForm::folder : form_of_file(path);
  }
  const std::string extension = lower_extension(path);
  if (extension == ".db" || extension == ".sqlite" || extension == ".sqlite3") {
    return StoreForm::sqlite;
  }
  return extension == ".xlsx" ? StoreForm::xlsx : StoreForm::folder;
}

Book read_store(const fs::path& path) {
  if (!is_there(path)) {
    throw Error{ErrorKind::not_found, fmt::format("there is no book at '{}'", path.string())};
  }
  switch (form_of(path)) {
    case StoreForm::sqlite:
      return read_sqlite(path);
    case StoreForm::xlsx:
      return read_xlsx(path);
    case StoreForm::folder:
      break;
  }
  return read_folder(path);
}

Book read_book(const fs::path& path) {
  Book book = read_store(path);
  report_missing_files(book);
  return book;
}

bool has_book(const fs::path& path) {
  if (!is_there(path)) return false;
  return form_of(path) != StoreForm::folder || holds_book(path);
}

void write_form(const Book& book, const fs::path& path, StoreForm form) {
  switch (form) {
    case StoreForm::sqlite:
      return write_sqlite(book, path);
    case StoreForm::xlsx:
      return write_xlsx(book, path);
    case StoreForm::folder:
      break;
  }
  write_folder(book, path);
}

void write_book(const Book& book, const fs::path& path) {
  const StoreForm form = form_of(path);
  const WriterLock lock{path};
  write_form(book, path, form);
}

}  // namespace runout::book
