// Days far after the rest: which ones are, where they stand, and how a slip is corrected.
#include "runout/book/far_days.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/book/change.h"
#include "runout/book/history_state.h"
#include "runout/book/import.h"
#include "runout/book/store.h"

namespace runout::book {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> far(const std::vector<std::string>& texts) {
  std::vector<KnownDay> days;
  for (const std::string& text : texts) days.push_back({parse_date(text), "f.csv", 0, "", ""});
  std::vector<std::string> found;
  for (std::size_t i = 0; i < days.size(); ++i) days[i].row = i;
  for (const Diagnostic& doubt : find_far_days(days)) found.push_back(texts[doubt.row]);
  return found;
}

TEST(FarDays, AreMoreThanAYearAfterTheRest) {
  EXPECT_THAT(far({"2025-06-01", "2025-06-30", "2026-07-02"}), ElementsAre("2026-07-02"));
  EXPECT_THAT(far({"2025-06-01", "2025-06-30", "2026-07-01"}), IsEmpty()) << "366 days are not far";
  EXPECT_THAT(far({"2030-01-01"}), IsEmpty()) << "there is nothing to compare with";
  EXPECT_THAT(far({}), IsEmpty());
}

TEST(FarDays, MayBeAFewInAnyOrder) {
  EXPECT_THAT(far({"2030-01-05", "2025-06-01", "2035-01-01", "2025-06-02"}),
              ElementsAre("2030-01-05", "2035-01-01"));
  EXPECT_THAT(far({"2030-01-05", "2025-06-01", "2030-01-06"}), IsEmpty()) << "most are no few";
}

TEST(FarDays, AreNoFewWhenTheyAreMoreThanThreeAndATenth) {
  std::vector<std::string> days(20, "2022-03-01");
  days.insert(days.end(), 4, "2025-06-30");
  EXPECT_THAT(far(days), IsEmpty()) << "an old book that is taken up again";
  days.insert(days.end(), 20, "2022-03-02");
  EXPECT_EQ(far(days).size(), 4U);
}

/// The first line about a far day of a folder, and the as-of day that it has by default.
struct Found {
  std::string line;
  std::string as_of;
};
Found find_in(const std::map<std::string, std::string>& files) {
  const TempFolder place;
  put_book(place / "book", small_files());
  put_book(place / "book", files);
  const Book book = read_book(place / "book");
  const Diagnostics doubts = find_far_days(find_known_days(book));
  return {doubts.empty() ? "" : to_line(doubts.front()), to_string(*book.latest_known())};
}

class FarCell : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(FarCell, IsNamedWithItsPlace) {
  const auto& [file, text] = GetParam();
  const Found found = find_in({{file, text}});
  const std::string header{text};
  EXPECT_EQ(found.as_of, "2030-06-02");
  const std::string column = file == std::string{"stock.csv"}               ? "counted_on"
                             : file == std::string{"evidence.csv"}          ? "reported_on"
                             : file == std::string{"licences.csv"}          ? "valid_from"
                             : header.find("known_on") != std::string::npos ? "known_on"
                                                                            : "happened_on";
  EXPECT_EQ(found.line,
            std::string{file} + ":" + (file == std::string{"stock.csv"} ? "3" : "2") + ": " +
                column +
                ": '2030-06-02' is more than a year after everything else became known; without "
                "--as-of the latest such day is the as-of day; is the year right?");
}

INSTANTIATE_TEST_SUITE_P(
    Each, FarCell,
    testing::Values(std::pair{"events.csv",
                              "subject,event,happened_on,known_on\nA-1,filed,2025-06-01,"
                              "2030-06-02\n"},
                    std::pair{"events.csv", "subject,event,happened_on\nA-1,filed,2030-06-02\n"},
                    std::pair{"events.csv", "subject,event,happened_on\nL-1,issued,2030-06-02\n"},
                    std::pair{"stock.csv",
                              "item,site,on_hand,counted_on\n0012,P,10,2025-06-01\n"
                              "MOTOR,P,10,2030-06-02\n"},
                    std::pair{"evidence.csv", "evidence,reported_on\nE,2030-06-02\n"},
                    std::pair{"licences.csv", "licence,valid_from\nL-1,2030-06-02\n"}));

TEST(FarDays, OfABatchNameIt) {
  Book book;
  const auto state = [&](const char* known_on, std::string_view text) {
    Batch batch = batch_of(known_on);
    batch.number = last_number(book) + 1;
    book.batches.push_back(batch);
    std::optional<Table> after = table_of(File::items, text);
    const FileChange change = find_change(spec(File::items), book.present[File::items], after);
    record_change(book, change, std::move(after), batch.number);
  };
  state("2025-06-01", "item,unit\nA,pcs\n");
  state("2052-06-10", "item,unit\nA,m\n");
  const Diagnostics doubts = find_far_days(find_known_days(book));
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(to_line(doubts.front()),
            "history.csv: known_on: batch 2 is known on '2052-06-10', which is more than a year "
            "after everything else became known; without --as-of the latest such day is the as-of "
            "day; is the year right?");
  undo_last_batch(book, batch_of(""));
  EXPECT_THAT(find_far_days(find_known_days(book)), IsEmpty());
}

TEST(FarDays, AreGoneOnceTheSlipIsCorrectedByAnImport) {
  const TempFolder place;
  put_book(place / "book");
  const std::string header = "item,site,on_hand,counted_on\n";
  const auto import = [&](const std::string& rows, const char* known_on) {
    const TempFolder source;
    put(source / "stock.csv", header + rows);
    BookEditor editor{place / "book"};
    apply_import(editor.book(), plan_import(editor.book(), read_source(source.path()), {}),
                 batch_of(known_on), batch_of("", "before"));
    editor.save();
  };
  import("0012,P,9,2030-06-10\n", "2025-06-10");
  EXPECT_EQ(read_book(place / "book").latest_known(), parse_date("2030-06-10"));
  import("0012,P,9,2025-06-10\n", "2025-06-11");
  const Book book = read_book(place / "book");
  EXPECT_EQ(book.latest_known(), parse_date("2025-06-11"));
  EXPECT_THAT(find_far_days(find_known_days(book)), IsEmpty());
}

TEST(FarDays, AreGoneOnceTheSlipIsCorrectedByHandOrSuperseded) {
  const TempFolder place;
  put_book(place / "book");
  put(place / "book" / "events.csv",
      "id,subject,event,happened_on,supersedes\nE,S,x,2030-06-10,\n");
  {
    BookEditor editor{place / "book"};
    begin_recording(editor.book(), batch_of("", "before"));
    editor.save();
  }
  EXPECT_EQ(read_book(place / "book").latest_known(), parse_date("2030-06-10"));
  put(place / "book" / "events.csv",
      "id,subject,event,happened_on,supersedes\nE,S,x,2025-06-10,\n");
  EXPECT_EQ(read_book(place / "book").latest_known(), parse_date("2025-06-10"));
  put(place / "book" / "events.csv",
      "id,subject,event,happened_on,supersedes\nE,S,x,2030-06-10,\nF,S,x,2025-06-12,E\n");
  const Book book = read_book(place / "book");
  EXPECT_EQ(book.latest_known(), parse_date("2025-06-12"));
  EXPECT_THAT(find_far_days(find_known_days(book)), IsEmpty());
}

TEST(FarDays, BeyondWhatCanBeCountedAreRefusedCellByCell) {
  const std::vector<KnownDay> days{{parse_date("2025-06-01"), "stock.csv", 2, "counted_on", ""},
                                   {parse_date("9999-12-31"), "events.csv", 3, "known_on", ""}};
  const Diagnostics errors = refuse_as_of(days, parse_date("9999-12-31"), parse_date("1000-01-01"),
                                          parse_date("5000-01-01"));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(to_line(errors.front()),
            "events.csv:3: known_on: '9999-12-31' would be the as-of day, but days are counted "
            "from 1000-01-01 to 5000-01-01 only; correct it, or give --as-of");
}

}  // namespace
}  // namespace runout::book
