// A thin owner of an SQLite connection and its statements. Only the sqlite_* files use it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace runout::book {

enum class Access {
  read,            ///< writes nothing
  read_immutable,  ///< as read, for a file in a folder that cannot be written
  write,
  create,  ///< a file that must not be there yet
};

/// An open database. Every failure is an Error that names the file: conflict when another process
/// holds it, forbidden for a full disk or a read-only place, invalid_input for a damaged file.
class Connection {
 public:
  /// Faults are told of `shown_as`, for files under a name that nobody knows yet.
  Connection(const std::filesystem::path& path, Access access,
             const std::filesystem::path& shown_as);
  Connection(const std::filesystem::path& path, Access access) : Connection{path, access, path} {}

  /// Runs statements that give no rows (or whose rows do not matter).
  void run(const std::string& sql);
  /// As run, but says whether it worked instead of throwing.
  [[nodiscard]] bool try_run(const std::string& sql) noexcept;
  /// The first cell of the first row; nothing without rows or for NULL.
  [[nodiscard]] std::optional<std::string> value(const std::string& sql);

  [[nodiscard]] sqlite3* handle() noexcept { return database_.get(); }
  [[noreturn]] void fail() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };

  std::string name_;
  std::unique_ptr<sqlite3, Close> database_;
};

/// A prepared statement. Parameters count from 1, columns from 0. Bound text is not copied: it must
/// stay until the next step().
class Statement {
 public:
  Statement(Connection& connection, const std::string& sql);

  void bind(int parameter, std::int64_t number);
  void bind(int parameter, std::string_view text);
  void bind_null(int parameter);
  /// True while there is a row.
  [[nodiscard]] bool step();
  /// Steps through all rows and makes the statement ready to be used again.
  void finish();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  Connection& connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace runout::book
