#include "runout/regime/promises.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "book_fixture.h"
#include "runout/regime/regime.h"

namespace runout::regime {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

void promise(book::Snapshot& snapshot, std::size_t row, const std::string& told,
             const std::string& by, const std::string& source) {
  fixtures::add_event(snapshot, row, "promised", told);
  snapshot.records.events.back().expected_on = parse_date(by);
  snapshot.records.events.back().source = source;
}

/// Applications filed on 7 April 2025, decided as said or pending (blank), each promised on 5 May.
book::Snapshot promised_book(const std::vector<std::string>& decided, const std::string& by) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (std::size_t i = 0; i < decided.size(); ++i) {
    const std::string code = fmt::format("A{}", i);
    std::size_t row = i;
    if (decided[i].empty()) {
      fixtures::add(snapshot, fixtures::application(code), book::ApplicationState::filed, 59);
      fixtures::add_event(snapshot, row, "filed", "2025-04-07");
    } else {
      fixtures::add_granted(snapshot, code, "2025-04-07", decided[i]);
    }
    promise(snapshot, row, "2025-05-05", by, "telephone");
  }
  return snapshot;
}

TEST(CollectPromises, CountsKeptAndMissedOnes) {
  // By Friday, 16 May; two working days of grace: Tuesday, 20 May.
  const auto promises = collect_promises(
      promised_book({"2025-05-12", "2025-05-20", "2025-05-21", ""}, "2025-05-16"), 0.0);
  ASSERT_EQ(promises.sources.size(), 1U);
  EXPECT_EQ(promises.sources[0].source, "telephone");
  EXPECT_EQ(promises.sources[0].kept, 2U);
  EXPECT_EQ(promises.sources[0].missed, 2U);
  EXPECT_EQ(promises.sources[0].open, 0U);
  // Nothing comes by chance: Beta(0.5 + 2, 2 + 2).
  EXPECT_DOUBLE_EQ(promises.sources[0].reliability(), 2.5 / 6.5);
  EXPECT_THAT(describe_promises(promises),
              ElementsAre("Promised days from telephone: kept 2 of 4."));
}

TEST(CollectPromises, KeptByChanceAreWorthLess) {
  const auto book = promised_book({"2025-05-12", "2025-05-20", ""}, "2025-05-16");
  const double sure = collect_promises(book, 0.0).sources[0].reliability();
  const double some = collect_promises(book, 0.05).sources[0].reliability();
  const double none = collect_promises(book, 50.0).sources[0].reliability();
  EXPECT_GT(sure, some);
  EXPECT_GT(some, none);
  // Everything comes by chance anyway: r = (0.5 + 2 r) / (2.5 + 3), so r = 1 / 7.
  EXPECT_NEAR(none, 1.0 / 7.0, 1e-6);
}

TEST(CollectPromises, AnOpenOneHasWorkingDaysAround) {
  const auto promises = collect_promises(promised_book({""}, "2025-07-04"), 0.02);
  ASSERT_TRUE(promises.open[0]);
  EXPECT_THAT(promises.open[0]->days, ElementsAre(2, 3, 4, 7, 8));  // 2 to 8 July
  EXPECT_EQ(promises.sources[0].open, 1U);
  EXPECT_DOUBLE_EQ(promises.sources[0].reliability(), 0.2);
  EXPECT_THAT(describe_promises(promises),
              ElementsAre("Promised days from telephone: none could be judged yet; 1 is open, each "
                          "taken to hold with 20 %."));
}

TEST(CollectPromises, FindNothingInABookWithoutThem) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "A", "2025-04-07", "2025-05-20");
  EXPECT_THAT(collect_promises(snapshot, 0.02).sources, IsEmpty());
}

TEST(DrawPromisedDay, HoldsAsOftenAsTheSourceIsReliable) {
  const auto promises = collect_promises(promised_book({"", "2025-05-12"}, "2025-07-04"), 0.0);
  std::size_t held = 0;
  for (std::uint32_t r = 0; r < 4000; ++r) {
    const Day day = draw_promised_day(promises, *promises.open[0], 77, 1, r);
    if (day == kNever) continue;
    EXPECT_THAT(promises.open[0]->days, Contains(day));
    ++held;
  }
  EXPECT_NEAR(static_cast<double>(held) / 4000.0, 1.5 / 3.5, 0.03);
}

TEST(Promises, BringADecisionForwardAndNeverPutItOff) {
  book::Snapshot with = promised_book({"", "2025-05-12", "2025-05-14", "2025-05-16"}, "2025-07-04");
  book::Snapshot without = with;
  std::erase_if(without.records.events,
                [](const book::Event& event) { return event.event == "promised"; });
  const DrawSettings settings{.replications = 500, .seed = 7};
  const auto believed = draw_decisions(with, {}, {}, settings);
  const auto usual = draw_decisions(without, {}, {}, settings);
  std::size_t earlier = 0;
  for (std::size_t r = 0; r < 500; ++r) {
    const auto one = believed.draws.stages_of(r, 0);
    const auto other = usual.draws.stages_of(r, 0);
    const Day day = one.size() > 1 ? one[1].day : kNever;
    const Day usual_day = other.size() > 1 ? other[1].day : kNever;
    ASSERT_LE(day, usual_day);
    if (day < usual_day) ++earlier;
  }
  EXPECT_GT(earlier, 50U);
  EXPECT_THAT(believed.basis.assumptions, Contains(HasSubstr("kept 3 of 3")));
  EXPECT_THAT(usual.basis.promises, IsEmpty());
}

}  // namespace
}  // namespace runout::regime
