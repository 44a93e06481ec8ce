#include "runout/regime/report_delay.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "book_fixture.h"
#include "regime/as_of.h"
#include "runout/base/random.h"
#include "runout/regime/book_model.h"
#include "runout/regime/regime.h"

namespace runout::regime {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

/// Adds an application decided so many days ago and known so many days later, if it is known.
void add_decided(book::Snapshot& snapshot, int days_ago, int delay) {
  const Date decided = snapshot.as_of - Days{days_ago};
  if (delay > days_ago) return;
  fixtures::add_granted(snapshot, fmt::format("A{}", snapshot.applications.size()),
                        to_string(decided - Days{30}), to_string(decided));
  snapshot.records.events.back().known_on = decided + Days{delay};
}

TEST(ReportDelay, IsNoneWhereDecisionsAreKnownOnTheirDay) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (int i = 0; i < 40; ++i) add_decided(snapshot, 200 - i, i % 5 == 0 ? 10 : 0);
  EXPECT_FALSE(learn_report_delay(snapshot).is_late());
  EXPECT_EQ(learn_report_delay(snapshot).share_known(Days{0}), 1.0);
}

TEST(ReportDelay, IsNotLearntFromAFew) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (int i = 0; i < 9; ++i) add_decided(snapshot, 100 - i, i == 0 ? 5 : 6);
  EXPECT_FALSE(learn_report_delay(snapshot).is_late());
}

TEST(ReportDelay, SaysNothingOfABookThatWasTypedInAtOnce) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (int i = 0; i < 40; ++i) add_decided(snapshot, 100 - i, 50 + i);  // All on one day.
  EXPECT_FALSE(learn_report_delay(snapshot).is_late());
}

// Every day a decision; lately three. Half of them are known after 2 days, half after 20: those of
// the newest 20 days that are known at all are known early.
TEST(ReportDelay, IsNotFooledByTheDecisionsThatAreNotKnownYet) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (int ago = 300; ago >= 0; --ago) {
    for (int i = 0; i < (ago < 20 ? 6 : 2); ++i) add_decided(snapshot, ago, i % 2 == 0 ? 2 : 20);
  }
  const ReportDelay delay = learn_report_delay(snapshot);
  ASSERT_TRUE(delay.is_late());
  EXPECT_NEAR(delay.share_known(Days{1}), 0.0, 0.01);
  EXPECT_NEAR(delay.share_known(Days{2}), 0.5, 0.01);
  EXPECT_NEAR(delay.share_known(Days{19}), 0.5, 0.01);
  EXPECT_EQ(delay.share_known(Days{20}), 1.0);
  EXPECT_EQ(delay.days_until(0.9), 20);
  double early = 0.0;
  double all = 0.0;
  for (const book::Event& event : snapshot.records.events) {
    if (event.event != "granted") continue;
    all += 1.0;
    if (event.known_on - *event.happened_on < Days{20}) early += 1.0;
  }
  EXPECT_GT(early / all, 0.53);  // What counting alone would say.
}

TEST(ReportDelay, ClosesTheNewestDaysByWhatIsNotKnownYet) {
  const ReportDelay delay{{0.25, 0.5, 0.75, 1.0}, 40};
  // As of a Monday; two of the four days are a weekend.
  std::vector<Clock> clocks{{*built_in_calendar("mon-fri"), kAsOf - Days{20}, kAsOf}};
  EXPECT_THAT(unknown_share(delay, clocks.front(), kAsOf), ElementsAre(0.75, 0.0));
  thin_newest_days(delay, kAsOf, clocks);
  EXPECT_NEAR(clocks.front().open(kAsOf), 0.25, 1e-6);
  EXPECT_EQ(clocks.front().open(kAsOf - Days{1}), 0.0);
  EXPECT_EQ(clocks.front().open(kAsOf - Days{3}), 1.0);
  EXPECT_EQ(clocks.front().tick(kAsOf), 1.0);
}

/// A book of applications decided at a constant hazard a calendar day, known some days later, as of
/// kAsOf. `unknown` counts those that are decided and not known to be.
book::Snapshot late_book(int delay, std::size_t& unknown) {
  book::Snapshot all = fixtures::empty_snapshot();
  unknown = 0;
  for (std::uint32_t i = 0; i < 600; ++i) {
    RandomStream stream{5, i, "late", Purpose::test};
    const Date filed = kAsOf - Days{static_cast<int>(stream.uniform() * 500.0)};
    const Date decided = filed + Days{1 + static_cast<int>(stream.exponential() / 0.02)};
    const std::size_t row = fixtures::add(all, fixtures::application(fmt::format("A{}", i)),
                                          book::ApplicationState::filed);
    fixtures::add_event(all, row, "filed", to_string(filed));
    if (decided > kAsOf) continue;
    fixtures::add_event(all, row, "granted", to_string(decided));
    all.records.events.back().known_on = decided + Days{delay};
    if (decided + Days{delay} > kAsOf) ++unknown;
  }
  return book::make_snapshot(std::move(all.records), kAsOf);
}

/// Expected decisions of pending applications on day 1.
double decided_on_first_day(const book::Snapshot& snapshot, std::size_t replications) {
  const DrawnDecisions drawn = draw_decisions(
      snapshot, {}, {}, {.replications = replications, .horizon = 60, .covariates = {{}}});
  double first = 0.0;
  for (std::size_t replication = 0; replication < replications; ++replication) {
    for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
      const auto changes = drawn.draws.stages_of(replication, i);
      if (book::is_pending(snapshot.applications[i].state) && changes.size() > 1 &&
          changes[1].day == 1) {
        first += 1.0;
      }
    }
  }
  return first / static_cast<double>(replications);
}

// 15 days of about 1.2 decisions each are unknown: 18 +- 4.
TEST(ReportDelay, MakesPendingApplicationsDecidedAlready) {
  std::size_t unknown = 0;
  const book::Snapshot late = late_book(15, unknown);
  EXPECT_GT(unknown, 8u);
  EXPECT_NEAR(decided_on_first_day(late, 200), static_cast<double>(unknown) + 1.5, 6.0);
  std::size_t none = 0;
  EXPECT_LT(decided_on_first_day(late_book(0, none), 200), 4.0);
}

TEST(ReportDelay, LeavesTheSpeedOfTheNewestWeeksAlone) {
  std::size_t unknown = 0;
  const BookModel late = fit_book(late_book(15, unknown), {}, {.covariates = {{}}});
  const BookModel known = fit_book(late_book(0, unknown), {}, {.covariates = {{}}});
  const auto hazard = [](const BookModel& model) {
    return model.review.decided / model.review.exposure;
  };
  EXPECT_NEAR(hazard(late) / hazard(known), 1.0, 0.05);
  ASSERT_FALSE(late.basis.flags.empty());
  const auto flag = std::ranges::find(late.basis.flags, "late_reports", &Flag::code);
  ASSERT_NE(flag, late.basis.flags.end());
  EXPECT_THAT(flag->message,
              ::testing::StartsWith("half of the decisions reach this book within 15 days, nine of "
                                    "ten within 15 days"));
  EXPECT_EQ(std::ranges::find(known.basis.flags, "late_reports", &Flag::code),
            known.basis.flags.end());
}

}  // namespace
}  // namespace runout::regime
