// What was known on a day: each clause of "Known when", worked by hand.
#include "runout/book/book.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "book/book_sample.h"
#include "runout/base/random.h"
#include "runout/book/change.h"
#include "runout/book/history_state.h"

namespace runout::book {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A book that grows by whole states of one file.
class Grown {
 public:
  explicit Grown(File file) : file_{file} {}

  Grown& state(std::string_view known_on, std::string_view text) {
    Batch batch = batch_of(known_on);
    batch.number = last_number(book) + 1;
    book.batches.push_back(batch);
    record(File{file_}, text, batch.number);
    return *this;
  }
  Grown& also(File file, std::string_view text) {
    record(file, text, last_number(book));
    return *this;
  }
  /// Second cells of the rows known on a day.
  [[nodiscard]] std::vector<std::string> known(const char* day, std::size_t column = 1) const {
    std::vector<std::string> cells;
    const Tables tables = book.tables_as_of(parse_date(day));
    if (!tables[file_]) return cells;
    for (const Row& row : tables[file_]->rows) cells.push_back(row.cells[column]);
    return cells;
  }

  Book book;

 private:
  void record(File file, std::string_view text, std::int64_t number) {
    std::optional<Table> after = table_of(file, text);
    const FileChange change = find_change(spec(file), book.present[file], after);
    record_change(book, change, std::move(after), number);
  }

