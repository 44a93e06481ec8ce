// S2 and S8: when a consignment leaves, what it takes, and when its goods are usable.
#include <gtest/gtest.h>

#include "flow/small_network.h"

namespace runout::flow::fixtures {
namespace {

/// A network of one point and one consignment of 10 with a transit of 3 days.
struct OneConsignment {
  Network network = empty_network(30);
  Index point = add_point(network, "MAG", 0);
  Index row = add_consignment(network, point, 10, 1, 3);
  [[nodiscard]] Consignment& consignment() { return network.consignments[row]; }

  /// The first day with the goods in stock; kNever: none.
  [[nodiscard]] Day arrival(const std::vector<Given>& given = {}) const {
    const Simulation simulation = simulate_once(network, given);
    for (Day day = 0; day <= network.horizon; ++day) {
      if (stock_on(network, simulation, point, day) > 0) return day;
    }
    return kNever;
  }
};

TEST(Departure, IsOnTheReadyDayAndOnDayOneAtTheEarliest) {
  OneConsignment one;
  one.consignment().ready = 5;
  EXPECT_EQ(one.arrival(), 8);
  one.consignment().ready = -20;
  EXPECT_EQ(one.arrival(), 4);
}

TEST(Departure, TakesOneDayAtLeast) {
  OneConsignment one;
  one.consignment().transit = {0, 0, 0};
  EXPECT_EQ(one.arrival(), 2);
}

TEST(Departure, WaitsForTheLastLicenceAndTheDaysAfterIt) {
  OneConsignment one;
  add_need(one.network, one.row);
  add_need(one.network, one.row);
  one.consignment().days_after_licence = 4;
  EXPECT_EQ(one.arrival({{6}, {9}}), 9 + 4 + 3);
  EXPECT_EQ(one.arrival({{-10}, {-2}}), 2 + 3);  // in hand on D-2 lets go from D+2
  EXPECT_EQ(one.arrival({{-10}, {-20}}), 1 + 3);
}

TEST(Departure, NeverComesAfterARefusalOrWithoutADecision) {  // S4
  OneConsignment one;
  add_need(one.network, one.row);
  EXPECT_EQ(one.arrival({{5, FinalOutcome::refused}}), kNever);
  EXPECT_EQ(one.arrival({{5, FinalOutcome::withdrawn}}), kNever);
  EXPECT_EQ(one.arrival({{5, FinalOutcome::lapsed}}), kNever);
  EXPECT_EQ(one.arrival({Given{}}), kNever);
}

TEST(Departure, NeedsALicenceOnlyOnTheDaysOnWhichTheControlHolds) {  // S1
  OneConsignment one;
  LicenceNeed& need = add_need(one.network, one.row);
  one.consignment().ready = 4;
  need.needed = {{5, kNever}};
  EXPECT_EQ(one.arrival({Given{}}), 7);  // leaves the day before the rule
  one.consignment().ready = 5;
  EXPECT_EQ(one.arrival({Given{}}), kNever);
  EXPECT_EQ(one.arrival({{8}}), 11);
  one.consignment().needs[0].needed = {{1, 9}, {10, 14}};  // the second rule follows the first
  EXPECT_EQ(one.arrival({Given{}}), 18);
  one.consignment().needs[0].needed.clear();
  EXPECT_EQ(one.arrival({Given{}}), 8);
}

TEST(Departure, FallsOnAWorkingDayOfTheOriginAndIsUsableOnOneOfTheReceiver) {
  OneConsignment one;
  one.consignment().departs_on = add_calendar_closed_on(one.network, {1, 2});
  EXPECT_EQ(one.arrival(), 6);
  one.consignment().received_on = add_calendar_closed_on(one.network, {6, 7, 8});
  EXPECT_EQ(one.arrival(), 9);
}

TEST(Departure, TheCalendarCountsAfterTheDaysAfterTheLicence) {
  OneConsignment one;
  add_need(one.network, one.row);
  one.consignment().days_after_licence = 2;
  one.consignment().departs_on = add_calendar_closed_on(one.network, {3, 4, 7, 8});
  EXPECT_EQ(one.arrival({{5}}), 9 + 3);  // 5 + 2 = 7 is closed, so is 8
}

TEST(Departure, WaitsWhileItIsHeldBeforeShipping) {
  OneConsignment one;
  one.consignment().held_until_departure = 6;
  EXPECT_EQ(one.arrival(), 9);
  one.consignment().held_until_departure = kNever;
  EXPECT_EQ(one.arrival(), kNever);
}

TEST(Origin, GivesTheWholeQuantityAtOnceAndTheNextMayGo) {
  Network network = empty_network(10);
  const Index origin = add_point(network, "MAG", 10);
  const Index big = add_point(network, "BIG", 0);
  const Index small = add_point(network, "SMALL", 0);
  const Index tie = add_point(network, "TIE", 0);
  network.consignments[add_consignment(network, big, 12, -1, 1)].from = origin;
  network.consignments[add_consignment(network, small, 6, 0, 1)].from = origin;
  network.consignments[add_consignment(network, tie, 5, 0, 1)].from = origin;
  add_consignment(network, origin, 8, 1, 2);  // usable at the origin on day 3
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(stock_on(network, simulation, small, 2), 6);
  EXPECT_EQ(stock_on(network, simulation, big, 4), 12);  // 4 + 8 on day 3
  EXPECT_EQ(stock_on(network, simulation, tie, 10), 0);
  EXPECT_EQ(simulation.ledger[origin].departed, units(18));
}

TEST(Origin, ServesByReadyDayBeforeTheOrderOfTheBook) {
  Network network = empty_network(5);
  const Index origin = add_point(network, "MAG", 10);
  const Index late = add_point(network, "LATE", 0);
  const Index early = add_point(network, "EARLY", 0);
  network.consignments[add_consignment(network, late, 10, 0, 1)].from = origin;
  network.consignments[add_consignment(network, early, 10, -1, 1)].from = origin;
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(stock_on(network, simulation, early, 2), 10);
  EXPECT_EQ(stock_on(network, simulation, late, 5), 0);
}

TEST(Origin, GivesTodaysOutputTomorrowAndWhatTheLinesLeave) {
  Network network = empty_network(4);
  const Index task = add_task(network, add_line(network, "L"), 10);
  const Index origin = network.tasks[task].output;
  const Index away = add_point(network, "AWAY", 0);
  network.consignments[add_consignment(network, away, 10, 1, 1)].from = origin;
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(stock_on(network, simulation, away, 2), 0);
  EXPECT_EQ(stock_on(network, simulation, away, 3), 10);  // left on day 2
}

}  // namespace
}  // namespace runout::flow::fixtures
