// Recording, undoing and noticing changes by hand, in folders.
#include "runout/book/history/history_log.h"

#include <string>

#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/base/error.h"
#include "runout/book/history_state.h"
#include "runout/book/import.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Imports `texts` into the book at `path`, as one batch known on a day.
void import_texts(const std::filesystem::path& path,
                  const std::map<std::string, std::string>& texts, std::string_view known_on,
                  const std::set<File>& replaced = {}) {
  const TempFolder source;
  put_book(source.path(), texts);
  BookEditor editor{path};
  ImportPlan plan = plan_import(editor.book(), read_source(source.path()), replaced);
  ASSERT_EQ(count_errors(plan.problems), 0U) << to_line(plan.problems.front());
  apply_import(editor.book(), std::move(plan), batch_of(known_on), batch_of("", "before"));
  editor.save();
}

void undo(const std::filesystem::path& path) {
  BookEditor editor{path};
  undo_last_batch(editor.book(), batch_of(""));
  editor.save();
}

/// The files without the history.
std::map<std::string, std::string> state_of(const std::filesystem::path& folder) {
  auto texts = texts_in(folder);
  texts.erase("history.csv");
  return texts;
}

TEST(History, IsOnlyEverAppendedTo) {
  const TempFolder place;
  import_texts(place / "book", small_files(), "");
  std::string before = texts_in(place / "book").at("history.csv");
  const std::string header = "order,item,supplier_site,destination_site,quantity";
  const std::map<std::string, std::string> changes[]{
      {{"orders.csv", header + ",contract\nO-2,0012,S,P,250,C-7\nO-3,0012,S,P,5,\n"}},
      {{"stock.csv", "item,site,on_hand,counted_on\n0012,P,8,2025-06-09\n"}},
      {{"orders.csv", header + "\nO-9,0012,S,P,1\n"}}};
  for (const auto& change : changes) {
    import_texts(place / "book", change, "2025-06-10");
    const std::string after = texts_in(place / "book").at("history.csv");
    EXPECT_THAT(after, StartsWith(before));
    EXPECT_GT(after.size(), before.size());
    before = after;
  }
  for (int i = 0; i < 3; ++i) {
    undo(place / "book");
    const std::string after = texts_in(place / "book").at("history.csv");
    EXPECT_THAT(after, StartsWith(before));
    before = after;
  }
}

TEST(History, UndoTwiceTakesBackTwoBatchesRowOrderIncluded) {
  const TempFolder place;
  import_texts(place / "book", small_files(), "");
  const auto first = state_of(place / "book");
  const std::string header = "order,item,supplier_site,destination_site,quantity,contract\n";
  import_texts(place / "book", {{"orders.csv", header + "O-2,0012,S,P,250,C-7\n"}}, "2025-06-10");
  const auto second = state_of(place / "book");
  import_texts(place / "book",
               {{"orders.csv", header + "O-2,0012,S,P,250,C-7\nO-4,0012,S,P,1,\n"
                                        "O-1,0012,S,P,100,\n"}},
               "2025-06-11", {File::orders});
  EXPECT_NE(state_of(place / "book"), second);
  undo(place / "book");
  EXPECT_EQ(state_of(place / "book"), second);
  undo(place / "book");
  EXPECT_EQ(state_of(place / "book"), first);
  undo(place / "book");
  EXPECT_TRUE(state_of(place / "book").empty());
  EXPECT_THROW(undo(place / "book"), Error);
}

TEST(History, WhatWasThereBeforeRecordingCannotBeTakenBack) {
  const TempFolder place;
  put_book(place / "book");
  import_texts(place / "book",
               {{"stock.csv", "item,site,on_hand,counted_on\n0012,P,8,2025-06-09\n"}},
               "2025-06-10");
  undo(place / "book");
  EXPECT_EQ(state_of(place / "book"), small_files());
  EXPECT_THROW(undo(place / "book"), Error);
}

