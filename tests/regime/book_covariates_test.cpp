#include "runout/regime/book_covariates.h"

#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "book_fixture.h"
#include "regime/as_of.h"
#include "runout/base/error.h"
#include "runout/base/random.h"
#include "runout/regime/book_model.h"
#include "runout/regime/training.h"

namespace runout::regime {
namespace {

using book::ApplicationState;

TEST(BookCovariates, NameTheNearestForAWrongName) {
  EXPECT_EQ(covariate_place("holder"), 5u);
  EXPECT_EQ(covariate_place("past_recipient"), kPastRecipient);
  EXPECT_EQ(covariate_place("filer"), kFiler);
  EXPECT_EQ(covariate_place("escalated"), kEscalated);
  try {
    (void)covariate_place("holdr");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    EXPECT_STREQ(error.what(), "'holdr' is not a covariate of a book; did you mean 'holder'?");
  }
}

UsedCovariates every() {
  UsedCovariates used{};
  used.fill(true);
  return used;
}

TEST(BookCovariates, TakeTheHolderItselfForNoFiler) {
  book::Application own = fixtures::application("A", "Lanhai");
  own.filer = "Lanhai";
  EXPECT_EQ(covariate_values(own)[kFiler], "");
  own.filer = "Broker";
  EXPECT_EQ(covariate_values(own)[kFiler], "Broker");
}

TEST(BookCovariates, KnowAPairThatWasGrantedBefore) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "FIRST", "2025-01-06", "2025-03-03", "Lanhai");
  const auto add_filed = [&](const char* code, const char* holder, const char* filed) {
    const auto row =
        fixtures::add(snapshot, fixtures::application(code, holder), ApplicationState::filed);
    fixtures::add_event(snapshot, row, "filed", filed);
    return row;
  };
  const std::size_t before = add_filed("BEFORE", "Lanhai", "2025-02-03");
  const std::size_t after = add_filed("AFTER", "Lanhai", "2025-04-07");
  const std::size_t other = add_filed("OTHER", "Dongbei", "2025-04-07");
  const std::size_t denied = add_filed("DENIED", "Lanhai", "2025-04-07");
  for (book::Application& one : snapshot.records.applications) one.end_user = "Mirow";
  snapshot.records.applications[denied].past_recipient = "no";
  const BookCovariates covariates{snapshot, every()};
  EXPECT_EQ(covariates.of(0)[kPastRecipient], "");  // Its own grant came later.
  EXPECT_EQ(covariates.of(before)[kPastRecipient], "");
  EXPECT_EQ(covariates.of(after)[kPastRecipient], "yes");
  EXPECT_EQ(covariates.of(other)[kPastRecipient], "");
  EXPECT_EQ(covariates.of(denied)[kPastRecipient], "no");          // What is written stands.
  snapshot.records.events[1].known_on = parse_date("2025-05-05");  // Known later than filed.
  EXPECT_EQ(BookCovariates(snapshot, every()).of(after)[kPastRecipient], "");
}

TEST(BookCovariates, CutAReviewAtItsEscalation) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::granted);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "escalated", "2025-04-18");
  fixtures::add_event(snapshot, row, "escalated", "2025-04-25");
  fixtures::add_event(snapshot, row, "granted", "2025-05-19");
  const BookSpells spells = collect_spells(snapshot, every());
  ASSERT_EQ(spells.review.spells.size(), 2u);
  EXPECT_EQ(spells.review.spells[0].last, parse_date("2025-04-18"));
  EXPECT_EQ(spells.review.spells[0].cause, std::nullopt);
  EXPECT_EQ(spells.review.levels_of(0)[kEscalated], kNoLevel);
  EXPECT_EQ(spells.review.spells[1].first, parse_date("2025-04-19"));
  EXPECT_EQ(spells.review.spells[1].waited, 9.0);
  EXPECT_EQ(spells.review.levels_of(1)[kEscalated], 0);
  UsedCovariates used = every();
  used[kEscalated] = false;
  EXPECT_EQ(collect_spells(snapshot, used).review.spells.size(), 1u);
}

TEST(BookCovariates, ForgetAnEscalationToCome) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  const auto row = fixtures::add(snapshot, fixtures::application("A"), ApplicationState::filed);
  fixtures::add_event(snapshot, row, "filed", "2025-04-07");
  fixtures::add_event(snapshot, row, "escalated", "2025-07-18");
  EXPECT_EQ(BookCovariates(snapshot, every()).of(row)[kEscalated], "");
}

/// Decided applications of which so many were escalated two weeks after they were filed, or filed
/// by a broker. Escalation makes decisions six times as likely.
book::Snapshot pressed_book(std::uint32_t count, std::uint32_t escalated, std::uint32_t brokered) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (std::uint32_t i = 0; i < count; ++i) {
    RandomStream stream{3, i, "pressed", Purpose::test};
    const Date filed = kAsOf - Days{300 + static_cast<int>(stream.uniform() * 300.0)};
    const bool is_escalated = i < escalated;
    double left = stream.exponential();
    Date decided = filed;
    while (left > 0.0) {
      decided += Days{1};
      left -= is_escalated && decided > filed + Days{14} ? 0.06 : 0.01;
    }
    if (decided > kAsOf) continue;
    fixtures::add_granted(snapshot, fmt::format("A{}", i), to_string(filed), to_string(decided));
    book::Application& one = snapshot.records.applications.back();
    one.filer = i + brokered >= count ? "Broker" : "";
    if (is_escalated && decided > filed + Days{14}) {
      fixtures::add_event(snapshot, snapshot.applications.size() - 1, "escalated",
                          to_string(filed + Days{14}));
    }
  }
  return snapshot;
}

TEST(BookCovariates, AreUsedOnlyWhereTheRecordsCanTell) {
  const UsedCovariates few = used_covariates(pressed_book(30, 3, 4), std::nullopt);
  EXPECT_TRUE(few[0] && few[kPastRecipient] && few[6]);
  EXPECT_FALSE(few[kEscalated]);
  EXPECT_FALSE(few[kFiler]);
  const UsedCovariates some = used_covariates(pressed_book(30, 12, 8), std::nullopt);
  EXPECT_TRUE(some[kEscalated]);
  EXPECT_TRUE(some[kFiler]);
  const UsedCovariates all = used_covariates(pressed_book(30, 30, 30), std::nullopt);
  EXPECT_FALSE(all[kFiler]);
  const UsedCovariates named = used_covariates(pressed_book(30, 3, 4), {{"escalated"}});
  EXPECT_TRUE(named[kEscalated]);
  EXPECT_FALSE(named[0]);
}

// The effect is log 6 = 1.8, drawn towards 0 by its prior (a deviation below 0.5 with 95 %).
TEST(BookCovariates, LearnWhatEscalationDoes) {
  const BookModel model = fit_book(pressed_book(300, 150, 0), {}, {.horizon = 30});
  const FieldPosterior& field = model.review.hazard;
  const auto at = static_cast<Eigen::Index>(field.layout.effect_at[kEscalated]);
  ASSERT_EQ(field.layout.levels[kEscalated], 1u);
  EXPECT_GT(field.mode.dense(at), 1.0);
  EXPECT_LT(field.mode.dense(at), 2.2);
}

}  // namespace
}  // namespace runout::regime
