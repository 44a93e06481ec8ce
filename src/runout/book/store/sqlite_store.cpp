#include "runout/book/store/sqlite_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/book/file_text.h"
#include "runout/book/history_state.h"
#include "runout/book/store/file_descriptor.h"
#include "runout/book/store/sqlite_connection.h"
#include "runout/book/store/sqlite_migrations.h"
#include "runout/book/store/sqlite_rows.h"

namespace runout::book {
namespace {

namespace fs = std::filesystem;

constexpr int kApplicationId = 0x52554E4F;  // "RUNO"

std::int64_t number_of(Connection& connection, const std::string& sql) {
  const std::string text = connection.value(sql).value_or("0");
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::int64_t version_of(Connection& connection, const fs::path& path) {
  if (number_of(connection, "PRAGMA application_id") != kApplicationId) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("'{}' is a database, but not a book's", path.string())};
  }
  const std::int64_t version = number_of(connection, "PRAGMA user_version");
  const auto newest = static_cast<std::int64_t>(sqlite_migrations().size());
  if (version < 1) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("'{}' is damaged: it has no schema version; restore it from a copy",
                            path.string())};
  }
  if (version > newest) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("'{}' has schema version {}, this program knows {}; a newer program "
                            "is needed",
                            path.string(), version, newest)};
  }
  return version;
}

/// Runs the migrations that the database has not seen, within the open transaction.
void migrate(Connection& connection, std::int64_t version) {
  const auto& migrations = sqlite_migrations();
  for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) {
    connection.run(migrations[next]);
    connection.run(
        fmt::format("DELETE FROM schema_version; INSERT INTO schema_version VALUES "
                    "({0}); PRAGMA user_version = {0}",
                    next + 1));
  }
}

void refuse_hand_edits(const Book& book) {
  if (book.hand_edits == 0) return;
  throw Error{
      ErrorKind::invalid_input,
      fmt::format("{} changed by hand, not yet recorded; record with 'runout import BOOK' "
                  "before the book goes into a database",
                  book.hand_edits == 1 ? "1 row is" : fmt::format("{} rows are", book.hand_edits))};
}

Book read_with(const fs::path& path, Access access) {
  Connection connection{path, access};
  connection.run("BEGIN");
  static_cast<void>(version_of(connection, path));
  return read_rows(connection, path.filename().string());
}

bool has_leftover(const fs::path& path, const char* ending) {
  std::error_code ignored;
  const auto size = fs::file_size(path.string() + ending, ignored);
  return !ignored && size > 0;
}

/// Ends write-ahead logging, so that the book is one file again. Another process that reads just
/// now prevents it; then the next writer does it.
void leave_one_file(Connection& connection) {
  static_cast<void>(connection.try_run("PRAGMA wal_checkpoint(TRUNCATE)"));
  static_cast<void>(connection.try_run("PRAGMA busy_timeout = 0"));
  static_cast<void>(connection.try_run("PRAGMA journal_mode = DELETE"));
}

/// Opens the database that is to be replaced, so that nobody else writes it. One that is no book's
/// stays.
Connection lock_old(const fs::path& path) {
  try {
    Connection old{path, Access::write};
    static_cast<void>(version_of(old, path));
    leave_one_file(old);
    old.run("PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE");
    return old;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_input) throw;
    throw Error{ErrorKind::conflict, fmt::format("{}; it is not replaced", error.what())};
  }
}

}  // namespace

bool is_sqlite_file(const fs::path& path) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  std::array<char, 16> begin{};
  std::ifstream file{path, std::ios::binary};
  file.read(begin.data(), begin.size());
  return file.gcount() == 16 && std::string_view{begin.data(), begin.size()} == kMagic;
}

Book read_sqlite(const fs::path& path) {
  if (::access(path.c_str(), R_OK) != 0) throw_system_error("read", path, errno);
  const bool has_log = has_leftover(path, "-wal") || has_leftover(path, "-journal");
  const bool is_settled =
      !has_log &&
      ::access(path.parent_path().empty() ? "." : path.parent_path().c_str(), W_OK) != 0;
  if (is_settled) return read_with(path, Access::read_immutable);
  try {
    return read_with(path, Access::read);
  } catch (const Error& error) {
    // A killed writer's journal must be rolled back or forward before anything can be read.
    if (error.kind() != ErrorKind::forbidden || ::access(path.c_str(), W_OK) != 0) throw;
  }
  return read_with(path, Access::write);
}

void write_sqlite(const Book& book, const fs::path& path) {
  refuse_hand_edits(book);
  const bool exists = fs::exists(path);
  std::optional<Connection> old;
  if (exists) old.emplace(lock_old(path));
  const fs::path parent = path.parent_path().empty() ? fs::path{"."} : path.parent_path();
  const fs::path fresh = parent / ("." + path.filename().string() + ".runout-new");
  std::error_code ignored;
  fs::remove(fresh, ignored);
  // The library would only say that it cannot open the file; the system says why.
  write_file(fresh, "", path);
  try {
    {
      Connection connection{fresh, Access::create, path};
      // Nobody sees this file before it is whole and on the disk.
      connection.run(
          fmt::format("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                      "PRAGMA application_id = {}; BEGIN",
                      kApplicationId));
      migrate(connection, 0);
      write_all_rows(connection, book);
      connection.run("COMMIT");
    }
    const FileDescriptor file{::open(fresh.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file || ::fsync(file.get()) != 0) throw_system_error("write", path, errno);
    const unsigned how = exists ? 0U : static_cast<unsigned>(RENAME_NOREPLACE);
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), how) != 0) {
      throw_system_error("write", path, errno);
    }
  } catch (const Error&) {
    fs::remove(fresh, ignored);
    throw;
  }
  sync_folder(parent);
}

struct SqliteSession::State {
  fs::path path;
  Connection connection;
  std::int64_t last = 0;
  bool had_batches = false;
};

SqliteSession::SqliteSession(const fs::path& path)
    : state_{new State{path, Connection{path, Access::write}}} {
  static_cast<void>(version_of(state_->connection, path));
  static_cast<void>(state_->connection.try_run("PRAGMA journal_mode = WAL"));
  state_->connection.run("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
  migrate(state_->connection, version_of(state_->connection, path));
}

SqliteSession::~SqliteSession() {
  static_cast<void>(state_->connection.try_run("ROLLBACK"));
  leave_one_file(state_->connection);
}

Book SqliteSession::read() {
  Book book = read_rows(state_->connection, state_->path.filename().string());
  state_->last = last_number(book);
  state_->had_batches = !book.batches.empty();
  return book;
}

void SqliteSession::save(const Book& book) {
  write_new_rows(state_->connection, book, state_->last, state_->had_batches);
  state_->connection.run("COMMIT");
}

}  // namespace runout::book
