// All forms hold the same: random books through every form, and folders as people make them.
#include "runout/book/store.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "book/book_sample.h"
#include "runout/base/error.h"
#include "runout/book/change.h"
#include "runout/book/history_state.h"
#include "runout/book/store/table_text.h"

namespace runout::book {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Cells that spreadsheets and careless readers like to spoil.
rc::Gen<std::string> any_cell() {
  const auto nasty = rc::gen::elementOf(std::vector<std::string>{"",
                                                                 "0012345",
                                                                 "4.50",
                                                                 "4.5E+09",
                                                                 "1e5",
                                                                 "12,5",
                                                                 "-0",
                                                                 "+3",
                                                                 "00",
                                                                 "2025-06-30",
                                                                 "2025-6-3",
                                                                 "1899-12-31",
                                                                 "1900-02-28",
                                                                 "9999-12-31",
                                                                 "0.1",
                                                                 "0.30000000000000004",
                                                                 "9007199254740993",
                                                                 " blanks ",
                                                                 "trailing ",
                                                                 "\ttab",
                                                                 "line\nend",
                                                                 "cr\rlf\r\nend",
                                                                 "say \"so\"",
                                                                 "\"",
                                                                 "a,b;c",
                                                                 "=1+1",
                                                                 "'quoted",
                                                                 "TRUE",
                                                                 "yes",
                                                                 "#N/A",
                                                                 "_x000D_",
                                                                 "_x0041_",
                                                                 "\xC3\xA4\xE2\x82\xAC",
                                                                 "\xF0\x9F\xA7\xB2",
                                                                 "<&>",
                                                                 "\x01\x1F",
                                                                 "http://example.org/x",
                                                                 "1.0",
                                                                 "100",
                                                                 "1000000.000001"});
  const auto random =
      rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ab01 ,;\"\n\r\t.-_xX<&"}));
  return rc::gen::oneOf(nasty, nasty, random);
}

Table any_table(File file) {
  Table table;
  table.name = file_name(file);
  for (const ColumnSpec& column : spec(file).columns) {
    if (*rc::gen::arbitrary<bool>()) table.columns.emplace_back(column.name);
  }
  if (*rc::gen::inRange(0, 4) == 0) table.columns.emplace_back("own; column; of mine;;;;;;;;;;;;");
  if (table.columns.empty()) return table;
  const int rows = *rc::gen::inRange(0, 5);
  for (int i = 0; i < rows; ++i) {
    Row row{static_cast<std::size_t>(i) + 2, {}, std::nullopt};
    for (std::size_t c = 0; c < table.columns.size(); ++c) row.cells.push_back(*any_cell());
    table.rows.push_back(std::move(row));
  }
  return table;
}

constexpr File kSampled[]{File::items, File::stock, File::events, File::lines};

/// A folder whose history has a few states of some files, one of them perhaps taken back.
void put_any_book(const std::filesystem::path& folder) {
  Book book;
  const int batches = *rc::gen::inRange(0, 3);
  for (int number = 0; number <= batches; ++number) {
    if (batches > 0) {
      Batch batch = batch_of(number == 0 ? "" : "2025-06-10", *any_cell());
      batch.number = last_number(book) + (number == 0 ? 0 : 1);
      book.batches.push_back(batch);
    }
    const std::int64_t last = last_number(book);
    for (const File file : kSampled) {
      if (*rc::gen::inRange(0, 3) == 0) continue;
      std::optional<Table> after;
      if (*rc::gen::inRange(0, 6) > 0) after = any_table(file);
      const FileChange change = find_change(spec(file), book.present[file], after);
      if (!change.is_empty()) record_change(book, change, std::move(after), last);
    }
    if (number > 0 && *rc::gen::inRange(0, 3) == 0) undo_last_batch(book, batch_of(""));
  }
  write_book(book, folder);
}

RC_GTEST_PROP(Convert, FolderToDatabaseToWorkbookToFolderIsIdentical, ()) {
  const TempFolder place;
  put_any_book(place / "book");
  if (!has_book(place / "book")) return;
  const auto texts = texts_in(place / "book");
  const Book read = read_book(place / "book");
  RC_ASSERT(read.hand_edits == 0U);
  write_book(read, place / "a.db");
  write_book(read_store(place / "a.db"), place / "b.xlsx");
  const Book back = read_store(place / "b.xlsx");
  RC_ASSERT(back.hand_edits == 0U);
  write_book(back, place / "again");
  RC_ASSERT(texts_in(place / "again") == texts);
}

TEST(Convert, LeavesOneFileThatAReadOnlyFolderCanHold) {
  const TempFolder place;
  put_book(place / "book");
  write_book(read_book(place / "book"), place / "a.db");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{place.path()}) {
    files += entry.path().filename().string().find("a.db") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(files, 1U);
}

