#include "runout/book/store/sqlite_connection.h"

#include <sqlite3.h>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::book {
namespace {

constexpr int kBusyMilliseconds = 5000;

/// A path as the path part of a URI: what has a meaning there is written as %XX.
std::string uri_of(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      uri.push_back(c);
    }
  }
  return uri;
}

ErrorKind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::conflict;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:  // a table that is not there: no book's database
      return ErrorKind::invalid_input;
    case SQLITE_MISUSE:
      return ErrorKind::internal;
    default:
      return ErrorKind::forbidden;
  }
}

}  // namespace

void Connection::Close::operator()(sqlite3* database) const noexcept { sqlite3_close(database); }

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Connection::Connection(const std::filesystem::path& path, Access access,
                       const std::filesystem::path& shown_as)
    : name_{shown_as.string()} {
  std::string uri = uri_of(path);
  int flags = SQLITE_OPEN_URI;
  switch (access) {
    case Access::read:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case Access::read_immutable:
      flags |= SQLITE_OPEN_READONLY;
      uri += "?immutable=1";
      break;
    case Access::write:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Access::create:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
  }
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(uri.c_str(), &opened, flags, nullptr);
  database_.reset(opened);
  if (result != SQLITE_OK) fail();
  sqlite3_busy_timeout(opened, kBusyMilliseconds);
}

void Connection::fail() const {
  const int code = database_ ? sqlite3_extended_errcode(database_.get()) : SQLITE_NOMEM;
  const ErrorKind kind = kind_of(code);
  if (kind == ErrorKind::conflict) {
    throw Error{kind, fmt::format("'{}' is being written by another process; try again when it "
                                  "has finished",
                                  name_)};
  }
  const char* reason = database_ ? sqlite3_errmsg(database_.get()) : "out of memory";
  if (kind == ErrorKind::invalid_input) {
    throw Error{kind, fmt::format("cannot use '{}': it is damaged ({}); restore it from a copy",
                                  name_, reason)};
  }
  throw Error{kind, fmt::format("cannot read or write '{}': {}", name_, reason)};
}

void Connection::run(const std::string& sql) {
  if (!try_run(sql)) fail();
}

bool Connection::try_run(const std::string& sql) noexcept {
  return sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::optional<std::string> Connection::value(const std::string& sql) {
  Statement statement{*this, sql};
  if (!statement.step() || statement.is_null(0)) return std::nullopt;
  return std::string{statement.text(0)};
}

Statement::Statement(Connection& connection, const std::string& sql) : connection_{connection} {
  sqlite3_stmt* prepared = nullptr;
  const int result = sqlite3_prepare_v2(connection.handle(), sql.c_str(),
                                        static_cast<int>(sql.size()), &prepared, nullptr);
  statement_.reset(prepared);
  if (result != SQLITE_OK) connection.fail();
}

void Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter, number);
}

void Statement::bind(int parameter, std::string_view text) {
  if (sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), SQLITE_STATIC,
                          SQLITE_UTF8) != SQLITE_OK) {
    connection_.fail();
  }
}

void Statement::bind_null(int parameter) { sqlite3_bind_null(statement_.get(), parameter); }

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) connection_.fail();
  return result == SQLITE_ROW;
}

void Statement::finish() {
  while (step()) {
  }
  sqlite3_reset(statement_.get());
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return {};
  const int size = sqlite3_column_bytes(statement_.get(), column);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

}  // namespace runout::book
