#include "runout/regime/training.h"

#include <gmock/gmock.h>

#include "book_fixture.h"

namespace runout::regime {
namespace {

using book::ApplicationState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

BookSpells collect(const book::Snapshot& snapshot) {
  return collect_spells(snapshot, used_covariates(snapshot, std::nullopt));
}

template <typename Cause>
std::optional<std::size_t> cause(Cause value) {
  return static_cast<std::size_t>(value);
}

TEST(Training, FollowsAnApplicationThroughAllItsStates) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::granted);
  fixtures::add_event(snapshot, row, "preparing", "2025-03-03");
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "returned", "2025-04-21");
  fixtures::add_event(snapshot, row, "resubmitted", "2025-04-28");
  fixtures::add_event(snapshot, row, "granted", "2025-05-19");
  const BookSpells spells = collect(snapshot);
  ASSERT_THAT(spells.preparing.spells, SizeIs(1));
  EXPECT_EQ(spells.preparing.spells[0].first, parse_date("2025-03-04"));
  EXPECT_EQ(spells.preparing.spells[0].last, parse_date("2025-04-07"));
  EXPECT_EQ(spells.preparing.spells[0].cause, cause(PreparingCause::filed));
  ASSERT_THAT(spells.review.spells, SizeIs(2));
  EXPECT_EQ(spells.review.spells[0].cause, cause(ReviewCause::returned));
  EXPECT_EQ(spells.review.spells[1].first, parse_date("2025-04-29"));
  EXPECT_EQ(spells.review.spells[1].waited, 0.0);
  EXPECT_EQ(spells.review.spells[1].cause, cause(ReviewCause::granted));
  ASSERT_THAT(spells.returned.spells, SizeIs(1));
  EXPECT_EQ(spells.returned.spells[0].cause, cause(ReturnedCause::resubmitted));
  EXPECT_EQ(spells.decided_applications, 1u);
}

TEST(Training, StopsTheClockDuringAQuery) {
  book::Snapshot snapshot = fixtures::empty_snapshot("2025-05-16");
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::accepted);
  fixtures::add_event(snapshot, row, "accepted", "2025-04-07");      // a Monday
  fixtures::add_event(snapshot, row, "query_opened", "2025-04-11");  // Friday: 4 days waited
  fixtures::add_event(snapshot, row, "query_answered", "2025-05-09");
  const BookSpells spells = collect(snapshot);
  ASSERT_THAT(spells.review.spells, SizeIs(2));
  EXPECT_EQ(spells.review.spells[0].last, parse_date("2025-04-11"));
  EXPECT_EQ(spells.review.spells[1].first, parse_date("2025-05-10"));
  EXPECT_EQ(spells.review.spells[1].waited, 4.0);
  EXPECT_EQ(spells.review.spells[1].last, parse_date("2025-05-16"));
  EXPECT_EQ(spells.review.spells[1].cause, std::nullopt);
}

TEST(Training, CountsFromAcceptance) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::accepted);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "accepted", "2025-04-14");
  const BookSpells spells = collect(snapshot);
  ASSERT_THAT(spells.review.spells, SizeIs(1));
  EXPECT_EQ(spells.review.spells[0].first, parse_date("2025-04-15"));
}

TEST(Training, SeesNothingBeforeObservationBegan) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  book::Application late = fixtures::application("LATE");
  late.observed_from = parse_date("2025-04-21");
  const auto row = fixtures::add(snapshot, late, ApplicationState::granted);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "granted", "2025-05-19");
  book::Application over = fixtures::application("OVER");
  over.observed_from = parse_date("2025-06-02");
  const auto decided = fixtures::add(snapshot, over, ApplicationState::granted);
  fixtures::add_event(snapshot, decided, "filed", "2025-04-07");
  fixtures::add_event(snapshot, decided, "granted", "2025-05-19");
  const BookSpells spells = collect(snapshot);
  ASSERT_THAT(spells.review.spells, SizeIs(1));
  EXPECT_EQ(spells.review.spells[0].first, parse_date("2025-04-22"));
  EXPECT_EQ(spells.review.spells[0].waited, 10.0);
  EXPECT_EQ(spells.hidden_by_entry, 1u);
  EXPECT_EQ(spells.decided_applications, 1u);
}

