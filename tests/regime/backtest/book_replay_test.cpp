#include "runout/regime/backtest/book_replay.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <unistd.h>

#include "runout/book/parse_records.h"
#include "runout/book/store.h"

namespace runout::regime::backtest {
namespace {

using ::testing::SizeIs;

/// A small book on disk, read back, and its latest snapshot.
class BookReplayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("runout-replay-" + std::to_string(getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::copy(std::filesystem::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed" / "base",
                          folder_, std::filesystem::copy_options::recursive);
    write("applications.csv", "application,authority\nA-1,AUTH\nA-2,AUTH\n");
    write("licences.csv", "licence,application\n");
    write("orders.csv", "order,item,supplier_site,destination_site,quantity,lane\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const char* name, const std::string& text) const {
    std::ofstream{folder_ / name, std::ios::binary} << text;
  }

  /// `rows` of events.csv below subject,happened_on,event,known_on.
  void open(const std::string& rows) {
    write("events.csv", "subject,happened_on,event,known_on\n" + rows);
    book_ = book::read_book(folder_);
    Diagnostics problems = book_.diagnostics;
    book::Records records = book::parse_records(book_.present, problems);
    for (const Diagnostic& problem : problems) {
      ASSERT_NE(problem.severity, Severity::error) << to_line(problem);
    }
    latest_ = book::make_snapshot(std::move(records), parse_date("2025-06-30"));
  }

  std::filesystem::path folder_;
  book::Book book_;
  book::Snapshot latest_;
};

TEST_F(BookReplayTest, LeavesOutWhatNobodyHadHeardOf) {
  open("A-1,2025-05-01,filed,\nA-2,2025-06-10,filed,\nA-2,2025-06-20,granted,\n");
  const BookReplay replay{book_, latest_, {}};
  const ReplayDay before = replay.look_back(parse_date("2025-05-31"));
  ASSERT_THAT(before.pending, SizeIs(1));
  EXPECT_EQ(before.pending.front().id, "A-1");
  EXPECT_THAT(replay.forecast(before.as_of, {}).pending, SizeIs(1));
  EXPECT_THAT(replay.look_back(parse_date("2025-06-15")).pending, SizeIs(2));
}

TEST_F(BookReplayTest, JudgesByWhatTheBookKnowsNow) {
  open("A-1,2025-05-01,filed,\nA-1,2025-06-04,granted,\nA-2,2025-05-10,filed,\n");
  const BookReplay replay{book_, latest_, {}};
  EXPECT_EQ(to_string(*replay.first_day()), "2025-05-01");
  EXPECT_EQ(to_string(*replay.last_day()), "2025-06-30");
  const ReplayDay day = replay.look_back(parse_date("2025-05-31"));
  ASSERT_THAT(day.pending, SizeIs(2));
  EXPECT_EQ(day.decisions, 0U);
  EXPECT_EQ(day.pending[0].decided_after, 4);
  EXPECT_EQ(day.pending[1].decided_after, kNever);
  EXPECT_EQ(replay.look_back(parse_date("2025-06-04")).decisions, 1U);
}

TEST_F(BookReplayTest, CountsAReturnAsADecisionAndWaitsForTheNextOne) {
  open(
      "A-1,2025-05-01,filed,\nA-1,2025-05-21,returned,\nA-1,2025-06-10,resubmitted,\n"
      "A-1,2025-06-20,granted,\n");
  const BookReplay replay{book_, latest_, {}};
  EXPECT_EQ(replay.look_back(parse_date("2025-05-20")).pending.at(0).decided_after, 1);
  const ReplayDay returned = replay.look_back(parse_date("2025-05-21"));
  EXPECT_EQ(returned.pending.at(0).group, 2U);
  EXPECT_EQ(returned.pending.at(0).decided_after, 30);
}

TEST_F(BookReplayTest, TakesADecisionReportedLateAsOneOfTheFirstDay) {
  open("A-1,2025-05-01,filed,\nA-1,2025-05-20,granted,2025-06-15\n");
  const BookReplay replay{book_, latest_, {}};
  const ReplayDay day = replay.look_back(parse_date("2025-05-31"));
  EXPECT_EQ(day.reported_late, 1U);
  EXPECT_EQ(day.pending.at(0).id, "A-1");
  EXPECT_EQ(day.pending.at(0).decided_after, 1);
  EXPECT_EQ(replay.look_back(parse_date("2025-06-15")).reported_late, 0U);
}

TEST_F(BookReplayTest, ForecastsEveryCaseThatItScores) {
  open("A-1,2025-05-01,filed,\nA-2,2025-05-10,preparing,\n");
  const BookReplay replay{book_, latest_, {}};
  const Date as_of = parse_date("2025-05-31");
  const ReplayDay day = replay.look_back(as_of);
  const DecisionForecast forecast = replay.forecast(as_of, {.horizon = 20, .draws = 50});
  ASSERT_EQ(forecast.pending.size(), day.pending.size());
  for (std::size_t i = 0; i < day.pending.size(); ++i) {
    EXPECT_EQ(forecast.pending[i].id, day.pending[i].id);
  }
}

}  // namespace
}  // namespace runout::regime::backtest