TEST(History, RowsChangedByHandAreCountedAndRecorded) {
  const TempFolder place;
  import_texts(place / "book", small_files(), "");
  EXPECT_EQ(read_book(place / "book").hand_edits, 0U);
  put(place / "book" / "orders.csv",
      "order,item,supplier_site,destination_site,quantity\nO-3,0012,S,P,7\nO-1,0012,S,P,120\n");
  EXPECT_EQ(read_book(place / "book").hand_edits, 3U) << "one added, one changed, one removed";
  EXPECT_THROW(undo(place / "book"), Error) << "the edits would be lost";

  BookEditor editor{place / "book"};
  record_unrecorded(editor.book(), batch_of("2025-06-20", "changes by hand"));
  editor.save();
  const Book book = read_book(place / "book");
  EXPECT_EQ(book.hand_edits, 0U);
  EXPECT_EQ(book.tables_as_of(parse_date("2025-06-19"))[File::orders]->rows.size(), 2U);
  EXPECT_EQ(book.tables_as_of(parse_date("2025-06-20"))[File::orders]->rows[0].cells[0], "O-3");
  undo(place / "book");
  EXPECT_EQ(state_of(place / "book"), small_files());
}

TEST(History, ChangesByHandCountFromTheLastRecordedDay) {
  const TempFolder place;
  import_texts(place / "book", small_files(), "");
  put(place / "book" / "items.csv", "item,unit\nMOTOR,pcs\n0012,kg\n");
  const Book book = read_book(place / "book");
  EXPECT_EQ(book.latest_known(), parse_date("2025-06-01")) << "the day of the count";
  EXPECT_EQ(book.tables_as_of(parse_date("2025-05-31"))[File::items]->rows[1].cells[1], "pcs");
  EXPECT_EQ(book.tables_as_of(parse_date("2025-06-01"))[File::items]->rows[1].cells[1], "kg");
}

/// The doubts of a folder, or of the workbook made of it, with this history.
std::vector<std::string> doubts_with_history(const std::string& text) {
  const TempFolder place;
  put_book(place / "book");
  put(place / "book" / "history.csv", text);
  std::vector<std::string> lines;
  for (const Diagnostic& doubt : read_book(place / "book").diagnostics) {
    lines.push_back(doubt.code + " " + where(doubt));
  }
  return lines;
}

TEST(History, ThatIsEmptyIsNotTheSameAsNone) {
  for (const char* text : {"", " ", "\n", "\xEF\xBB\xBF", " \r\n\t\r\n",
                           "batch,change,file,place,cells,recorded_at,known_on,author,source\n"}) {
    EXPECT_THAT(doubts_with_history(text), testing::ElementsAre("history_empty history.csv"));
  }
  const TempFolder place;
  put_book(place / "book");
  EXPECT_TRUE(read_book(place / "book").diagnostics.empty());
}

TEST(History, ThatIsEmptyIsToldAndNotLostFromSightByAnImport) {
  const TempFolder place;
  import_texts(place / "book", small_files(), "2025-06-01");
  put(place / "book" / "history.csv", "");
  const BookEditor editor{place / "book"};
  Book book = read_book(place / "book");
  const ImportPlan plan = plan_import(book, {}, {});
  ASSERT_EQ(plan.problems.size(), 1U);
  EXPECT_EQ(to_line(plan.problems.front()),
            "history.csv: holds no history: rows without a day of their own count as known always, "
            "and earlier imports can neither be asked about nor taken back; restore it from a copy "
            "or from version control; if there never was one, remove it");
}

