// Files that are no book, a damaged one, or one of a newer program: refused with what is wrong.
#include <sqlite3.h>

#include <string>

#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/base/error.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

using testing::HasSubstr;

std::string bytes_of(const std::filesystem::path& path) {
  return texts_in(path.parent_path()).at(path.filename().string());
}

void change_database(const std::filesystem::path& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

/// Reading and changing it are refused with `message`.
void expect_refused(const std::filesystem::path& path, const std::string& message,
                    ErrorKind kind = ErrorKind::invalid_input) {
  const auto expect_error = [&](const auto& action, ErrorKind expected) {
    try {
      action();
      ADD_FAILURE() << path << " is not refused: " << message;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), expected) << error.what();
      EXPECT_THAT(error.what(), HasSubstr(message));
      EXPECT_THAT(error.what(), HasSubstr(path.filename().string()));
    }
  };
  expect_error([&] { static_cast<void>(read_book(path)); }, kind);
  if (std::filesystem::is_directory(path)) return;  // A folder without a book may become one.
  expect_error([&] { const BookEditor editor{path}; }, kind);
}

/// As expect_refused, and its bytes stay.
void expect_untouched(const std::filesystem::path& path, const std::string& message) {
  const std::string before = bytes_of(path);
  expect_refused(path, message);
  EXPECT_TRUE(bytes_of(path) == before) << path << " was changed";
}

class Damaged : public testing::Test {
 protected:
  void SetUp() override {
    put_book(place_ / "book");
    const Book book = read_book(place_ / "book");
    write_book(book, place_ / "good.db");
    write_book(book, place_ / "good.xlsx");
  }
  /// A copy of the good book after `sql`.
  std::filesystem::path database(const char* sql) const {
    put(place_ / "bad.db", bytes_of(place_ / "good.db"));
    change_database(place_ / "bad.db", sql);
    return place_ / "bad.db";
  }
  std::filesystem::path file(const std::string& name, const std::string& bytes) const {
    put(place_ / name, bytes);
    return place_ / name;
  }

  TempFolder place_;
};

TEST_F(Damaged, DatabasesOfOthersAreNoBooks) {
  const char* message = "is a database, but not a book's";
  expect_untouched(database("PRAGMA application_id = 7"), message);
  std::filesystem::remove(place_ / "bad.db");
  change_database(place_ / "other.db", "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
  expect_untouched(place_ / "other.db", message);
}

TEST_F(Damaged, DatabasesOfANewerProgramAreNotTouched) {
  expect_untouched(database("PRAGMA user_version = 99"),
                   "has schema version 99, this program knows 3; a newer program is needed");
  for (const char* version : {"PRAGMA user_version = 0", "PRAGMA user_version = -3"}) {
    expect_untouched(database(version), "is damaged: it has no schema version");
  }
}

TEST_F(Damaged, DatabasesSaySo) {
  const std::string good = bytes_of(place_ / "good.db");
  const char* message = "restore it from a copy";
  expect_untouched(file("half.db", good.substr(0, good.size() / 2)), message);
  expect_untouched(file("page.db", good.substr(0, 100)), message);
  std::string scratched = good;
  for (std::size_t i = 4096; i < scratched.size(); ++i) scratched[i] = static_cast<char>(i * 7);
  expect_refused(file("scratched.db", scratched), message);
  expect_refused(database("DROP TABLE batches"), "no such table: batches");
  expect_refused(database("DELETE FROM layouts"), "rows of items without columns");
  expect_refused(database("UPDATE layouts SET columns = 'a,\"b'"), "its layouts");
  expect_refused(database("UPDATE layouts SET file = 'nothing' WHERE file = 'items'"), message);
  expect_refused(database("INSERT INTO batches VALUES (5, '2025-13-01', '', '', '', 0, NULL)"),
                 "'2025-13-01' is not a date");
}

TEST_F(Damaged, AreNeverReplacedByForce) {
  const Book book = read_book(place_ / "good.db");
  for (const char* sql : {"PRAGMA application_id = 7", "PRAGMA user_version = 99"}) {
    const auto path = database(sql);
    const std::string before = bytes_of(path);
    try {
      write_book(book, path);
      ADD_FAILURE() << "replaced";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::conflict);
      EXPECT_THAT(error.what(), HasSubstr("it is not replaced"));
    }
    EXPECT_TRUE(bytes_of(path) == before) << sql;
  }
}

TEST_F(Damaged, NamesPromiseNothing) {
  for (const std::string ending : {".db", ".xlsx"}) {
    expect_untouched(file("empty" + ending, ""), "is not a book; the file is empty");
    expect_untouched(file("text" + ending, "item,unit\n"), "is not a book; a book is a folder");
    std::filesystem::create_directory(place_ / ("folder" + ending));
    expect_refused(place_ / ("folder" + ending), "it holds none of a book's files",
                   ErrorKind::not_found);
  }
  put_book(place_ / "book.db");
  EXPECT_EQ(read_book(place_ / "book.db").present[File::items]->rows.size(), 2U)
      << "a folder is a folder, whatever its name";
  // Content decides: a workbook called .db is a workbook.
  EXPECT_TRUE(read_book(file("swapped.db", bytes_of(place_ / "good.xlsx"))).present[File::items]);
  EXPECT_TRUE(read_book(file("swapped.xlsx", bytes_of(place_ / "good.db"))).present[File::items]);
}

TEST_F(Damaged, WorkbooksSaySo) {
  const std::string good = bytes_of(place_ / "good.xlsx");
  expect_untouched(file("half.xlsx", good.substr(0, good.size() / 2)),
                   "not a workbook, or damaged");
  expect_untouched(file("begin.xlsx", "PK"), "not a workbook, or damaged");
  std::string scratched = good;
  for (std::size_t i = 200; i + 2000 < scratched.size(); i += 50) {
    scratched[i] = static_cast<char>(~scratched[i]);
  }
  expect_untouched(file("scratched.xlsx", scratched), "cannot read");
  expect_untouched(file("locked.xlsx", "\xD0\xCF\x11\xE0 encrypted"),
                   "save it as .xlsx without a password");
}

}  // namespace
}  // namespace runout::book
