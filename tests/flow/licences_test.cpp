// S3: what rows of licences.csv let go, consignment by consignment.
#include <gtest/gtest.h>

#include "flow/small_network.h"

namespace runout::flow::fixtures {
namespace {

/// Consignments to points of their own that wait for one application with rows of licences;
/// transit 1 day, the application granted long ago.
struct Licensed {
  Network network = empty_network(12);

  Index add_licence(std::optional<Micro> left, DayRange valid = {}) {
    Licence licence;
    licence.valid = valid;
    licence.left = left;
    network.licences.push_back(licence);
    return static_cast<Index>(network.licences.size() - 1);
  }
  Index add(std::int64_t quantity, Day ready) {
    const Index to = add_point(network, "TO", 0);
    const Index row = add_consignment(network, to, quantity, ready, 1);
    LicenceNeed need;
    need.needed = {DayRange{}};
    need.has_rows = true;
    for (Index licence = 0; licence < network.licences.size(); ++licence) {
      need.licences.push_back({licence});
    }
    network.consignments[row].needs = {need};
    network.applications = 1;
    return to;
  }
  /// Stock at the point at the end of the day, in millionths.
  [[nodiscard]] Micro at(Index point, Day day, Given given = {-5}) const {
    const Simulation simulation = simulate_once(network, {given});
    return simulation.traced[point * 13 + static_cast<std::size_t>(day)];
  }
};

TEST(Licence, WhatIsCoveredLeavesAndTheRestWaits) {
  Licensed book;
  book.add_licence(units(7));
  const Index to = book.add(10, 1);
  EXPECT_EQ(book.at(to, 2), units(7));
  EXPECT_EQ(book.at(to, 12), units(7));
}

TEST(Licence, TheRestLeavesWithTheNextLicence) {
  Licensed book;
  book.add_licence(units(7), {-30, 5});
  book.add_licence(units(50), {6, 40});
  const Index to = book.add(10, 1);
  EXPECT_EQ(book.at(to, 2), units(7));
  EXPECT_EQ(book.at(to, 6), units(7));
  EXPECT_EQ(book.at(to, 7), units(10));
}

TEST(Licence, SeveralAreDrawnInTheirOrderForOneDeparture) {
  Licensed book;
  book.add_licence(units(4));
  book.add_licence(units(8));
  const Index first = book.add(10, 1);
  const Index second = book.add(5, 2);
  EXPECT_EQ(book.at(first, 2), units(10));  // 4 + 6
  EXPECT_EQ(book.at(second, 3), units(2));
}

TEST(Licence, IsServedByReadyDayThenInTheOrderOfTheBook) {
  Licensed book;
  book.add_licence(units(10));
  const Index late = book.add(8, 1);
  const Index early = book.add(8, 0);
  const Index tied = book.add(8, 1);
  EXPECT_EQ(book.at(early, 2), units(8));
  EXPECT_EQ(book.at(late, 2), units(2));
  EXPECT_EQ(book.at(tied, 12), 0);
}

TEST(Licence, AppliesOnTheDayOfDeparture) {
  Licensed book;
  book.add_licence(std::nullopt, {4, 6});
  EXPECT_EQ(book.at(book.add(10, 1), 5), units(10));
  const Index last_day = book.add(10, 6);
  EXPECT_EQ(book.at(last_day, 7), units(10));
  const Index too_late = book.add(10, 7);
  EXPECT_EQ(book.at(too_late, 12), 0);
}

TEST(Licence, WithoutAUsableRowNothingLeaves) {
  Licensed book;
  const Index no_row = book.add(10, 1);
  EXPECT_EQ(book.at(no_row, 12), 0);
  book.network.licences[book.add_licence(units(99))].usable = false;
  EXPECT_EQ(book.at(book.add(10, 1), 12), 0);
}

TEST(Licence, StillWaitsForTheDayInHandAndTheDaysAfterIt) {
  Licensed book;
  book.add_licence(units(10));
  const Index to = book.add(10, 1);
  book.network.consignments[0].days_after_licence = 3;
  EXPECT_EQ(book.at(to, 3, {0}), 0);
  EXPECT_EQ(book.at(to, 4, {0}), units(10));
}

TEST(Licence, IsDrawnInItsOwnUnitWithoutLosingAMillionth) {
  Licensed book;
  book.add_licence(units(1));  // 1 kg; a magnet weighs 0.3 kg
  const Index to = book.add(10, 1);
  book.network.consignments[0].needs[0].licences[0].per_unit = 300'000;
  EXPECT_EQ(book.at(to, 12), 3'333'333);
}

TEST(Licence, IsGoodForSoManyShipments) {
  Licensed book;
  book.network.licences[book.add_licence(std::nullopt)].shipments_left = 1;
  const Index first = book.add(10, 1);
  const Index second = book.add(10, 1);
  EXPECT_EQ(book.at(first, 2), units(10));
  EXPECT_EQ(book.at(second, 12), 0);
}

TEST(BatchLicence, CoversAllOrNothingAndTheRemainderLapses) {
  Licensed book;
  book.network.licences[book.add_licence(units(10))].is_batch = true;
  const Index too_big = book.add(11, 0);
  const Index fits = book.add(6, 1);
  const Index remainder = book.add(4, 1);
  EXPECT_EQ(book.at(too_big, 12), 0);
  EXPECT_EQ(book.at(fits, 2), units(6));
  EXPECT_EQ(book.at(remainder, 12), 0);
}

TEST(BatchLicence, IsPassedOverForOneThatCoversTheWhole) {
  Licensed book;
  book.network.licences[book.add_licence(units(6))].is_batch = true;
  book.network.licences[book.add_licence(units(9))].is_batch = true;
  const Index big = book.add(9, 1);
  const Index small = book.add(6, 2);
  EXPECT_EQ(book.at(big, 2), units(9));
  EXPECT_EQ(book.at(small, 3), units(6));
}

TEST(TwoLicences, LetGoWhatBothCover) {
  Licensed book;
  book.add_licence(units(9));
  const Index to = book.add(10, 1);
  Licence other;
  other.left = units(4);
  book.network.licences.push_back(other);
  LicenceNeed need = book.network.consignments[0].needs[0];
  need.licences = {{1}};
  book.network.consignments[0].needs.push_back(need);
  EXPECT_EQ(book.at(to, 12), units(4));
  // A batch licence does not cover a part.
  book.network.licences[0].is_batch = true;
  book.network.licences[0].left = units(50);
  EXPECT_EQ(book.at(to, 12), 0);
}

TEST(Licence, TakesThePartThatItCoversFromALimitedOriginAtOnce) {
  Licensed book;
  book.add_licence(units(7));
  const Index to = book.add(10, 1);
  const Index origin = add_point(book.network, "FROM", 6);
  book.network.consignments[0].from = origin;
  EXPECT_EQ(book.at(to, 12), 0);
  book.network.points[origin].on_hand = units(7);
  EXPECT_EQ(book.at(to, 2), units(7));
}

}  // namespace
}  // namespace runout::flow::fixtures
