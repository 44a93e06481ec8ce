// S9: whose absence bound a line on its run-out day.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flow/small_network.h"

namespace runout::flow::fixtures {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// The only blame of a one-line network.
BlameShare blame_of(const Network& network, const std::vector<Given>& given = {},
                    std::vector<PolicyTurn> turns = {}) {
  const Simulation simulation = simulate_once(network, given, std::move(turns));
  EXPECT_THAT(simulation.blame, SizeIs(1));
  if (simulation.blame.empty()) return {};
  EXPECT_DOUBLE_EQ(simulation.blame[0].share, 1.0);
  return simulation.blame[0];
}

TEST(Blame, IsEmptyWithoutARunOut) {
  EXPECT_THAT(simulate_once(one_line(5, 50, 10).network).blame, IsEmpty());
}

TEST(Blame, IsOnTheItemWithoutAnOrder) {
  const OneLine made = one_line(5, 20, 10);
  const BlameShare blame = blame_of(made.network);
  EXPECT_EQ(blame.point, made.magnets);
  EXPECT_EQ(blame.cause, Cause::no_order);
  EXPECT_EQ(blame.consignment, std::nullopt);
  EXPECT_EQ(blame.application, std::nullopt);
}

/// Stock for 3 days of 10; on day 4 a consignment of 100, ready on day 1, has not come.
struct Late {
  OneLine made = one_line(20, 30, 10);
  Index row = add_consignment(made.network, made.magnets, 100, 1, 2);
  [[nodiscard]] Consignment& consignment() { return made.network.consignments[row]; }
};

TEST(Blame, NamesTheStageOfTheApplicationAtTheEndOfTheRunOutDay) {
  Late late;
  add_need(late.made.network, late.row);
  const auto cause = [&](Given given) {
    const BlameShare blame = blame_of(late.made.network, {given});
    EXPECT_EQ(blame.consignment, late.row);
    EXPECT_EQ(blame.application, Index{0});
    return blame.cause;
  };
  EXPECT_EQ(cause({9, FinalOutcome::granted, Stage::preparing}), Cause::preparing);
  EXPECT_EQ(cause({9, FinalOutcome::granted, Stage::review}), Cause::review);
  EXPECT_EQ(cause({9, FinalOutcome::granted, Stage::returned}), Cause::returned);
  EXPECT_EQ(cause({9, FinalOutcome::refused, Stage::review}), Cause::review);
  EXPECT_EQ(cause({4, FinalOutcome::refused, Stage::review}), Cause::refused);
  EXPECT_EQ(cause({kNever, FinalOutcome::granted, Stage::review}), Cause::review);
  EXPECT_EQ(cause({4, FinalOutcome::granted, Stage::review}), Cause::transit);  // left that day
  late.consignment().days_after_licence = 6;
  EXPECT_EQ(cause({4, FinalOutcome::granted, Stage::review}), Cause::in_hand);
  EXPECT_EQ(cause({-3, FinalOutcome::granted, Stage::review}), Cause::transit);  // left on day 3
}

TEST(Blame, IsOnTheApplicationDecidedLastOfThoseNotInHand) {
  Late late;
  add_need(late.made.network, late.row);
  add_need(late.made.network, late.row);
  const auto application = [&](Given a, Given b) {
    return blame_of(late.made.network, {a, b}).application;
  };
  EXPECT_EQ(application({8}, {12}), Index{1});
  EXPECT_EQ(application({12}, {8}), Index{0});
  EXPECT_EQ(application({12}, {12}), Index{0});
  EXPECT_EQ(application({8}, {2}), Index{0});
  EXPECT_EQ(application({2, FinalOutcome::refused}, {3}), Index{0});
  EXPECT_EQ(application({8}, Given{}), Index{1});
}

TEST(Blame, NamesNoApplicationThatDidNotHoldTheGoodsUp) {
  Late late;
  add_need(late.made.network, late.row);
  late.consignment().transit = {9, 9, 9};
  BlameShare blame = blame_of(late.made.network, {{-4}});
  EXPECT_EQ(blame.cause, Cause::transit);
  EXPECT_EQ(blame.application, std::nullopt);
  late.consignment().ready = 7;
  blame = blame_of(late.made.network, {{3}});
  EXPECT_EQ(blame.cause, Cause::not_ready);
  EXPECT_EQ(blame.application, std::nullopt);
}

TEST(Blame, ALicenceNotInHandComesBeforeGoodsNotReady) {
  Late late;
  add_need(late.made.network, late.row);
  late.consignment().ready = 7;
  EXPECT_EQ(blame_of(late.made.network, {{9}}).cause, Cause::review);
}

TEST(Blame, SaysThatNobodyKnowsWhetherALicenceIsNeeded) {
  Late late;
  add_need(late.made.network, late.row).assumed = true;
  EXPECT_EQ(blame_of(late.made.network, {{9}}).cause, Cause::review);
  late.made.network.points[late.made.magnets].control_unknown = true;
  EXPECT_EQ(blame_of(late.made.network, {{9}}).cause, Cause::unknown_control);
  late.consignment().needs[0].assumed = false;
  EXPECT_EQ(blame_of(late.made.network, {{9}}).cause, Cause::review);
}

TEST(Blame, NamesGoodsUnderWayAndGoodsHeld) {
  Late late;
  UnderWay under_way;
  under_way.departed = -3;
  late.consignment().under_way = under_way;
  late.consignment().transit = {12, 12, 12};
  EXPECT_EQ(blame_of(late.made.network).cause, Cause::transit);
  late.consignment().under_way->held = -1;
  late.consignment().under_way->held_until = 6;
  EXPECT_EQ(blame_of(late.made.network).cause, Cause::held);
  late.consignment().under_way->held_until = 4;  // moves again on day 4
  EXPECT_EQ(blame_of(late.made.network).cause, Cause::transit);
  late.consignment().under_way.reset();
  late.consignment().held_until_departure = 30;
  EXPECT_EQ(blame_of(late.made.network).cause, Cause::held);
}

TEST(Blame, NamesALaneThatHoldsTheGoods) {
  Late late;
  late.consignment().transit = {1, 1, 1, 1.0, 9, 9, 9};
  EXPECT_EQ(blame_of(late.made.network).cause, Cause::held);
}

TEST(Blame, FindsTheOrderWithWhichTheArrivalsWouldHaveCovered) {
  // 4 left of 10 on day 4: 6 missing. By planned arrival: 3 (day 4), 2 (day 5), 9 (day 6).
  OneLine made = one_line(20, 34, 10);
  const Index big = add_consignment(made.network, made.magnets, 9, 1, 5);
  const Index first = add_consignment(made.network, made.magnets, 3, 1, 3);
  add_consignment(made.network, made.magnets, 2, 3, 2);
  for (const Index row : {big, first}) add_need(made.network, row);
  EXPECT_EQ(blame_of(made.network, {Given{}, Given{}}).consignment, big);
  made.network.consignments[first].quantity = units(6);
  EXPECT_EQ(blame_of(made.network, {Given{}, Given{}}).consignment, first);
  made.network.consignments[big].quantity = units(1);
  made.network.consignments[first].quantity = units(1);
  EXPECT_EQ(blame_of(made.network, {Given{}, Given{}}).cause, Cause::no_order);
}

TEST(Blame, TiesInPlannedArrivalGoInTheOrderOfTheBook) {
  Late late;
  add_consignment(late.made.network, late.made.magnets, 100, 1, 2);
  for (const Index row : {0U, 1U}) add_need(late.made.network, row);
  EXPECT_EQ(blame_of(late.made.network, {Given{}, Given{}}).consignment, late.row);
}

TEST(Blame, CountsWhatHasArrivedAsGone) {
  OneLine made = one_line(20, 30, 10);
  add_consignment(made.network, made.magnets, 10, 1, 1);  // on day 2, gone by day 5
  const Index late = add_consignment(made.network, made.magnets, 100, 8, 1);
  const BlameShare blame = blame_of(made.network);
  EXPECT_EQ(blame.consignment, late);
  EXPECT_EQ(blame.cause, Cause::not_ready);
}

TEST(Blame, IsSharedEquallyByTheComponentsThatLimit) {
  Network network = empty_network(3);
  const Index magnets = add_point(network, "MAG", 5);
  const Index glue = add_point(network, "GLUE", 5);
  const Index box = add_point(network, "BOX", 6);
  const Index task = add_task(network, add_line(network, "L"), 10);
  for (const Index point : {magnets, glue, box}) add_component(network, task, point);
  const Simulation simulation = simulate_once(network);
  ASSERT_THAT(simulation.blame, SizeIs(2));
  EXPECT_EQ(simulation.blame[0].point, magnets);
  EXPECT_EQ(simulation.blame[1].point, glue);
  EXPECT_DOUBLE_EQ(simulation.blame[1].share, 0.5);
}

TEST(Blame, CountsAComponentOfTwoItemsOnce) {
  Network network = empty_network(3);
  const Index magnets = add_point(network, "MAG", 5);
  const Index glue = add_point(network, "GLUE", 0);
  const Index line = add_line(network, "L");
  const Index red = add_task(network, line, 10);
  const Index blue = add_task(network, line, 10);
  add_component(network, red, magnets);
  add_component(network, blue, magnets);
  add_component(network, blue, glue);
  // Missing for both: 5 + 10 magnets, so 15 and not 10 must come.
  const Index enough = add_consignment(network, magnets, 15, 9, 1);
  Simulation simulation = simulate_once(network);
  ASSERT_THAT(simulation.blame, SizeIs(2));
  EXPECT_DOUBLE_EQ(simulation.blame[0].share, 0.5);
  EXPECT_EQ(simulation.blame[0].consignment, enough);
  network.consignments[enough].quantity = units(14);
  simulation = simulate_once(network);
  EXPECT_EQ(simulation.blame[0].cause, Cause::no_order);
}

TEST(Blame, TakesAlternativesTogether) {
  Network network = empty_network(9);
  const Index first = add_point(network, "A", 5);
  const Index second = add_point(network, "B", 3);
  const Index task = add_task(network, add_line(network, "L"), 10);
  network.tasks[task].requirements = {{{{first, units(1), {}}, {second, units(2), {}}}}};
  add_consignment(network, first, 3, 4, 1);
  const Index last = add_consignment(network, second, 1, 4, 2);  // 3 + 1 + 5 + floor(4 / 2)
  EXPECT_EQ(blame_of(network).cause, Cause::not_ready);
  EXPECT_EQ(blame_of(network).consignment, last);
}

// A feeder line makes SUB from MAG; the line makes CAR from SUB.
struct Chain {
  Network network = empty_network(20);
  Index magnets = add_point(network, "MAG", 20);
  Index feeder = add_task(network, add_line(network, "FEEDER"), 10);
  Index sub = network.tasks[feeder].output;
  Index car = add_task(network, add_line(network, "CAR"), 10);
  Chain() {
    add_component(network, feeder, magnets);
    add_component(network, car, sub);
    network.points[sub].on_hand = units(10);
  }
};

TEST(Blame, PassesToWhatBoundTheLineThatMakesTheComponent) {
  Chain chain;  // The feeder is short on day 3, the line on day 4.
  const Index row = add_consignment(chain.network, chain.magnets, 50, 1, 1);
  add_need(chain.network, row);
  // The stage is that of the feeder's short day: granted on day 4, in review on day 3.
  const Simulation simulation = simulate_once(chain.network, {{4}});
  EXPECT_EQ(simulation.lines[0].run_out, 3);
  EXPECT_EQ(simulation.lines[1].run_out, 4);
  ASSERT_THAT(simulation.blame, SizeIs(2));
  EXPECT_EQ(simulation.blame[1].line, Index{1});
  EXPECT_EQ(simulation.blame[1].point, chain.magnets);
  EXPECT_EQ(simulation.blame[1].consignment, row);
  EXPECT_EQ(simulation.blame[1].cause, Cause::review);
}

TEST(Blame, StaysWhenTheMakerWasNeverShortBefore) {
  Chain chain;
  chain.network.points[chain.magnets].on_hand = units(1000);
  chain.network.tasks[chain.feeder].plan[1] = 0;
  const Simulation simulation = simulate_once(chain.network);
  ASSERT_THAT(simulation.blame, SizeIs(1));
  EXPECT_EQ(simulation.blame[0].point, chain.sub);
  EXPECT_EQ(simulation.blame[0].cause, Cause::no_order);
}

TEST(Blame, GoesThroughEachLineOnceEvenInACircle) {
  Network network = empty_network(6);
  const Index a = add_task(network, add_line(network, "A"), 10);
  const Index b = add_task(network, add_line(network, "B"), 10);
  add_component(network, a, network.tasks[b].output);
  add_component(network, b, network.tasks[a].output);
  network.points[network.tasks[a].output].on_hand = units(12);
  network.points[network.tasks[b].output].on_hand = units(5);
  const Simulation simulation = simulate_once(network);
  for (const Index line : {0U, 1U}) {
    double sum = 0.0;
    for (const BlameShare& share : simulation.blame) sum += share.line == line ? share.share : 0.0;
    EXPECT_DOUBLE_EQ(sum, 1.0);
  }
  // B is short after A was, on A's output; A on its first day had nobody before it.
  EXPECT_EQ(simulation.blame[0].point, network.tasks[b].output);
  EXPECT_EQ(simulation.blame[1].point, network.tasks[b].output);
}

TEST(Blame, NamesAnOrderOfAPolicy) {
  OneLine made = one_line(10, 20, 10);
  const Index policy =
      add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 40, 9);
  BlameShare blame = blame_of(made.network);
  EXPECT_EQ(blame.policy, policy);
  EXPECT_EQ(blame.consignment, std::nullopt);
  EXPECT_EQ(blame.cause, Cause::transit);
  made.network.policies[policy].needs_licence = true;
  blame = blame_of(made.network, {}, {{5, 5, FinalOutcome::granted}});
  EXPECT_EQ(blame.cause, Cause::preparing);
  blame = blame_of(made.network, {}, {{1, 5, FinalOutcome::granted}});
  EXPECT_EQ(blame.cause, Cause::review);
}

}  // namespace
}  // namespace runout::flow::fixtures
