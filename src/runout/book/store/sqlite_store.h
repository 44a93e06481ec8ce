// A book as one SQLite file: row versions with their batches, see schema/0001_book.sql.
#pragma once

#include <filesystem>
#include <memory>

#include "runout/book/book.h"

namespace runout::book {

/// True for a file that begins like an SQLite database.
[[nodiscard]] bool is_sqlite_file(const std::filesystem::path& path);

/// Reads a book. Throws Error{invalid_input} for a database that is damaged, not a book's, or of a
/// newer version. Writes nothing, unless a killed writer left a journal that must be read.
[[nodiscard]] Book read_sqlite(const std::filesystem::path& path);

/// Makes a new database of the book and puts it at `path`, in place of a book's database that may
/// be there. The caller holds the WriterLock.
void write_sqlite(const Book& book, const std::filesystem::path& path);

/// A database opened to be changed: a transaction that others wait for.
class SqliteSession {
 public:
  explicit SqliteSession(const std::filesystem::path& path);
  SqliteSession(const SqliteSession&) = delete;
  SqliteSession& operator=(const SqliteSession&) = delete;
  /// Gives up what was not saved. Leaves one file.
  ~SqliteSession();

  [[nodiscard]] Book read();
  /// Writes the batches that came after read(), with their versions, and commits.
  void save(const Book& book);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace runout::book