  File file_;
};

TEST(AsOf, APlainRowIsKnownFromTheDayOfItsBatch) {
  Grown grown{File::items};
  grown.state("2025-06-10", "item,unit\nA,pcs\n");
  EXPECT_THAT(grown.known("2025-06-09"), IsEmpty());
  EXPECT_THAT(grown.known("2025-06-10"), ElementsAre("pcs"));
}

TEST(AsOf, TheFirstStateOfABookIsKnownAlways) {
  Grown grown{File::items};
  grown.state("", "item,unit\nA,pcs\n");
  EXPECT_THAT(grown.known("1999-01-01"), ElementsAre("pcs"));
  EXPECT_EQ(grown.book.latest_known(), std::nullopt);
}

TEST(AsOf, AChangedRowHoldsFromTheDayOfTheChange) {
  Grown grown{File::items};
  grown.state("", "item,unit\nA,pcs\nB,kg\n").state("2025-06-10", "item,unit\nA,m\nB,kg\n");
  EXPECT_THAT(grown.known("2025-06-09"), ElementsAre("pcs", "kg"));
  EXPECT_THAT(grown.known("2025-06-10"), ElementsAre("m", "kg"));
  EXPECT_EQ(grown.book.latest_known(), parse_date("2025-06-10"));
}

TEST(AsOf, ARemovedRowHoldsUntilItsRemovalIsKnown) {
  Grown grown{File::items};
  grown.state("", "item,unit\nA,pcs\nB,kg\n").state("2025-06-10", "item,unit\nB,kg\n");
  EXPECT_THAT(grown.known("2025-06-09"), ElementsAre("pcs", "kg"));
  EXPECT_THAT(grown.known("2025-06-10"), ElementsAre("kg"));
}

TEST(AsOf, ACountIsKnownOnTheDayOfTheCountWhateverItsBatch) {
  Grown grown{File::stock};
  const std::string header = "item,site,on_hand,counted_on\n";
  grown.state("", header + "A,P,10,2025-06-01\n")
      .state("2025-07-01", header + "A,P,7,2025-06-20\n");
  EXPECT_THAT(grown.known("2025-05-31", 2), IsEmpty());
  EXPECT_THAT(grown.known("2025-06-19", 2), ElementsAre("10"));
  EXPECT_THAT(grown.known("2025-06-20", 2), ElementsAre("7"));
}

TEST(AsOf, AnEventIsKnownOnKnownOnElseLatestElseWhenItHappened) {
  Grown grown{File::events};
  grown.state("2025-08-01",
              "subject,event,happened_on,earliest,latest,known_on\n"
              "X,filed,2025-06-01,,,2025-06-05\n"
              "X,accepted,,2025-06-02,2025-06-08,\n"
              "X,granted,2025-06-12,,,\n");
  EXPECT_THAT(grown.known("2025-06-04"), IsEmpty());
  EXPECT_THAT(grown.known("2025-06-05"), ElementsAre("filed"));
  EXPECT_THAT(grown.known("2025-06-08"), ElementsAre("filed", "accepted"));
  EXPECT_THAT(grown.known("2025-06-12"), ElementsAre("filed", "accepted", "granted"));
}

TEST(AsOf, AnAnnouncementIsKnownBeforeItHappens) {
  Grown grown{File::events};
  grown.state("", "subject,event,happened_on,known_on\nMOFCOM,freeze,2025-10-01,2025-09-01\n");
  EXPECT_THAT(grown.known("2025-08-31"), IsEmpty());
  EXPECT_THAT(grown.known("2025-09-01"), ElementsAre("freeze"));
}

TEST(AsOf, ALicenceIsKnownFromItsIssueElseItsValidity) {
  Grown grown{File::licences};
  grown.state("2025-08-01", "licence,valid_from\nL-1,2025-07-01\nL-2,2025-07-02\nL-3,\n")
      .also(File::events, "subject,event,happened_on,known_on\nL-1,issued,2025-06-10,2025-06-12\n");
  EXPECT_THAT(grown.known("2025-06-11", 0), IsEmpty());
  EXPECT_THAT(grown.known("2025-06-12", 0), ElementsAre("L-1"));
  EXPECT_THAT(grown.known("2025-07-02", 0), ElementsAre("L-1", "L-2"));
  EXPECT_THAT(grown.known("2025-08-01", 0), ElementsAre("L-1", "L-2", "L-3"));
}

TEST(AsOf, EvidenceIsKnownWhenReported) {
  Grown grown{File::evidence};
  grown.state("2025-08-01", "evidence,reported_on\nE,2025-06-30\n");
  EXPECT_THAT(grown.known("2025-06-29"), IsEmpty());
  EXPECT_THAT(grown.known("2025-06-30"), ElementsAre("2025-06-30"));
}

TEST(AsOf, ARowThatComesBackIsThereOnce) {
  Grown grown{File::stock};
  const std::string header = "item,site,on_hand,counted_on\n";
  grown.state("", header + "A,P,10,2025-06-01\n")
      .state("2025-07-10", header)
      .state("2025-07-20", header + "A,P,4,2025-07-05\n");
  EXPECT_THAT(grown.known("2025-07-04", 2), ElementsAre("10"));
  EXPECT_THAT(grown.known("2025-07-06", 2), ElementsAre("4"));
  EXPECT_THAT(grown.known("2025-07-30", 2), ElementsAre("4"));
}

TEST(AsOf, ACorrectedEventRowIsNeverThereTwice) {
  Grown grown{File::events};
  const std::string header = "subject,event,happened_on,note\n";
  grown.state("", header + "X,filed,2025-06-01,\nX,accepted,2025-06-03,\n")
      .state("2025-07-01", header + "X,filed,2025-06-01,by mail\nX,accepted,2025-06-03,\n");
  EXPECT_THAT(grown.known("2025-06-15"), ElementsAre("filed", "accepted"));
  EXPECT_THAT(grown.known("2025-07-15", 3), ElementsAre("by mail", ""));
}

TEST(AsOf, AnUndoneBatchWasNeverKnown) {
  Grown grown{File::items};
  grown.state("", "item,unit\nA,pcs\n").state("2025-06-10", "item,unit\nA,m\nB,kg\n");
  undo_last_batch(grown.book, batch_of(""));
  EXPECT_THAT(grown.known("2025-06-30"), ElementsAre("pcs"));
  EXPECT_EQ(grown.book.latest_known(), std::nullopt);
}

TEST(AsOf, NoDayEverShowsTheRowsOfAnUndoneBatch) {
  const std::string header = "item,site,on_hand,counted_on\n";
  for (const char* imported : {"", "2025-05-01", "2025-06-10", "2025-12-31"}) {
    Grown grown{File::stock};
    grown.state("2025-06-05", header + "A,P,10,2025-06-01\nB,P,20,\nC,P,30,\n");
    Grown before = grown;
    // Every way in which a batch touches rows: added, changed with and without a day, removed.
    grown.state(imported, header + "A,P,11,2025-06-08\nB,P,21,\nD,P,40,2025-06-02\nE,P,50,\n");
    ASSERT_NE(grown.book.tables_as_of(parse_date("2025-12-31"))[File::stock]->rows.size(), 3U);
    undo_last_batch(grown.book, batch_of(""));
    EXPECT_EQ(grown.book.latest_known(), before.book.latest_known());
    for (Date day = parse_date("2025-04-28"); day <= parse_date("2026-01-03"); day += Days{1}) {
      const std::string text = to_string(day);
      for (const std::size_t column : {0U, 2U, 3U}) {
        ASSERT_EQ(grown.known(text.c_str(), column), before.known(text.c_str(), column)) << text;
      }
    }
    // What comes after it is known as if it had never been.
    grown.state("2025-07-01", header + "A,P,12,\nB,P,20,\nC,P,30,\n");
    EXPECT_THAT(grown.known("2025-06-30", 2), ElementsAre("10", "20", "30")) << imported;
    EXPECT_THAT(grown.known("2025-07-01", 2), ElementsAre("12", "20", "30")) << imported;
  }
}

TEST(AsOf, ADroppedColumnIsThereForTheDaysWhenItWas) {
  Grown grown{File::items};
  grown.state("", "item,unit,colour\nA,pcs,red\n").state("2025-06-10", "item,unit\nA,pcs\n");
  const Tables before = grown.book.tables_as_of(parse_date("2025-06-01"));
  EXPECT_THAT(before[File::items]->columns, ElementsAre("item", "unit", "colour"));
  EXPECT_EQ(before[File::items]->rows[0].cells[2], "red");
  EXPECT_THAT(grown.book.tables_as_of(parse_date("2025-06-10"))[File::items]->columns,
              ElementsAre("item", "unit"));
}

TEST(AsOf, LinesAreThoseOfTheRowAsItIsNow) {
  Grown grown{File::items};
  grown.state("", "item,unit\nB,kg\n").state("2025-06-10", "item,unit\nA,pcs\nB,m\n");
  const Tables before = grown.book.tables_as_of(parse_date("2025-06-01"));
  ASSERT_EQ(before[File::items]->rows.size(), 1U);
  EXPECT_EQ(before[File::items]->rows[0].line, 3U);
}

/// A state of stock.csv in which each of six rows is there or not, counted on some day or none.
std::string random_stock(RandomStream& stream) {
  std::string text = "item,site,on_hand,counted_on\n";
  for (const char* item : {"A", "B", "C", "D", "E", "F"}) {
    if (stream.uniform() < 0.3) continue;
    const auto amount = static_cast<int>(stream.uniform() * 4.0);
    const auto day = static_cast<int>(stream.uniform() * 20.0);
    text += fmt::format("{},P,{},{}\n", item, amount,
                        day < 10 ? fmt::format("2025-06-{:02}", day + 1) : "");
  }
  return text;
}

// Looked at as it was after a batch, a book says on every day what it said then: whatever was
// recorded, taken back or told late since.
TEST(AsOf, ABookCanBeLookedAtAsItWasAfterEveryBatch) {
  constexpr std::uint32_t kBooks = 60;
  constexpr int kSteps = 9;
  for (std::uint32_t seed = 1; seed <= kBooks; ++seed) {
    RandomStream stream{seed, 0, "as recorded", Purpose::test};
    Grown grown{File::stock};
    grown.state("", random_stock(stream));
    std::vector<Grown> before{grown};
    for (int step = 0; step < kSteps; ++step) {
      const bool may_undo = !grown.book.batches.back().takes_back;
      if (may_undo && stream.uniform() < 0.3) {
        undo_last_batch(grown.book, batch_of(""));
      } else {
        const auto day = 1 + static_cast<int>(stream.uniform() * 28.0);
        const std::string known_on = fmt::format("2025-06-{:02}", day);
        grown.state(stream.uniform() < 0.2 ? "" : known_on, random_stock(stream));
      }
      before.push_back(grown);
    }
    for (const Grown& then : before) {
      const std::int64_t last = then.book.batches.back().number;
      for (int day = 1; day <= 30; ++day) {
        const Date date = parse_date("2025-06-01") + Days{day - 1};
        const Tables now = grown.book.tables_as_of(date, last);
        for (const std::size_t column : {0U, 2U, 3U}) {
          std::vector<std::string> cells;
          for (const Row& row : now[File::stock]->rows) cells.push_back(row.cells[column]);
          ASSERT_EQ(cells, then.known(to_string(date).c_str(), column))
              << "seed " << seed << ", batch " << last << ", " << to_string(date);
        }
      }
    }
  }
}

}  // namespace
}  // namespace runout::book
