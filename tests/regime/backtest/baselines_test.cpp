#include "runout/regime/backtest/baselines.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace runout::regime::backtest {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

/// A decided wait: lasted `seen` life days and was decided `ago` days before the as-of day.
KnownWait decided(Day seen, Day ago, std::uint32_t group = 0) {
  KnownWait wait;
  wait.seen = seen;
  wait.age = seen + ago;
  wait.decided = true;
  wait.group = group;
  return wait;
}

PendingCase pending(Day waited, std::uint32_t group = 0) { return {"P", waited, 1, group}; }

std::vector<double> forecast(Baseline baseline, ReplayDay day, const PendingCase& one,
                             std::size_t days, Day window = 100) {
  day.pending = {one};
  std::vector<double> by_day(days);
  fit_baseline(baseline, day, window, static_cast<Day>(days))(one, by_day);
  return by_day;
}

ReplayDay twenty_of_ten_days() {
  ReplayDay day;
  for (int i = 0; i < 20; ++i) day.known.push_back(decided(10, 5));
  return day;
}

TEST(Baselines, TakeTheRecentMedianAsTheDay) {
  ReplayDay day = twenty_of_ten_days();
  for (int i = 0; i < 40; ++i) day.known.push_back(decided(50, 200));  // outside the window
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(7), 4), ElementsAre(0, 0, 1, 1));
  // Overdue: tomorrow.
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(30), 2), ElementsAre(1, 1));
}

TEST(Baselines, RoundAMedianOfHalfADayToTheEvenOne) {
  ReplayDay day;
  for (int i = 0; i < 10; ++i) day.known.push_back(decided(2, 5));
  for (int i = 0; i < 10; ++i) day.known.push_back(decided(3, 5));
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(0), 3), ElementsAre(0, 1, 1));
}

TEST(Baselines, TakeAllDecidedOnesWhereFewAreRecent) {
  ReplayDay day;
  for (int i = 0; i < 19; ++i) day.known.push_back(decided(2, 5));
  for (int i = 0; i < 40; ++i) day.known.push_back(decided(6, 200));
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(3), 3), ElementsAre(0, 0, 1));
  day.known.push_back(decided(2, 100));  // just outside
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(3), 3), ElementsAre(0, 0, 1));
  day.known.push_back(decided(2, 99));  // the twentieth, just inside the window
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(3), 3), ElementsAre(1, 1, 1));
}

TEST(Baselines, ReadTheDistributionOffThoseWhoWaitedLonger) {
  ReplayDay day;
  for (const Day waits : {2, 4, 5, 5, 9}) {
    for (int i = 0; i < 4; ++i) day.known.push_back(decided(waits, 1));
  }
  EXPECT_THAT(
      forecast(Baseline::published_distribution, day, pending(2), 4),
      ElementsAre(0.0, DoubleNear(0.25, 1e-12), DoubleNear(0.75, 1e-12), DoubleNear(0.75, 1e-12)));
  // Nobody waited longer: decided within thirty days, evenly.
  EXPECT_THAT(forecast(Baseline::published_distribution, day, pending(9), 2),
              ElementsAre(DoubleNear(1.0 / 30, 1e-12), DoubleNear(2.0 / 30, 1e-12)));
}

// Forty decided on life day 2 long ago, forty on life day 4 lately: only the pace differs.
TEST(Baselines, LookOnlyAtRecentDaysInThePeriodEstimate) {
  ReplayDay day;
  for (int i = 0; i < 40; ++i) day.known.push_back(decided(2, 500));
  for (int i = 0; i < 40; ++i) day.known.push_back(decided(4, 5));
  const auto all = forecast(Baseline::kaplan_meier, day, pending(1), 1);
  const auto recent = forecast(Baseline::period_kaplan_meier, day, pending(1), 1);
  EXPECT_NEAR(all[0], 0.5, 1e-12);
  EXPECT_NEAR(recent[0], 0.0, 1e-12);
}

TEST(Baselines, CountOnlyTheWaitingAfterTheEntry) {
  ReplayDay day;
  for (int i = 0; i < 20; ++i) {
    day.known.push_back(decided(i < 10 ? 5 : 8, 3));
    day.known.back().entry = i < 10 ? 0 : 6;
  }
  // The ten who entered after six days were not at risk on day 5.
  EXPECT_NEAR(forecast(Baseline::kaplan_meier, day, pending(4), 1)[0], 0.999, 1e-9);
}

TEST(Baselines, KeepGroupsApartAndBorrowWhereOneIsEmpty) {
  ReplayDay day = twenty_of_ten_days();
  day.groups = 3;
  for (int i = 0; i < 20; ++i) day.known.push_back(decided(3, 5, 1));
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(0, 1), 3), ElementsAre(0, 0, 1));
  EXPECT_EQ(forecast(Baseline::published_median, day, pending(0, 0), 3).back(), 0.0);
  // Half of all lasted 3 days, half 10: 6.5, rounded to 6.
  EXPECT_THAT(forecast(Baseline::published_median, day, pending(3, 2), 3), ElementsAre(0, 0, 1));
}

TEST(Baselines, AreDistributionsWhateverTheyAreFittedTo) {
  ReplayDay day;
  for (int i = 0; i < 25; ++i) day.known.push_back(decided(1 + (i * i) % 90, i * 9));
  for (const BaselineWords& words : baseline_words()) {
    for (const Day waited : {1, 20, 89, 400}) {
      const auto by_day = forecast(words.baseline, day, pending(waited), 60);
      EXPECT_TRUE(std::ranges::is_sorted(by_day)) << words.name;
      EXPECT_GE(by_day.front(), 0.0) << words.name;
      EXPECT_LE(by_day.back(), 1.0) << words.name;
    }
  }
}

TEST(Baselines, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const BaselineWords& words : baseline_words()) {
    EXPECT_TRUE(names.insert(std::string{words.name}).second);
    EXPECT_EQ(words_of(words.baseline).name, words.name);
  }
}

}  // namespace
}  // namespace runout::regime::backtest
