#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runout/book/snapshot.h"
#include "small_book.h"

namespace runout::book {
namespace {

using testing::Contains;

Quantity pieces(std::int64_t count) { return Quantity::from_units(count); }

TEST(OrderStatus, FollowsItsConsignmentToTheDoor) {
  Tables tables = small_book();
  add_event(tables, "O-2", "2025-06-02", "shipped");
  EXPECT_EQ(snapshot_of(tables, "2025-06-03").orders[1].state, OrderState::shipped);
  add_rows(tables, File::events,
           ",O-2,2025-06-10,,,eta,2025-07-20\n"
           ",O-2,2025-06-12,,,held,2025-06-25\n");
  const OrderStatus held = snapshot_of(tables, "2025-06-13").orders[1];
  EXPECT_EQ(held.state, OrderState::held);
  EXPECT_EQ(held.held_on, parse_date("2025-06-12"));
  EXPECT_EQ(held.held_until, parse_date("2025-06-25"));
  EXPECT_EQ(held.eta, parse_date("2025-07-20"));
  add_event(tables, "O-2", "2025-06-20", "cleared");
  add_rows(tables, File::events, ",O-2,2025-06-28,,,arrived\n,O-2,2025-06-29,,,short,,250\n");
  const OrderStatus arrived = snapshot_of(tables, "2025-06-30").orders[1];
  EXPECT_EQ(arrived.state, OrderState::arrived);
  EXPECT_EQ(arrived.shipped_on, parse_date("2025-06-02"));
  EXPECT_EQ(arrived.arrived_on, parse_date("2025-06-28"));
  EXPECT_EQ(arrived.quantity, pieces(8750));
  EXPECT_FALSE(arrived.held_on);
}

TEST(OrderStatus, KnowsAnEtaThatWasAnnounced) {
  Tables tables = small_book();
  add_event(tables, "O-2", "2025-06-02", "shipped");
  add_rows(tables, File::events, ",O-2,2025-07-11,,,eta,,,,2025-06-20\n");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").orders[1].eta, parse_date("2025-07-11"));
}

TEST(OrderStatus, CountsDaysHeldOnTheWayUnlessAnEtaCameSince) {
  Tables tables = small_book();
  add_event(tables, "O-2", "2025-06-02", "shipped");
  add_event(tables, "O-2", "2025-06-10", "held");
  add_event(tables, "O-2", "2025-06-13", "released");
  add_event(tables, "O-2", "2025-06-20", "held");
  EXPECT_EQ(snapshot_of(tables, "2025-06-20").orders[1].held_under_way, Days{3});
  add_event(tables, "O-2", "2025-06-24", "cleared");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").orders[1].held_under_way, Days{7});
  add_rows(tables, File::events, ",O-2,2025-06-25,,,eta,2025-07-20\n");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").orders[1].held_under_way, Days{0});
}

TEST(OrderStatus, LeavesAHoldToTheEtaThatWasGivenDuringIt) {
  Tables tables = small_book();
  add_event(tables, "O-2", "2025-06-02", "shipped");
  add_event(tables, "O-2", "2025-06-10", "held");
  add_rows(tables, File::events, ",O-2,2025-06-11,,,eta,2025-07-20\n");
  add_event(tables, "O-2", "2025-06-13", "released");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").orders[1].held_under_way, Days{0});
}

TEST(OrderStatus, TakesNothingFromWhatWasCountedOnArrival) {
  Tables tables = small_book();
  add_rows(tables, File::events,
           ",O-2,2025-06-02,,,shipped\n"
           ",O-2,2025-06-28,,,arrived,,8750\n"
           ",O-2,2025-06-29,,,short,,250\n");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").orders[1].quantity, pieces(8750));
}

TEST(OrderStatus, NeverFallsBelowNothing) {
  Tables tables = small_book();
  add_rows(tables, File::events, ",O-2,2025-06-02,,,shipped\n,O-2,2025-06-29,,,short,,9999999\n");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").orders[1].quantity, pieces(0));
}

TEST(OrderStatus, ReportsAnArrivalOfWhatWasNeverShipped) {
  Tables tables = small_book();
  add_event(tables, "O-2", "2025-06-02", "arrived");
  const Snapshot snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(snapshot.orders[1].state, OrderState::arrived);
  EXPECT_THAT(codes_of(snapshot.warnings), Contains("events_out_of_order"));
}

TEST(OrderStatus, TellsTheTwoMeaningsOfHeldApartByTheSubject) {
  Tables tables = small_book();
  add_event(tables, "O-2", "2025-06-02", "held");
  add_event(tables, "A-1", "2025-06-02", "held");
  const Snapshot snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(snapshot.orders[1].state, OrderState::held);
  EXPECT_EQ(snapshot.applications[0].state, ApplicationState::held);
}

TEST(LicenceStatus, IsInHandFromTheGrantUnlessItsEventsSayLater) {
  Tables tables = small_book();
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").licences[0].in_hand_on, parse_date("2025-06-20"));
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").applications[1].state, ApplicationState::in_hand);
  add_event(tables, "L-1", "2025-06-24", "issued");
  EXPECT_EQ(snapshot_of(tables, "2025-06-30").licences[0].in_hand_on, parse_date("2025-06-24"));
  add_rows(tables, File::events, ",L-1,2025-07-03,,,in_hand,,,,2025-06-27\n");
  const Snapshot announced = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(announced.licences[0].in_hand_on, parse_date("2025-07-03"));
  EXPECT_EQ(announced.licences[0].state, LicenceState::issued);
  EXPECT_EQ(announced.applications[1].state, ApplicationState::granted);
}

TEST(LicenceStatus, StandsForAGrantThatNobodyWroteDown) {
  Tables tables = small_book();
  add_rows(tables, File::licences, "L-2,A-1,2025-06-25\n");
  const ApplicationStatus status = snapshot_of(tables, "2025-06-30").applications[0];
  EXPECT_EQ(status.state, ApplicationState::in_hand);
  EXPECT_EQ(status.decided_on, parse_date("2025-06-25"));
}

TEST(LicenceStatus, IsNotUsableWhileSuspendedOrAfterItsEnd) {
  Tables tables = small_book();
  add_event(tables, "L-1", "2025-06-24", "suspended");
  EXPECT_FALSE(snapshot_of(tables, "2025-06-30").licences[0].usable);
  add_event(tables, "L-1", "2025-06-26", "reinstated");
  EXPECT_TRUE(snapshot_of(tables, "2025-06-30").licences[0].usable);
  EXPECT_EQ(snapshot_of(tables, "2026-06-20").licences[0].state, LicenceState::expired);
  EXPECT_TRUE(snapshot_of(tables, "2026-06-19").licences[0].usable);
}

TEST(LicenceStatus, IsDrawnBelowTheOneThatIsNamedElseTheOnlyOneOfTheApplication) {
  Tables tables = small_book();
  // 500 magnets of 50 g under a licence in kg, then 100 more charged to the one that is named.
  add_rows(tables, File::licences, "L-2,A-1,2025-06-01,2026-05-31,60,kg\n");
  add_event(tables, "O-1", "2025-06-25", "shipped");
  Snapshot snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(snapshot.licences[1].used, pieces(25));
  EXPECT_EQ(snapshot.licences[1].shipments_used, 1);
  EXPECT_EQ(snapshot.licences[0].shipments_used, 0);
  add_rows(tables, File::licences, "L-3,A-1,2025-06-01,2026-05-31,60,kg\n");
  add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,100,2025-06-20,SEA,A-1\n");
  add_rows(tables, File::events, ",O-3,2025-06-26,,,shipped,,110,L-3\n");
  snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(snapshot.licences[1].used, pieces(0));  // one of two: nobody said which
  EXPECT_EQ(snapshot.licences[2].used, Quantity::from_millionths(5'500'000));
}

TEST(LicenceStatus, OfABatchIsExhaustedByOneShipment) {
  Tables tables = small_book();
  add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,800,2025-06-20,SEA,A-2\n");
  add_event(tables, "O-3", "2025-06-26", "shipped");
  const LicenceStatus status = snapshot_of(tables, "2025-06-30").licences[0];
  EXPECT_EQ(status.state, LicenceState::exhausted);
  EXPECT_FALSE(status.usable);
}

TEST(LicenceStatus, IsNotChargedForAShipmentThatWasTakenBack) {
  Tables tables = small_book();
  add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,800,2025-06-20,SEA,A-2\n");
  add_rows(tables, File::events,
           "E-8,O-3,2025-06-26,,,shipped\nE-9,O-3,2025-06-28,,,void,,,,,E-8\n");
  const Snapshot snapshot = snapshot_of(tables, "2025-06-30");
  EXPECT_EQ(snapshot.licences[0].shipments_used, 0);
  EXPECT_EQ(snapshot.orders.back().state, OrderState::open);
}

}  // namespace
}  // namespace runout::book
