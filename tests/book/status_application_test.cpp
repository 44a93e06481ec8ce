#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/book/status_table.h"
#include "small_book.h"

namespace runout::book {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

using DayEvents = std::vector<std::pair<const char*, const char*>>;

/// A-1 (filed 12 May, accepted 19 May 2025) after more events, at the end of 30 June.
ApplicationStatus after(const DayEvents& events) {
  Tables tables = small_book();
  for (const auto& [day, event] : events) add_event(tables, "A-1", day, event);
  return snapshot_of(tables, "2025-06-30").applications[0];
}

struct Story {
  const char* name;
  DayEvents events;
  ApplicationState state;
  const char* words;
};

class ApplicationStory : public testing::TestWithParam<Story> {};

TEST_P(ApplicationStory, EndsInTheStateAndWordsWorkedOutByHand) {
  const ApplicationStatus status = after(GetParam().events);
  EXPECT_STREQ(to_text(status.state), to_text(GetParam().state));
  EXPECT_EQ(status.words(), GetParam().words);
}

using enum ApplicationState;

INSTANTIATE_TEST_SUITE_P(
    Told, ApplicationStory,
    testing::Values(
        Story{"Accepted", {}, accepted, "day 29 of 45"},
        Story{"QueryAnswered",
              {{"2025-06-05", "query_opened"}, {"2025-06-13", "query_answered"}},
              accepted,
              "day 23 of 45, paused 6"},
        Story{"QueryOpen", {{"2025-06-25", "query_opened"}}, query_open, "day 26 of 45, paused 3"},
        Story{"HeldWhileQueried",
              {{"2025-06-05", "query_opened"},
               {"2025-06-09", "held"},
               {"2025-06-11", "query_answered"}},
              held,
              "day 12 of 45, paused 17"},
        Story{"ReleasedAfterBoth",
              {{"2025-06-05", "query_opened"},
               {"2025-06-09", "held"},
               {"2025-06-11", "query_answered"},
               {"2025-06-13", "released"}},
              accepted,
              "day 23 of 45, paused 6"},
        Story{"QueryAnsweredTheSameDay",
              {{"2025-06-05", "query_opened"}, {"2025-06-05", "query_answered"}},
              accepted,
              "day 29 of 45"},
        Story{"Returned", {{"2025-06-20", "returned"}}, returned, "returned, day 6"},
        Story{"Resubmitted",
              {{"2025-06-20", "returned"}, {"2025-06-24", "resubmitted"}},
              filed,
              "attempt 2, day 4 of 45"},
        Story{"SecondAttemptAcceptedAndQueried",
              {{"2025-05-27", "returned"},
               {"2025-05-28", "resubmitted"},
               {"2025-06-03", "accepted"},
               {"2025-06-10", "query_opened"},
               {"2025-06-12", "query_answered"}},
              accepted,
              "attempt 2, day 17 of 45, paused 2"},
        Story{"ThirdAttempt",
              {{"2025-05-27", "returned"},
               {"2025-05-28", "resubmitted"},
               {"2025-06-06", "returned"},
               {"2025-06-26", "filed"}},
              filed,
              "attempt 3, day 2 of 45"},
        Story{"Granted", {{"2025-06-20", "granted"}}, granted, "granted on 2025-06-20"},
        Story{
            "NotRequired", {{"2025-06-20", "not_required"}}, granted, "not_required on 2025-06-20"},
        Story{"Refused", {{"2025-06-20", "refused"}}, refused, "refused on 2025-06-20"},
        Story{"PreparedAfterRefusal",
              {{"2025-06-20", "refused"}, {"2025-06-23", "preparing"}},
              preparing,
              "preparing, day 5"},
        Story{"Superseded", {{"2025-06-20", "superseded"}}, withdrawn, "superseded on 2025-06-20"},
        Story{"AnnouncedOnly", {{"2025-07-04", "granted"}}, accepted, "day 29 of 45"},
        Story{"PromisedAndEscalated",
              {{"2025-06-20", "promised"}, {"2025-06-21", "escalated"}},
              accepted,
              "day 29 of 45"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(ApplicationStatus, ResubmissionBeginsTheClockAtZero) {
  const ApplicationStatus status =
      after({{"2025-06-20", "returned"}, {"2025-06-30", "resubmitted"}});
  EXPECT_EQ(status.attempt, 2);
  EXPECT_EQ(status.waited, 0);
  EXPECT_EQ(status.filed_on, parse_date("2025-06-30"));
  EXPECT_FALSE(status.accepted_on);
}

TEST(ApplicationStatus, CountsFromFilingUntilItIsAccepted) {
  Tables tables = small_book();
  add_rows(tables, File::applications, "A-3,MOFCOM\n");
  add_event(tables, "A-3", "2025-06-20", "filed");
  const ApplicationStatus status = snapshot_of(tables, "2025-06-30").applications[2];
  EXPECT_EQ(status.waited, 6);
  EXPECT_FALSE(status.statutory_end);
  EXPECT_EQ(status.words(), "day 6");
}

TEST(ApplicationStatus, WithoutEventsIsNeededAndHasNoClock) {
  Tables tables = small_book();
  add_rows(tables, File::applications, "A-3,MOFCOM\n");
  const ApplicationStatus status = snapshot_of(tables, "2025-06-30").applications[2];
  EXPECT_EQ(status.state, needed);
  EXPECT_FALSE(status.clock_start);
  EXPECT_EQ(status.waited, 0);
  EXPECT_EQ(status.words(), "needed");
}

TEST(ApplicationStatus, KeepsTheCalendarAndUnitOfItsAuthority) {
  Tables tables = small_book();
  set_file(tables, File::authorities,
           "authority,calendar,statutory_days,unit,clock_starts\nBIS,mon-fri,90,calendar,filed\n");
  add_rows(tables, File::applications, "A-3,BIS\n");
  add_event(tables, "A-3", "2025-06-02", "filed");
  add_event(tables, "A-3", "2025-06-05", "accepted");
  const ApplicationStatus status = snapshot_of(tables, "2025-06-30").applications[2];
  EXPECT_EQ(status.waited, 17);  // working days since 5 June
  EXPECT_EQ(status.words(), "day 28 of 90");
  EXPECT_EQ(status.statutory_end, parse_date("2025-08-31"));
}

TEST(ApplicationStatus, TakesTheLastDayOfAnIntervalWhereOnlyThatIsKnown) {
  Tables tables = small_book();
  add_rows(tables, File::applications, "A-3,MOFCOM\n");
  add_rows(tables, File::events, ",A-3,,2025-06-16,2025-06-20,filed\n");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").applications[2].filed_on, parse_date("2025-06-20"));
  // Before its last day the interval is not known.
  EXPECT_EQ(snapshot_of(tables, "2025-06-19").applications[2].state, needed);
}

struct Correction {
  const char* name;
  const char* rows;
  const char* as_of;
  std::int64_t waited;
};

class CorrectedAcceptance : public testing::TestWithParam<Correction> {};

// E-2 says that A-1 was accepted on 19 May; on 26 May it would be five working days less.
TEST_P(CorrectedAcceptance, ActsFromTheDayItIsKnown) {
  Tables tables = small_book();
  add_rows(tables, File::events, GetParam().rows);
  EXPECT_EQ(snapshot_of(tables, GetParam().as_of).applications[0].waited, GetParam().waited);
}

constexpr const char* kCorrection = "E-4,A-1,2025-05-26,,,accepted,,,,2025-07-05,E-2\n";
constexpr const char* kVoided =
    "E-4,A-1,2025-05-26,,,accepted,,,,2025-06-05,E-2\n"
    "E-5,A-1,2025-06-10,,,void,,,,2025-06-10,E-4\n";
constexpr const char* kChain =
    "E-4,A-1,2025-05-26,,,accepted,,,,2025-06-05,E-2\n"
    "E-5,A-1,2025-05-23,,,accepted,,,,2025-06-10,E-4\n";
constexpr const char* kTakenBack = "E-4,A-1,2025-06-10,,,void,,,,2025-06-10,E-2\n";

INSTANTIATE_TEST_SUITE_P(
    Known, CorrectedAcceptance,
    testing::Values(Correction{"NotYet", kCorrection, "2025-06-30", 29},
                    Correction{"Later", kCorrection, "2025-07-10", 32},
                    Correction{"BeforeItsVoid", kVoided, "2025-06-09", 9},
                    Correction{"AfterItsVoid", kVoided, "2025-06-30", 29},
                    Correction{"ByTheLastOfAChain", kChain, "2025-06-30", 25},
                    // Without an acceptance it waits since it was filed on 12 May.
                    Correction{"TakenBackAltogether", kTakenBack, "2025-06-30", 34}),
    [](const auto& tested) { return std::string{tested.param.name}; });

class OutOfOrder : public testing::TestWithParam<Story> {};

TEST_P(OutOfOrder, IsReportedAndDoesNotCrash) {
  Tables tables = small_book();
  for (const auto& [day, event] : GetParam().events) add_event(tables, "A-1", day, event);
  const Snapshot snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_THAT(codes_of(snapshot.warnings), Contains("events_out_of_order"));
  EXPECT_STREQ(to_text(snapshot.applications[0].state), to_text(GetParam().state));
}

INSTANTIATE_TEST_SUITE_P(
    Told, OutOfOrder,
    testing::Values(Story{"AnswerWithoutQuery", {{"2025-06-05", "query_answered"}}, accepted, ""},
                    Story{"ReleaseWithoutHold", {{"2025-06-05", "released"}}, accepted, ""},
                    Story{"PreparingAfterFiling", {{"2025-06-05", "preparing"}}, accepted, ""},
                    Story{"AcceptedAfterGrant",
                          {{"2025-06-05", "granted"}, {"2025-06-10", "accepted"}},
                          granted,
                          ""},
                    Story{"GrantedAfterRefusal",
                          {{"2025-06-05", "refused"}, {"2025-06-10", "granted"}},
                          granted,
                          ""},
                    Story{"ResubmittedWithoutReturn", {{"2025-06-05", "resubmitted"}}, filed, ""},
                    Story{"TwoQueriesAtOnce",
                          {{"2025-06-05", "query_opened"}, {"2025-06-06", "query_opened"}},
                          query_open,
                          ""}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(StatusTable, LetsAnyEventBeTheFirst) {
  for (const std::string& word : application_event_words()) {
    const Transition* transition = find_transition("BAFA", kNoEventYet, word);
    ASSERT_NE(transition, nullptr) << word;
    EXPECT_EQ(transition->expectation, Expectation::expected) << word;
    Tables tables = small_book();
    add_rows(tables, File::applications, "A-3,BAFA\n");
    add_event(tables, "A-3", "2025-06-20", word);
    EXPECT_THAT(codes_of(snapshot_of(tables, "2025-06-30").warnings),
                Not(Contains("events_out_of_order")))
        << word;
  }
}

TEST(StatusTable, LetsAnAcceptanceByMofcomCloseTheQuestionsBeforeIt) {
  EXPECT_EQ(find_transition("MOFCOM", only(query_open), "accepted")->expectation,
            Expectation::expected);
  EXPECT_EQ(find_transition("BAFA", only(query_open), "accepted")->expectation,
            Expectation::unexpected);
}

TEST(Snapshot, LetsSameDayEventsActInTheOrderOfTheBook) {
  EXPECT_EQ(after({{"2025-06-20", "returned"}, {"2025-06-20", "resubmitted"}}).attempt, 2);
  Tables tables = small_book();
  add_event(tables, "A-1", "2025-06-20", "resubmitted");
  add_event(tables, "A-1", "2025-06-20", "returned");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").applications[0].state, returned);
}

TEST(Snapshot, KeepsAFreezeAsAnEventThatStopsNoClock) {
  Tables tables = small_book();
  add_event(tables, "MOFCOM", "2025-06-02", "freeze");
  const Snapshot snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(snapshot.applications[0].waited, 29);
  EXPECT_EQ(snapshot.records.events.back().kind, SubjectKind::authority);
}

TEST(Snapshot, OfTheSoundBookHasNoDoubts) {
  EXPECT_THAT(codes_of(snapshot_of(small_book(), "2025-06-30").warnings), IsEmpty());
}

}  // namespace
}  // namespace runout::book
