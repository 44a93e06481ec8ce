#include <algorithm>
#include <vector>

#include <gmock/gmock.h>

#include "book_fixture.h"
#include "runout/regime/regime.h"

namespace runout::regime {
namespace {

using book::ApplicationState;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;

book::Snapshot mixed_book() {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "G1", "2025-04-07", "2025-05-20", "ACME");
  fixtures::add_granted(snapshot, "G2", "2025-04-14", "2025-06-10", "ACME");
  fixtures::add(snapshot, fixtures::application("P1", "ACME"), ApplicationState::preparing);
  fixtures::add(snapshot, fixtures::application("R1", "BOLT"), ApplicationState::accepted, 30);
  fixtures::add(snapshot, fixtures::application("X1"), ApplicationState::returned);
  const auto refused =
      fixtures::add(snapshot, fixtures::application("N1"), ApplicationState::refused);
  snapshot.applications[refused].decided_on = parse_date("2025-06-02");
  return snapshot;
}

DrawSettings few(std::size_t replications = 300) {
  return {.replications = replications, .seed = 7};
}

std::vector<Day> days_of(const Draws& draws, std::size_t application) {
  std::vector<Day> days;
  for (std::size_t r = 0; r < draws.replications; ++r) {
    days.push_back(draws.final_day[draws.cell(r, application)]);
  }
  return days;
}

TEST(DrawDecisions, KeepsTheInvariantsOfDraws) {
  const auto result = draw_decisions(mixed_book(), {}, {}, few());
  EXPECT_NO_THROW(check(result.draws));
  EXPECT_EQ(result.draws.applications, 6u);
}

TEST(DrawDecisions, KeepsWhatIsDecided) {
  const auto result = draw_decisions(mixed_book(), {}, {}, few(3));
  const Draws& draws = result.draws;
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_EQ(draws.in_hand_day[draws.cell(r, 0)], -41);  // 20 May to 30 June
    EXPECT_EQ(draws.outcome[draws.cell(r, 5)], FinalOutcome::refused);
    EXPECT_EQ(draws.final_day[draws.cell(r, 5)], -28);
  }
}

TEST(DrawDecisions, OfOpenCasesFallAfterTheAsOfDay) {
  const auto result = draw_decisions(mixed_book(), {}, {}, few());
  for (const std::size_t open : {2, 3, 4}) {
    EXPECT_THAT(days_of(result.draws, open), Each(Ge(1)));
  }
}

TEST(DrawDecisions, FallOnWorkingDaysOfTheAuthority) {
  const auto snapshot = mixed_book();
  const auto result = draw_decisions(snapshot, {}, {}, few());
  const Calendar calendar = *built_in_calendar("mon-fri");
  for (const Day day : days_of(result.draws, 3)) {
    if (day != kNever) {
      EXPECT_TRUE(calendar.is_working(snapshot.as_of + Days{day}));
    }
  }
}

TEST(DrawDecisions, AreTheSameBitsForAnyNumberOfThreads) {
  DrawSettings settings = few(500);
  const auto one = draw_decisions(mixed_book(), {}, {}, settings);
  for (const unsigned threads : {2U, 7U}) {
    settings.threads = threads;
    const auto many = draw_decisions(mixed_book(), {}, {}, settings);
    EXPECT_EQ(one.draws.final_day, many.draws.final_day);
    EXPECT_EQ(one.draws.stages, many.draws.stages);
    EXPECT_EQ(one.draws.first_stage, many.draws.first_stage);
  }
}

TEST(DrawDecisions, DoNotDependOnTheOrderOfRows) {
  const auto snapshot = mixed_book();
  auto turned = fixtures::empty_snapshot();
  for (const std::size_t row : {4, 2, 3, 0, 1, 5}) {
    turned.records.applications.push_back(snapshot.records.applications[row]);
    turned.applications.push_back(snapshot.applications[row]);
    for (book::Event event : snapshot.records.events) {
      if (event.index != row) continue;
      event.index = turned.applications.size() - 1;
      turned.records.events.push_back(event);
    }
  }
  const auto one = draw_decisions(snapshot, {}, {}, few());
  const auto other = draw_decisions(turned, {}, {}, few());
  EXPECT_EQ(days_of(one.draws, 3), days_of(other.draws, 2));
  EXPECT_EQ(days_of(one.draws, 4), days_of(other.draws, 0));
}

TEST(DrawDecisions, OfASecondBlockOfReplicationsContinueTheFirst) {
  const auto all = draw_decisions(mixed_book(), {}, {}, few(20));
  DrawSettings rest = few(5);
  rest.first_replication = 15;
  const auto last = draw_decisions(mixed_book(), {}, {}, rest);
  const auto days = days_of(all.draws, 3);
  EXPECT_EQ(days_of(last.draws, 3), std::vector<Day>(days.begin() + 15, days.end()));
}

TEST(DrawDecisions, AreMadeForNewCasesAndPolicies) {
  const NewCase fresh{fixtures::application("NEW-1", "ACME", "ELSEWHERE")};
  const PolicyCase policy{"POL-1", fixtures::application("", "ACME"), 3};
  const auto result = draw_decisions(mixed_book(), {fresh}, {policy}, few(200));
  EXPECT_NO_THROW(check(result.draws));
  EXPECT_EQ(result.draws.applications, 7u);
  EXPECT_EQ(result.draws.stages_of(0, 6).front(), (StageChange{0, Stage::preparing}));
  ASSERT_EQ(result.draws.turns_of(0, 0).size(), 3u);
  for (const PolicyTurn& turn : result.draws.turns_of(0, 0)) {
    EXPECT_GE(turn.preparation_days, 1);
    EXPECT_GE(turn.review_days, 0);
  }
}

TEST(DrawDecisions, WorkOnABookWithoutApplications) {
  const auto result = draw_decisions(fixtures::empty_snapshot(), {}, {}, few(4));
  EXPECT_NO_THROW(check(result.draws));
  EXPECT_DOUBLE_EQ(result.basis.prior_share, 1.0);
}

TEST(DrawDecisions, RefuseForGoodUnlessTheAuthorityFilesAgain) {
  auto snapshot = mixed_book();
  const auto final_one = draw_decisions(snapshot, {}, {}, few(20));
  EXPECT_EQ(final_one.draws.stage_on(0, 5, 0), Stage::refused);
  book::Authority authority;
  authority.authority = "AUTH";
  authority.after_refusal = book::AfterRefusal::refile;
  snapshot.records.authorities.push_back(authority);
  const auto again = draw_decisions(snapshot, {}, {}, few(20));
  EXPECT_EQ(again.draws.stage_on(0, 5, 0), Stage::preparing);
  EXPECT_THAT(days_of(again.draws, 5), Each(Ge(1)));
}

TEST(DrawDecisions, SayWhenReportsOnFileAreNotUsed) {
  auto snapshot = mixed_book();
  snapshot.records.evidence.emplace_back();
  snapshot.records.evidence.back().evidence = "EV-1";
  snapshot.records.evidence.back().reported_on = snapshot.as_of;
  const auto result = draw_decisions(snapshot, {}, {}, few(2));
  EXPECT_THAT(result.basis.notes, ::testing::Contains(HasSubstr("report EV-1 is not used")));
  EXPECT_EQ(result.basis.decisions_seen, 2u);
  EXPECT_EQ(result.basis.pending_seen, 3u);
  EXPECT_GT(result.basis.prior_share, 0.5);
}

}  // namespace
}  // namespace runout::regime
