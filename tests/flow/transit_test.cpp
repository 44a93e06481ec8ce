// S6: journeys, holds, and what is known of goods under way.
#include "runout/flow/transit.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "runout/base/random.h"

namespace runout::flow {
namespace {

constexpr std::uint64_t kMagnets = 12345;

Journey drawn(Day departed, const Transit& transit, std::uint32_t replication) {
  UnderWay under_way;
  under_way.departed = departed;
  return continue_journey(under_way, TransitLaw{transit}, TransitMode::drawn,
                          {1, replication, kMagnets});
}

TEST(DepartOn, TakesTheFixedDaysAndOneAtLeast) {
  EXPECT_EQ(depart_on(5, TransitLaw{{7, 7, 7}}, TransitMode::drawn, {}).arrives, 12);
  EXPECT_EQ(depart_on(5, TransitLaw{{0, 0, 0}}, TransitMode::drawn, {}).arrives, 6);
  EXPECT_EQ(depart_on(5, TransitLaw{{0, 0, 9}}, TransitMode::typical, {}).arrives, 6);
}

TEST(DepartOn, IsTheTypicalDayWithoutAHoldInTypicalMode) {
  const Transit transit{3, 5, 9, 1.0, 2, 4, 6};
  EXPECT_EQ(depart_on(1, TransitLaw{transit}, TransitMode::typical, {}),
            (Journey{6, kNever, kNever}));
}

TEST(DepartOn, DrawsFromTheStreamOfTheConsignment) {
  const Transit transit{10, 14, 30};
  for (std::uint32_t replication = 0; replication < 50; ++replication) {
    RandomStream stream{9, replication, kMagnets, Purpose::transit};
    const Journey journey =
        depart_on(2, TransitLaw{transit}, TransitMode::drawn, {9, replication, kMagnets});
    EXPECT_EQ(journey.arrives, 2 + PertDays(10, 14, 30).draw(stream));
  }
}

TEST(DepartOn, HoldsAtTheEndOfTheJourneyWithItsProbability) {
  const Transit transit{5, 5, 5, 0.25, 3, 3, 3};
  int held = 0;
  for (std::uint32_t replication = 0; replication < 4000; ++replication) {
    const Journey journey =
        depart_on(1, TransitLaw{transit}, TransitMode::drawn, {1, replication, kMagnets});
    if (journey.arrives == 9) {
      ++held;
      EXPECT_EQ(journey.held_from, 6);
      EXPECT_EQ(journey.held_to, 9);
    } else {
      EXPECT_EQ(journey, (Journey{6, kNever, kNever}));
    }
  }
  EXPECT_NEAR(held, 1000, 110);  // 4 standard errors of 27.4
}

TEST(UnderWayTransit, KeepsTheOddsOfTheDaysThatAreLeft) {
  // Left 20 days ago on a lane of 14 to 30 days: the days up to 20 are ruled out, the others keep
  // the odds they had among themselves.
  const Transit transit{14, 20, 30};
  constexpr int kReplications = 20'000;
  std::vector<int> fresh(64, 0);
  std::vector<int> conditional(64, 0);
  int fresh_later = 0;
  for (std::uint32_t replication = 0; replication < kReplications; ++replication) {
    RandomStream stream{3, replication, kMagnets, Purpose::test};
    const int days = PertDays(14, 20, 30).draw(stream);
    if (days > 20) {
      ++fresh[static_cast<std::size_t>(days)];
      ++fresh_later;
    }
    const Day arrives = drawn(-20, transit, replication).arrives;
    ASSERT_GE(arrives, 1);
    ASSERT_LE(arrives, 10);
    ++conditional[static_cast<std::size_t>(arrives + 20)];
  }
  for (std::size_t days = 21; days <= 30; ++days) {
    const double expected = static_cast<double>(fresh[days]) / fresh_later;
    const double found = static_cast<double>(conditional[days]) / kReplications;
    EXPECT_NEAR(found, expected, 0.025) << days;  // more than 4 standard errors of both
  }
}

TEST(UnderWayTransit, ArrivesTomorrowBeyondTheLanesHighDays) {
  EXPECT_EQ(drawn(-30, {14, 20, 30}, 0).arrives, 1);
  EXPECT_EQ(drawn(-90, {14, 20, 30}, 0).arrives, 1);
  EXPECT_EQ(drawn(-29, {14, 20, 30}, 0).arrives, 1);  // 30 days exactly
  EXPECT_EQ(drawn(-20, {7, 7, 7}, 0).arrives, 1);
}

TEST(UnderWayTransit, ArrivesTomorrowBeyondTheHighDaysOnALaneThatHoldsToo) {
  const Transit transit{5, 5, 5, 0.999, 10, 10, 10};
  EXPECT_EQ(drawn(-5, transit, 4).arrives, 1);
  EXPECT_EQ(drawn(-20, transit, 4).arrives, 1);
}

TEST(UnderWayTransit, AnEtaBeyondTheLanesHighDaysStretchesTheLane) {
  for (std::uint32_t replication = 0; replication < 100; ++replication) {
    const Day arrives = drawn(-35, {14, 40, 30}, replication).arrives;
    EXPECT_GE(arrives, 1);
    EXPECT_LE(arrives, 5);
  }
}

TEST(UnderWayTransit, IsTheTypicalDayOrTomorrowInTypicalMode) {
  UnderWay under_way;
  under_way.departed = -10;
  EXPECT_EQ(continue_journey(under_way, TransitLaw{{5, 14, 30}}, TransitMode::typical, {}).arrives,
            4);
  EXPECT_EQ(continue_journey(under_way, TransitLaw{{5, 9, 30}}, TransitMode::typical, {}).arrives,
            1);
}

// Left on D-20 for 30 days, held since D-5: 15 days of the way are left.
UnderWay held_since(Day held) {
  UnderWay under_way;
  under_way.departed = -20;
  under_way.held = held;
  return under_way;
}

TEST(HeldTransit, StaysForTheLanesHoldThenTravelsOn) {
  const Transit transit{30, 30, 30, 0.0, 10, 10, 10};
  for (const TransitMode mode : {TransitMode::drawn, TransitMode::typical}) {
    EXPECT_EQ(continue_journey(held_since(-5), TransitLaw{transit}, mode, {}),
              (Journey{20, -5, 5}));
  }
}

TEST(HeldTransit, StaysUntilTheDayThatWasNamed) {
  UnderWay under_way = held_since(-5);
  under_way.held_until = 8;
  const Transit transit{30, 30, 30};
  EXPECT_EQ(continue_journey(under_way, TransitLaw{transit}, TransitMode::drawn, {}),
            (Journey{23, -5, 8}));
  under_way.held_until = -2;  // passed, and not released: tomorrow
  EXPECT_EQ(continue_journey(under_way, TransitLaw{transit}, TransitMode::drawn, {}),
            (Journey{16, -5, 1}));
  under_way.held_until = kNever;
  EXPECT_EQ(continue_journey(under_way, TransitLaw{transit}, TransitMode::drawn, {}).arrives,
            kNever);
}

TEST(HeldTransit, IsReleasedTomorrowBeyondTheLanesHold) {
  const Transit transit{18, 18, 18, 0.2, 2, 3, 4};
  EXPECT_EQ(continue_journey(held_since(-5), TransitLaw{transit}, TransitMode::drawn, {}),
            (Journey{4, -5, 1}));  // 3 of 18 days are left
  EXPECT_EQ(continue_journey(held_since(-5), TransitLaw{Transit{}}, TransitMode::drawn, {}).arrives,
            1);
}

TEST(HeldTransit, IsDrawnGivenThatItWasNotReleased) {
  const Transit transit{15, 15, 15, 0.2, 2, 6, 14};
  for (std::uint32_t replication = 0; replication < 200; ++replication) {
    const Journey journey = continue_journey(held_since(-5), TransitLaw{transit},
                                             TransitMode::drawn, {1, replication, kMagnets});
    EXPECT_GE(journey.held_to, 1);
    EXPECT_LE(journey.held_to, 9);
    EXPECT_EQ(journey.arrives, journey.held_to);
  }
}

TEST(HeldTransit, HadNotArrivedWhenTheHoldBegan) {
  // Held after 15 days on a lane of 5 to 25: most transits that short are ruled out, so the goods
  // usually have some way left.
  Transit transit{5, 10, 25};
  UnderWay under_way = held_since(-5);
  under_way.held_until = 1;
  int with_way_left = 0;
  for (std::uint32_t replication = 0; replication < 200; ++replication) {
    const Journey journey = continue_journey(under_way, TransitLaw{transit}, TransitMode::drawn,
                                             {1, replication, kMagnets});
    if (journey.arrives > 1) ++with_way_left;
  }
  EXPECT_GT(with_way_left, 100);  // without the condition about one in eight
}

TEST(LatestArrival, IsNeverPassed) {
  std::vector<UnderWay> ways(4);
  ways[0].departed = -10;
  ways[1] = held_since(-5);
  ways[2] = held_since(-5);
  ways[2].held_until = 7;
  ways[3] = held_since(-19);
  for (const Transit& transit : {Transit{5, 10, 25}, Transit{15, 18, 30, 0.4, 2, 6, 14},
                                 Transit{30, 30, 30, 0.0, 10, 10, 10}, Transit{14, 40, 30}}) {
    const TransitLaw law{transit};
    for (const UnderWay& way : ways) {
      const Day latest = latest_arrival(way, law, TransitMode::drawn);
      Day seen = 0;
      for (std::uint32_t replication = 0; replication < 2000; ++replication) {
        const Day day =
            continue_journey(way, law, TransitMode::drawn, {1, replication, kMagnets}).arrives;
        ASSERT_LE(day, latest);
        seen = std::max(seen, day);
      }
      EXPECT_GE(seen + 20, latest);  // It is no wild guess either.
    }
  }
}

TEST(AddDays, StopsAtNever) {
  EXPECT_EQ(add_days(3, 4), 7);
  EXPECT_EQ(add_days(kNever, -4), kNever);
  EXPECT_EQ(add_days(kNever - 1, 100), kNever);
}

}  // namespace
}  // namespace runout::flow
