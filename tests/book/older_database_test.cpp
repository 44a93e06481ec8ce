// Databases of older versions of the program: read as they are, brought up to date when written.
#include <sqlite3.h>

#include <string>

#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

using testing::HasSubstr;

/// What version 1 did not have yet.
constexpr const char* kBackToVersion1 =
    "DROP VIEW forecasts;"
    "DROP TABLE forecasts_versions;"
    "DROP VIEW evidence;"
    "ALTER TABLE evidence_versions DROP COLUMN measure;"
    "ALTER TABLE evidence_versions DROP COLUMN within;"
    "ALTER TABLE evidence_versions DROP COLUMN own;"
    "ALTER TABLE evidence_versions DROP COLUMN reporter;"
    "CREATE VIEW evidence AS SELECT evidence FROM evidence_versions;"
    "UPDATE evidence_versions SET other = '{\"own\":\"yes\"}';"
    "DELETE FROM schema_version; INSERT INTO schema_version VALUES (1);"
    "PRAGMA user_version = 1";

void run_sql(const std::filesystem::path& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

std::string evidence_of(const std::filesystem::path& path) {
  std::string cells;
  const Tables tables = read_book(path).tables_as_of(parse_date("2025-12-31"));
  for (const Row& row : tables[File::evidence]->rows) {
    for (const std::string& cell : row.cells) cells += cell + '|';
  }
  return cells;
}

TEST(OlderDatabases, AreReadAsTheyAreAndBroughtUpToDateWhenWritten) {
  TempFolder place;
  auto texts = small_files();
  texts["evidence.csv"] = "evidence,reported_on,submitted,granted,own\nEV-1,2025-06-30,40,10,yes\n";
  put_book(place / "book", texts);
  const auto path = place / "book.db";
  write_book(read_book(place / "book"), path);
  const std::string written = evidence_of(path);
  EXPECT_THAT(written, HasSubstr("EV-1|2025-06-30|40|10|yes"));
  run_sql(path, kBackToVersion1);
  EXPECT_EQ(evidence_of(path), written);
  {
    BookEditor editor{path};
    editor.book().batches.push_back(batch_of("2025-07-01"));
    editor.book().batches.back().number = editor.book().batches.size();
    editor.save();
  }
  EXPECT_EQ(evidence_of(path), written);
  run_sql(path, "SELECT measure, own FROM evidence");
  run_sql(path, "SELECT run_out_days FROM forecasts");
}

}  // namespace
}  // namespace runout::book
