#include "runout/forecast/latest_day.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "flow/random_network.h"
#include "flow/small_network.h"
#include "forecast/scan_all_days.h"

namespace runout::forecast {
namespace {

using flow::fixtures::WorldSize;

std::vector<Standing> open_cases(std::size_t applications) {
  return std::vector<Standing>(applications, Standing{Stage::review, true, {}});
}

/// Worlds of the kind that are so scarce that hardly anything helps, with more goods in them.
flow::Network make_network(const WorldSize& size) {
  flow::Network network = flow::fixtures::make_world(size).network;
  for (flow::StockPoint& point : network.points) point.on_hand *= 4;
  for (flow::Consignment& consignment : network.consignments) {
    consignment.quantity *= 12;
    consignment.ready = std::min(consignment.ready, 6);
    if (size.seed % 3 == 0) continue;
    for (flow::LicenceNeed& need : consignment.needs) {
      need.has_rows = false;
      need.licences.clear();
    }
  }
  return network;
}

/// Worlds with everything in them: policies, licences with limits, transfers, feedback,
/// alternatives that come and go, calendars, goods under way.
TEST(LatestDay, IsThatOfThePlainScanInRandomWorlds) {
  constexpr std::array kHorizons{7, 20, 30, 40};
  std::size_t answers = 0;
  std::size_t answers_of_lines = 0;
  for (std::uint32_t seed = 1; seed <= 800; ++seed) {
    WorldSize size;
    size.seed = seed;
    size.horizon = kHorizons.at(seed % kHorizons.size());
    size.items = 3 + static_cast<int>(seed % 5);
    size.lines = 1 + static_cast<int>(seed % 4);
    size.policies = static_cast<int>(seed % 3);
    size.consignments = 16;
    const flow::Network network = make_network(size);
    std::vector<Standing> standings = open_cases(network.applications);
    if (seed % 4 == 0) {
      standings.back() = {Stage::review, false,
                          decide_on(Stage::review, -3, FinalOutcome::refused)};
    }
    // Half of the time what the lines are compared with happened in a network with other lanes.
    flow::Network other = network;
    if (seed % 2 == 0) {
      for (flow::Consignment& consignment : other.consignments) consignment.transit.typical += 3;
    }
    const auto base = follow_day(other, standings, 0, 0);
    for (std::size_t application = 0; application + 1 < network.applications; ++application) {
      const LatestDay found = find_latest_day(network, standings, base, application);
      const LatestDay expected = scan_all_days(network, standings, base, application);
      ASSERT_EQ(found.all_lines, expected.all_lines) << "seed " << seed;
      ASSERT_EQ(found.by_line, expected.by_line) << "seed " << seed;
      answers += found.all_lines ? 1U : 0U;
      for (const auto& day : found.by_line) answers_of_lines += day ? 1U : 0U;
    }
  }
  EXPECT_GT(answers, 60U);
  EXPECT_GT(answers_of_lines, answers);
}

/// 10 a day, 30 in stock, and a lane of 5 days: the goods must leave on day -2 not to cost a day,
/// so even the first day is too late; it is the best that can be had.
TEST(LatestDay, IsTheFirstDayWhereEveryDayDoesHarm) {
  auto world = flow::fixtures::one_line(40, 30, 10);
  flow::fixtures::add_need(
      world.network, flow::fixtures::add_consignment(world.network, world.magnets, 900, 1, 5));
  const std::vector<flow::LineOutcome> never_short(1);
  const LatestDay found = find_latest_day(world.network, open_cases(1), never_short, 0);
  EXPECT_EQ(found.all_lines, 0);
  EXPECT_EQ(found.by_line, std::vector<std::optional<Day>>{0});
}

/// The same with 100 in stock: it lasts for ten days, so the goods must be there on day 11 and
/// leave on day 6. Twice the horizon changes nothing.
TEST(LatestDay, DoesNotDependOnTheHorizon) {
  for (const Day horizon : {40, 80}) {
    auto world = flow::fixtures::one_line(horizon, 100, 10);
    flow::fixtures::add_need(
        world.network, flow::fixtures::add_consignment(world.network, world.magnets, 900, 1, 5));
    const auto base = follow_day(world.network, open_cases(1), 0, 0);
    EXPECT_EQ(find_latest_day(world.network, open_cases(1), base, 0).all_lines, 6);
  }
}

TEST(LatestDay, IsNothingForALicenceThatIsNotMissedWhenItNeverComes) {
  auto world = flow::fixtures::one_line(40, 400, 10);
  flow::fixtures::add_need(
      world.network, flow::fixtures::add_consignment(world.network, world.magnets, 900, 1, 5));
  const auto base = follow_day(world.network, open_cases(1), 0, 0);
  const LatestDay found = find_latest_day(world.network, open_cases(1), base, 0);
  EXPECT_EQ(found.all_lines, std::nullopt);
  EXPECT_EQ(found.by_line, std::vector<std::optional<Day>>{std::nullopt});
}

/// 100 in stock, a day's use of 1. Of two transfers that take from it the first, 30, waits for the
/// licence and travels for 50 days; the second, 80, is ready on day 10. Once the first has left,
/// the second lacks stock and the line lives on; else the second leaves 10, gone on day 20.
TEST(LatestDay, CountsWhatADepartureTakesFromItsOrigin) {
  auto world = flow::fixtures::one_line(40, 100, 1);
  const auto elsewhere = flow::fixtures::add_point(world.network, "MAG2", 0);
  const auto first = flow::fixtures::add_consignment(world.network, elsewhere, 30, 1, 50);
  const auto second = flow::fixtures::add_consignment(world.network, elsewhere, 80, 10, 50);
  world.network.consignments[first].from = world.magnets;
  world.network.consignments[second].from = world.magnets;
  flow::fixtures::add_need(world.network, first);
  const auto base = follow_day(world.network, open_cases(1), 0, 0);
  ASSERT_EQ(base[0].run_out, kNever);
  const LatestDay found = find_latest_day(world.network, open_cases(1), base, 0);
  EXPECT_EQ(found.all_lines, 10);  // Ready on the same day the first in the book is served first.
  EXPECT_EQ(found, scan_all_days(world.network, open_cases(1), base, 0));
}

/// The goods go to a warehouse, and only a policy takes them to the line.
TEST(LatestDay, FollowsPoliciesAndTransfers) {
  for (const auto kind : {flow::PolicyKind::pass_on, flow::PolicyKind::order_up_to}) {
    auto world = flow::fixtures::one_line(40, 100, 10);
    const auto warehouse = flow::fixtures::add_point(world.network, "MAG at W", 0);
    flow::fixtures::add_need(world.network,
                             flow::fixtures::add_consignment(world.network, warehouse, 900, 1, 5));
    flow::fixtures::add_policy(world.network, kind, world.magnets, warehouse, 200, 2);
    const auto base = follow_day(world.network, open_cases(1), 0, 0);
    const LatestDay found = find_latest_day(world.network, open_cases(1), base, 0);
    // On the road from day 4 to the warehouse, from day 9 to the line, there on day 11.
    EXPECT_EQ(found.all_lines, 4);
    EXPECT_EQ(found, scan_all_days(world.network, open_cases(1), base, 0));
  }
}

/// Goods that the line does not use wait for the application. They take batch licence Y, so that
/// others, ready on day 5, cannot take Y and X, and X is left for the goods of the line.
TEST(LatestDay, FollowsLicencesThatAreShared) {
  auto world = flow::fixtures::one_line(40, 100, 10);
  flow::Network& network = world.network;
  for (const char* code : {"X", "Y"}) {
    network.licences.push_back({code, {}, true, std::nullopt, std::nullopt, true});
  }
  const auto elsewhere = flow::fixtures::add_point(network, "MAG2", 0);
  flow::LicenceNeed granted = flow::fixtures::add_need(
      network, flow::fixtures::add_consignment(network, elsewhere, 1, 40, 1));
  granted.has_rows = true;
  const auto first = flow::fixtures::add_consignment(network, elsewhere, 9, 1, 1);
  flow::fixtures::add_need(network, first);
  const auto second = flow::fixtures::add_consignment(network, elsewhere, 9, 5, 1);
  const auto third = flow::fixtures::add_consignment(network, world.magnets, 900, 6, 1);
  const auto need = [&](flow::Index consignment, std::vector<flow::LicenceUse> uses) {
    granted.licences = std::move(uses);
    network.consignments[consignment].needs.push_back(granted);
  };
  need(first, {{1}});
  need(second, {{0}});
  granted.application = 2;
  need(second, {{1}});
  granted.application = 0;
  need(third, {{0}});
  network.applications = 3;
  const auto base = follow_day(network, open_cases(3), 1, 0);
  const LatestDay found = find_latest_day(network, open_cases(3), base, 1);
  EXPECT_EQ(found.all_lines, 5);
  EXPECT_EQ(found, scan_all_days(network, open_cases(3), base, 1));
}

}  // namespace
}  // namespace runout::forecast