/// Turns the newest event into one known only to lie between two days.
void make_interval(book::Snapshot& snapshot, const std::string& earliest,
                   const std::string& latest) {
  book::Event& event = snapshot.records.events.back();
  event.happened_on.reset();
  event.earliest = parse_date(earliest);
  event.latest = parse_date(latest);
}

std::vector<Date> ends_of(const SpellTable& table) {
  std::vector<Date> ends;
  for (const Spell& spell : table.spells) {
    if (spell.cause) ends.push_back(spell.last);
  }
  return ends;
}

TEST(Training, SpreadsAnIntervalOverItsWorkingDays) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::returned);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "returned", "2025-05-16");
  make_interval(snapshot, "2025-05-09", "2025-05-13");  // Friday to Tuesday
  const BookSpells spells = collect(snapshot);
  EXPECT_THAT(
      ends_of(spells.review),
      ElementsAre(parse_date("2025-05-09"), parse_date("2025-05-12"), parse_date("2025-05-13")));
  EXPECT_EQ(spells.review.spells[0].last, parse_date("2025-05-08"));
  EXPECT_EQ(spells.review.spells[0].interval, kCertain);
  EXPECT_EQ(spells.review.spells.back().waited, 25.0);
  EXPECT_EQ(spells.intervals, 1u);
  // What it begins begins on the middle day.
  ASSERT_THAT(spells.returned.spells, SizeIs(1));
  EXPECT_EQ(spells.returned.spells[0].first, parse_date("2025-05-12"));
}

TEST(Training, TakesAnIntervalOfOneDayAsThatDay) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::granted);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "granted", "2025-05-16");
  make_interval(snapshot, "2025-05-09", "2025-05-09");
  const BookSpells spells = collect(snapshot);
  ASSERT_THAT(spells.review.spells, SizeIs(1));
  EXPECT_EQ(spells.review.spells[0].last, parse_date("2025-05-09"));
  EXPECT_EQ(spells.review.spells[0].interval, kCertain);
  EXPECT_EQ(spells.intervals, 0u);
}

TEST(Training, BoundsAnIntervalByWhatCameBeforeAndAfter) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::filed);
  fixtures::add_event(snapshot, row, "filed", "2025-05-07");  // a Wednesday
  fixtures::add_event(snapshot, row, "returned", "2025-05-12");
  make_interval(snapshot, "2025-05-01", "2025-05-15");
  fixtures::add_event(snapshot, row, "resubmitted", "2025-05-12");
  const BookSpells spells = collect(snapshot);
  EXPECT_THAT(
      ends_of(spells.review),
      ElementsAre(parse_date("2025-05-08"), parse_date("2025-05-09"), parse_date("2025-05-12")));
}

TEST(Training, WaitsForTheLastDayOfAnInterval) {
  book::Snapshot snapshot = fixtures::empty_snapshot("2025-05-14");
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::filed);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "granted", "2025-05-16");
  make_interval(snapshot, "2025-05-01", "2025-05-15");
  const BookSpells spells = collect(snapshot);
  EXPECT_THAT(ends_of(spells.review), IsEmpty());
  EXPECT_EQ(spells.review.spells.back().last, parse_date("2025-05-14"));
  EXPECT_EQ(spells.intervals, 0u);
}

TEST(Training, LeavesAnnouncementsAside) {
  book::Snapshot snapshot = fixtures::empty_snapshot("2025-06-30");
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::filed);
  fixtures::add_event(snapshot, row, "filed", "2025-06-23");
  fixtures::add_event(snapshot, row, "granted", "2025-07-14");
  const BookSpells spells = collect(snapshot);
  ASSERT_THAT(spells.review.spells, SizeIs(1));
  EXPECT_EQ(spells.review.spells[0].cause, std::nullopt);
  EXPECT_EQ(spells.review.spells[0].last, parse_date("2025-06-30"));
}

TEST(Training, AcceptsEventsThatMakeNoSense) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::granted);
  for (const char* event : {"released", "query_answered", "granted", "returned", "granted",
                            "resubmitted", "held", "held", "refused", "lapsed", "preparing"}) {
    fixtures::add_event(snapshot, row, event, "2025-05-05");
  }
  EXPECT_NO_THROW((void)collect(snapshot));
}

}  // namespace
}  // namespace runout::regime