TEST(Folder, AnySeparatorMarkAndLineEndReadsTheSame) {
  const TempFolder place;
  auto texts = small_files();
  texts["stock.csv"] = "\xEF\xBB\xBFitem;site;on_hand;place\r\n0012;P;12,5;\"a\r\nb\"\r\n";
  texts["orders.csv"] =
      "order\titem\tsupplier_site\tdestination_site\tquantity\nO-1\t0012\tS\tP\t1,25\n";
  put_book(place / "book", texts);
  const Book book = read_book(place / "book");
  EXPECT_TRUE(book.diagnostics.empty());
  EXPECT_THAT(book.present[File::stock]->rows[0].cells, ElementsAre("0012", "P", "12.5", "a\r\nb"));
  EXPECT_EQ(book.present[File::orders]->rows[0].cells[4], "1.25");
  EXPECT_EQ(book.present[File::stock]->separator, ';');
}

TEST(Folder, ThousandsSignsAndTextKeepTheirCommas) {
  const TempFolder place;
  auto texts = small_files();
  texts["stock.csv"] = "item;site;on_hand;place\n0012;P;1.234,5;1,5\n";
  put_book(place / "book", texts);
  const Book book = read_book(place / "book");
  EXPECT_THAT(book.present[File::stock]->rows[0].cells, ElementsAre("0012", "P", "1.234,5", "1,5"));
}

struct Fault {
  const char* file;
  const char* text;
  const char* line;
};

class FaultOfForm : public testing::TestWithParam<Fault> {};

TEST_P(FaultOfForm, IsToldWithItsPlace) {
  const TempFolder place;
  auto texts = small_files();
  texts[GetParam().file] = GetParam().text;
  put_book(place / "book", texts);
  const Book book = read_book(place / "book");
  ASSERT_FALSE(book.diagnostics.empty());
  EXPECT_THAT(to_line(book.diagnostics.front()), HasSubstr(GetParam().line));
}

INSTANTIATE_TEST_SUITE_P(
    Folder, FaultOfForm,
    testing::Values(
        Fault{"items.csv", "item,unit,unit\nA,pcs,pcs\n", "items.csv:1: unit: occurs twice"},
        Fault{"items.csv", "item,,unit\nA,x,pcs\n", "items.csv:1: column 2 has no name"},
        Fault{"items.csv", "item,unit\nA\n", "items.csv:2: the row has 1 field, the header 2"},
        Fault{"items.csv", "item,unit\nA,b,c\n", "items.csv:2: the row has 3 fields, the header 2"},
        Fault{"items.csv", "item,unit\n\"A,b\n", "items.csv:2: a quote is opened"},
        Fault{"Events.csv", "subject\n", "Events.csv: is not read; the file must be called"}));

TEST(Folder, NeededFilesThatAreMissingAreNamed) {
  const TempFolder place;
  put(place / "book" / "items.csv", "item,unit\nA,pcs\n");
  const Diagnostics doubts = read_book(place / "book").diagnostics;
  ASSERT_EQ(doubts.size(), 5U);
  EXPECT_EQ(to_line(doubts.front()), "sites.csv: is missing and taken as empty");
  EXPECT_EQ(count_errors(doubts), 0U);
  EXPECT_TRUE(read_store(place / "book").diagnostics.empty());
}

TEST(Folder, WithoutAnyOfItsFilesIsNoBook) {
  const TempFolder place;
  put(place / "docs" / "about.md", "no book");
  for (const char* name : {"docs", "nothing"}) {
    try {
      static_cast<void>(read_book(place / name));
      FAIL() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
  }
}

TEST(Folder, FilesThatAreNotTheBooksSurviveAnExchange) {
  const TempFolder place;
  for (const bool has_folder : {false, true}) {
    const auto book = place / (has_folder ? "deep" : "flat");
    put_book(book);
    put(book / "about.md", "about");
    if (has_folder) put(book / ".git" / "HEAD", "ref");
    Book read = read_book(book);
    read.present[File::items]->rows.pop_back();
    read.present[File::orders].reset();
    write_book(read, book);
    auto expected = small_files();
    expected["items.csv"] = "item,unit\nMOTOR,pcs\n";
    expected["about.md"] = "about";
    expected.erase("orders.csv");
    EXPECT_EQ(texts_in(book), expected);
    if (has_folder) {
      EXPECT_EQ(texts_in(book / ".git").at("HEAD"), "ref");
    }
    EXPECT_FALSE(std::filesystem::exists(book / ".runout-new"));
  }
}

TEST(Form, IsToldByContentElseByName) {
  const TempFolder place;
  put_book(place / "book.db");  // a folder, whatever its name
  EXPECT_EQ(form_of(place / "book.db"), StoreForm::folder);
  EXPECT_EQ(form_of(place / "new.SQLite"), StoreForm::sqlite);
  EXPECT_EQ(form_of(place / "new.xlsx"), StoreForm::xlsx);
  EXPECT_EQ(form_of(place / "new"), StoreForm::folder);
  put(place / "text.db", "no database");
  EXPECT_THROW(static_cast<void>(form_of(place / "text.db")), Error);
}

}  // namespace
}  // namespace runout::book
