#include "runout/regime/backtest/book_waits.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "regime/book_fixture.h"

namespace runout::regime::backtest {
namespace {

using book::ApplicationState;
using regime::fixtures::add;
using regime::fixtures::add_event;
using regime::fixtures::application;
using regime::fixtures::empty_snapshot;
using ::testing::ElementsAre;
using ::testing::SizeIs;

std::size_t add_with_events(book::Snapshot& snapshot, const std::string& code,
                            ApplicationState state,
                            const std::vector<std::pair<const char*, const char*>>& events) {
  const std::size_t row = add(snapshot, application(code), state);
  for (const auto& [event, day] : events) add_event(snapshot, row, event, day);
  return row;
}

TEST(BookWaits, CountAFiledApplicationFromItsFiling) {
  book::Snapshot snapshot = empty_snapshot("2025-06-30");
  add_with_events(
      snapshot, "A", ApplicationState::granted,
      {{"preparing", "2025-05-01"}, {"filed", "2025-06-01"}, {"granted", "2025-06-10"}});
  const BookWaits waits = collect_waits(snapshot);
  EXPECT_EQ(waits.day.decisions, 1U);
  ASSERT_THAT(waits.day.known, SizeIs(2));
  EXPECT_EQ(waits.day.known[0].group, kBeforeFiling);
  EXPECT_EQ(waits.day.known[0].seen, 41);
  EXPECT_EQ(waits.day.known[1].group, kInReview);
  EXPECT_EQ(waits.day.known[1].seen, 10);
  EXPECT_EQ(waits.day.known[1].age, 30);
  EXPECT_TRUE(waits.day.known[1].decided);
  EXPECT_THAT(waits.day.pending, SizeIs(0));
}

TEST(BookWaits, BeginAnewAfterAReturn) {
  book::Snapshot snapshot = empty_snapshot("2025-06-30");
  add_with_events(snapshot, "A", ApplicationState::returned,
                  {{"filed", "2025-06-01"}, {"returned", "2025-06-21"}});
  add_with_events(
      snapshot, "B", ApplicationState::filed,
      {{"filed", "2025-05-01"}, {"returned", "2025-05-11"}, {"resubmitted", "2025-06-11"}});
  const BookWaits waits = collect_waits(snapshot);
  ASSERT_THAT(waits.day.pending, SizeIs(2));
  EXPECT_EQ(waits.day.pending[0].group, kAfterReturn);
  EXPECT_EQ(waits.day.pending[0].waited, 10);
  EXPECT_EQ(waits.day.pending[1].group, kInReview);
  EXPECT_EQ(waits.day.pending[1].waited, 20);
  EXPECT_THAT(waits.decided_on[1], ElementsAre(parse_date("2025-05-11")));
}

TEST(BookWaits, KnowNothingOfAnnouncements) {
  book::Snapshot snapshot = empty_snapshot("2025-06-30");
  add_with_events(snapshot, "A", ApplicationState::filed,
                  {{"filed", "2025-06-01"}, {"granted", "2025-07-10"}});
  const BookWaits waits = collect_waits(snapshot);
  EXPECT_EQ(waits.day.decisions, 0U);
  ASSERT_THAT(waits.day.pending, SizeIs(1));
  EXPECT_EQ(waits.day.pending[0].waited, 30);
}

TEST(BookWaits, SeeOnlyWhatCameAfterTheEntry) {
  book::Snapshot snapshot = empty_snapshot("2025-06-30");
  const std::size_t row = add_with_events(snapshot, "A", ApplicationState::granted,
                                          {{"filed", "2025-06-01"}, {"granted", "2025-06-20"}});
  snapshot.records.applications[row].observed_from = parse_date("2025-06-15");
  EXPECT_EQ(collect_waits(snapshot).day.known.at(0).entry, 15);
  snapshot.records.applications[row].observed_from = parse_date("2025-06-20");
  EXPECT_THAT(collect_waits(snapshot).day.known, SizeIs(0));
}

TEST(BookWaits, TakeAnotherApplicationInItsPlaceForNoDecision) {
  book::Snapshot snapshot = empty_snapshot("2025-06-30");
  add_with_events(snapshot, "A", ApplicationState::withdrawn,
                  {{"filed", "2025-06-01"}, {"superseded", "2025-06-10"}});
  const BookWaits waits = collect_waits(snapshot);
  EXPECT_EQ(waits.day.decisions, 0U);
  ASSERT_THAT(waits.day.known, SizeIs(1));
  EXPECT_FALSE(waits.day.known[0].decided);
  EXPECT_EQ(waits.day.known[0].seen, 10);
}

TEST(BookWaits, TakeAnApplicationWithoutEventsAsJustNoticed) {
  book::Snapshot snapshot = empty_snapshot("2025-06-30");
  add(snapshot, application("A"), ApplicationState::needed);
  const BookWaits waits = collect_waits(snapshot);
  ASSERT_THAT(waits.day.pending, SizeIs(1));
  EXPECT_EQ(waits.day.pending[0].waited, 1);
  EXPECT_EQ(waits.day.pending[0].group, kBeforeFiling);
}

}  // namespace
}  // namespace runout::regime::backtest