TEST(Folder, AFileWhoseRowsStayKeepsItsBytes) {
  // As people keep them: marks, semicolons, decimal commas, needless quotes, CRLF, no last end.
  const std::map<std::string, std::string> own{
      {"items.csv", "\xEF\xBB\xBFitem;unit\r\nMOTOR;pcs\r\n0012;pcs"},
      {"stock.csv", "item;site;on_hand;counted_on\n0012;P;12,5;2025-06-01\n"},
      {"bom.csv", "\"parent\",\"component\",\"quantity_per\"\n\"MOTOR\",\"0012\",\"2\"\n\n"},
      {"lanes.csv", "lane\torigin\tdestination\ttransit_typical\nW\tS\tP\t9\n"},
      {"plan.csv", "\n"},
      {"calendars.csv", ""}};
  for (const bool has_folder : {false, true}) {
    const TempFolder place;
    put_book(place / "book");
    put_book(place / "book", own);
    // A folder inside makes the exchange go by journal.
    if (has_folder) put(place / "book" / ".git" / "HEAD", "ref");
    const auto before = texts_in(place / "book");
    import_texts(place / "book",
                 {{"orders.csv",
                   "order,item,supplier_site,destination_site,quantity\n"
                   "O-7,0012,S,P,7\n"}},
                 "2025-06-10");
    auto after = texts_in(place / "book");
    EXPECT_NE(after.at("orders.csv"), before.at("orders.csv"));
    for (const auto& [name, text] : own) EXPECT_EQ(after.at(name), text) << name;
    undo(place / "book");
    EXPECT_EQ(state_of(place / "book"), before);
  }
}

TEST(Folder, AFileWhoseRowsChangeBecomesCanonical) {
  const TempFolder place;
  put_book(place / "book");
  put(place / "book" / "stock.csv",
      "\xEF\xBB\xBFitem;site;on_hand;counted_on\r\n0012;P;12,5;2025-06-01\r\n");
  import_texts(place / "book",
               {{"stock.csv", "item,site,on_hand,counted_on\nMOTOR,P,3,2025-06-09\n"}},
               "2025-06-10");
  EXPECT_EQ(texts_in(place / "book").at("stock.csv"),
            "item,site,on_hand,counted_on\n0012,P,12.5,2025-06-01\nMOTOR,P,3,2025-06-09\n");
}

class WrongHistory : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(WrongHistory, IsRefusedWithItsLine) {
  const auto& [lines, message] = GetParam();
  const TempFolder place;
  put_book(place / "book");
  put(place / "book" / "history.csv",
      std::string{"batch,change,file,place,cells,recorded_at,known_on,author,source\n"} + lines);
  const Book book = read_book(place / "book");
  ASSERT_EQ(count_errors(book.diagnostics), 1U);
  EXPECT_THAT(to_line(book.diagnostics.front()), HasSubstr(message));
}

INSTANTIATE_TEST_SUITE_P(
    History, WrongHistory,
    testing::Values(
        std::pair{"x,batch,,,,,,,\n", "history.csv:2: 'x' is not the number of a batch"},
        std::pair{"3,batch,,,,,,,\n", "history.csv:2: batch 3 is out of order"},
        std::pair{"1,batch,,,,,soon,,\n", "history.csv:2: 'soon' is not a date like 2025-06-30"},
        std::pair{"1,added,items,1,\"A,pcs\",,,,\n", "history.csv:2: batch 1 has not begun"},
        std::pair{"1,batch,,,,,,,\n1,added,items,1,\"A,pcs\",,,,\n",
                  "history.csv:3: the cells do not fit the columns of items"},
        std::pair{"1,batch,,,,,,,\n1,removed,items,5,,,,,\n",
                  "history.csv:3: there is no row at place 5"},
        std::pair{"1,batch,,,,,,,\n1,added,nothing,5,,,,,\n",
                  "history.csv:3: 'nothing' is not a file of a book"},
        std::pair{"1,batch,,,,,,,\n2,undo,,,7,,,,\n",
                  "history.csv:3: '7' is not the last batch, which alone can be taken back"},
        std::pair{"1,batch,,,\n", "history.csv:2: the row has 5 fields, the header 9"}));

}  // namespace
}  // namespace runout::book
