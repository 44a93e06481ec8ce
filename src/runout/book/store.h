// Books on disk: a folder of CSV files, an SQLite file, an XLSX workbook.
#pragma once

#include <filesystem>
#include <memory>

#include "runout/book/book.h"

namespace runout::book {

enum class StoreForm { folder, sqlite, xlsx };

/// The form a path names: an existing folder, file content or, for a new one, its extension (.db,
/// .sqlite, .xlsx; anything else is a folder). Throws Error{invalid_input} for a file that is none.
[[nodiscard]] StoreForm form_of(const std::filesystem::path& path);

/// Reads a book with its history. Faults of form are in Book::diagnostics, needed files that are
/// missing included; throws Error{not_found} when there is no book at `path` and Error{forbidden}
/// when it may not be read. Writes nothing, not even beside the book.
[[nodiscard]] Book read_book(const std::filesystem::path& path);

/// As read_book, but a needed file that is missing is no fault: for sources of imports and for
/// copies.
[[nodiscard]] Book read_store(const std::filesystem::path& path);

/// Writes a whole book, history included, in place of what was there: afterwards the old or the
/// new book is at `path`, never half of one, whatever happens on the way. Throws Error{conflict}
/// when another writer is at it, Error{forbidden} on a full disk or a read-only place, and
/// Error{invalid_input} for what the form cannot hold (changes by hand in a database, a text of
/// more than 32,767 characters in a workbook).
void write_book(const Book& book, const std::filesystem::path& path);

/// True when there is a book at `path`.
[[nodiscard]] bool has_book(const std::filesystem::path& path);

/// A book opened to be changed: nobody else can write it as long as this lives.
///
/// Throws like read_store and write_book. Where there is no book yet, `book` is empty and save()
/// creates it in the form that the path names.
class BookEditor {
 public:
  explicit BookEditor(const std::filesystem::path& path);
  BookEditor(BookEditor&&) noexcept;
  BookEditor& operator=(BookEditor&&) noexcept;
  BookEditor(const BookEditor&) = delete;
  BookEditor& operator=(const BookEditor&) = delete;
  ~BookEditor();

  [[nodiscard]] Book& book() noexcept { return book_; }
  [[nodiscard]] bool is_new() const noexcept { return is_new_; }
  /// Makes the changed book the one on disk, wholly or not at all. A database gets only what is
  /// new. Call at most once.
  void save();

 private:
  class Session;
  class FileSession;
  class DatabaseSession;

  std::unique_ptr<Session> session_;
  Book book_;
  bool is_new_ = false;
};

}  // namespace runout::book
