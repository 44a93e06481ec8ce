// Step 2: what a line makes, and the words short, stopped, run-out, restart, owed, lost.
#include <gtest/gtest.h>

#include "flow/small_network.h"

namespace runout::flow::fixtures {
namespace {

TEST(RunLines, RunsOutOnTheFirstShortDayAndStopsOnTheFirstEmptyOne) {
  const OneLine made = one_line(10, 25, 10);  // 10, 10, 5, 0, ...
  const Simulation simulation = simulate_once(made.network);
  const LineOutcome expected{3, 4, kNever, 75, 7};
  EXPECT_EQ(simulation.lines[0], expected);
  EXPECT_EQ(simulation.lost_by_task[0], 75);
}

TEST(RunLines, TheLastPieceUsedIsNotARunOut) {
  const OneLine made = one_line(2, 20, 10);
  EXPECT_EQ(simulate_once(made.network).lines[0], LineOutcome{});
}

TEST(RunLines, ADayWithoutPlanIsNeitherShortNorStopped) {
  OneLine made = one_line(4, 0, 0);
  made.network.tasks[0].plan[3] = 5;
  const LineOutcome expected{3, 3, kNever, 5, 1};
  EXPECT_EQ(simulate_once(made.network).lines[0], expected);
}

TEST(RunLines, AnArrivalIsUsedOnItsOwnDay) {
  OneLine made = one_line(3, 10, 10);
  add_consignment(made.network, made.magnets, 20, -3, 1);  // leaves on day 1, arrives on day 2
  EXPECT_EQ(simulate_once(made.network).lines[0], LineOutcome{});
}

TEST(RunLines, RestartNeedsFivePlannedDaysInARowAtFullPlan) {
  OneLine made = one_line(20, 0, 10);
  for (const Day day : {5, 6, 12}) made.network.tasks[0].plan[static_cast<std::size_t>(day)] = 0;
  // Arrivals on day 3 for two days, then a gap on day 7, then plenty on day 9.
  add_consignment(made.network, made.magnets, 20, 2, 1);
  add_consignment(made.network, made.magnets, 200, 8, 1);
  const LineOutcome outcome = simulate_once(made.network).lines[0];
  EXPECT_EQ(outcome.run_out, 1);
  EXPECT_EQ(outcome.restart, 9);    // 9, 10, 11, 13, 14
  EXPECT_EQ(outcome.stop_days, 4);  // 1, 2, 7, 8
}

TEST(RunLines, RestartIsOpenWhenTheHorizonCutsTheFiveDays) {
  OneLine made = one_line(12, 0, 10);
  const Index row = add_consignment(made.network, made.magnets, 200, 8, 1);
  EXPECT_EQ(simulate_once(made.network).lines[0].restart, kNever);  // 9, 10, 11, 12
  made.network.consignments[row].ready = 7;
  EXPECT_EQ(simulate_once(made.network).lines[0].restart, 8);
}

TEST(RunLines, CatchesUpInItsOwnTurnAndTheRunOutIsNeverUndone) {
  OneLine made = one_line(8, 0, 10);
  made.network.tasks[0].catch_up_per_day = 4;
  add_consignment(made.network, made.magnets, 100, 1, 1);  // from day 2 on
  const LineOutcome outcome = simulate_once(made.network).lines[0];
  EXPECT_EQ(outcome.run_out, 1);
  EXPECT_EQ(outcome.lost_units, 0);  // 14 + 14 + 12 on days 2, 3, 4
  EXPECT_EQ(outcome.restart, 2);
}

TEST(RunLines, CatchingUpIsNotAskedOfAFullDay) {
  OneLine made = one_line(7, 0, 10);
  made.network.tasks[0].catch_up_per_day = 10;
  for (Day day = 1; day <= 6; ++day) add_consignment(made.network, made.magnets, 10, day, 1);
  const LineOutcome outcome = simulate_once(made.network).lines[0];
  EXPECT_EQ(outcome.restart, 2);
  EXPECT_EQ(outcome.lost_units, 10);
}

TEST(RunLines, TheScarcestComponentLimitsAndUseIsNotRounded) {
  Network network = empty_network(1);
  const Index glue = add_point(network, "GLUE", 1);
  const Index magnets = add_point(network, "MAG", 100);
  const Index task = add_task(network, add_line(network, "L"), 10);
  add_component(network, task, glue, 300'000);       // 0.3: floor(1 / 0.3) = 3
  add_component(network, task, magnets, 2'040'817);  // 2 / (1 - 0.02)
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(simulation.lost_by_task[0], 7);
  EXPECT_EQ(simulation.ledger[glue].left, 100'000);
  EXPECT_EQ(simulation.ledger[magnets].consumed, 3 * 2'040'817);
}

TEST(RunLines, ThreeTenthsMakeThreeUnitsOfATenthEach) {
  Network network = empty_network(1);
  const Index glue = add_point(network, "GLUE", 0);
  network.points[glue].on_hand = 300'000;
  const Index task = add_task(network, add_line(network, "L"), 3);
  add_component(network, task, glue, 100'000);
  EXPECT_EQ(simulate_once(network).lines[0], LineOutcome{});
}

TEST(RunLines, AMixedModelLineIsShortWhenOneItemIsAndStopsWhenNothingIsMade) {
  Network network = empty_network(3);
  const Index red = add_point(network, "RED", 100);
  const Index blue = add_point(network, "BLUE", 5);
  const Index line = add_line(network, "L");
  add_component(network, add_task(network, line, 10), red);
  add_component(network, add_task(network, line, 4), blue);
  const LineOutcome outcome = simulate_once(network).lines[0];
  EXPECT_EQ(outcome.run_out, 2);  // blue makes 4, 1, 0
  EXPECT_EQ(outcome.stop, kNever);
  EXPECT_EQ(outcome.lost_units, 7);
}

TEST(RunLines, ServesLinesInTheirOrderAndItemsInTheirs) {
  Network network = empty_network(1);
  const Index magnets = add_point(network, "MAG", 25);
  const Index first = add_line(network, "FIRST");
  const Index second = add_line(network, "SECOND");
  const Index late = add_task(network, second, 10);
  const Index early = add_task(network, first, 10);
  const Index last = add_task(network, second, 10);
  for (const Index task : {late, early, last}) add_component(network, task, magnets);
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(simulation.lost_by_task[early], 0);
  EXPECT_EQ(simulation.lost_by_task[late], 0);
  EXPECT_EQ(simulation.lost_by_task[last], 5);
}

TEST(RunLines, OutputIsUsableFromTomorrow) {
  Network network = empty_network(3);
  const Index feeder = add_task(network, add_line(network, "FEEDER"), 10);
  const Index user = add_task(network, add_line(network, "USER"), 10);
  add_component(network, user, network.tasks[feeder].output);
  const LineOutcome outcome = simulate_once(network).lines[1];
  EXPECT_EQ(outcome.run_out, 1);
  EXPECT_EQ(outcome.stop_days, 1);
  EXPECT_EQ(outcome.lost_units, 10);
}

TEST(RunLines, ALineWithoutComponentsNeverFallsShort) {
  Network network = empty_network(5);
  add_task(network, add_line(network, "L"), 1'000'000);
  EXPECT_EQ(simulate_once(network).lines[0], LineOutcome{});
}

// S7 ---------------------------------------------------------------------------------------------

TEST(Alternatives, AreUsedByRankAndMixedWithinADay) {
  Network network = empty_network(1);
  const Index first = add_point(network, "A", 7);
  const Index second = add_point(network, "B", 9);
  const Index task = add_task(network, add_line(network, "L"), 5);
  // floor(7 / 3) + floor(9 / 2) = 2 + 4: enough; 2 from A, 3 from B.
  network.tasks[task].requirements = {{{{first, units(3), {}}, {second, units(2), {}}}}};
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(simulation.lost_by_task[0], 0);
  EXPECT_EQ(simulation.ledger[first].left, units(1));
  EXPECT_EQ(simulation.ledger[second].left, units(3));
}

TEST(Alternatives, CountOnlyWhileTheyAreInForce) {
  Network network = empty_network(4);
  const Index old_part = add_point(network, "OLD", 100);
  const Index new_part = add_point(network, "NEW", 100);
  const Index task = add_task(network, add_line(network, "L"), 10);
  network.tasks[task].requirements = {
      {{{old_part, units(1), {1, 2}}, {new_part, units(1), {4, kNever}}}}};
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(simulation.lines[0], LineOutcome{});  // on day 3 nothing is needed
  EXPECT_EQ(simulation.ledger[old_part].left, units(80));
  EXPECT_EQ(simulation.ledger[new_part].left, units(90));
}

// S5 ---------------------------------------------------------------------------------------------

TEST(Releases, AddToStockBeforeTheLinesRun) {
  OneLine made = one_line(3, 10, 10);
  made.network.releases = {{made.magnets, 3, units(10)}, {made.magnets, -2, units(10)}};
  EXPECT_EQ(simulate_once(made.network).lines[0], LineOutcome{});
  made.network.releases[0].day = 4;
  EXPECT_EQ(simulate_once(made.network).lines[0].run_out, 3);
}

TEST(Demand, ReplacesThePlan) {
  const OneLine made = one_line(3, 10, 99);
  SimulationSettings settings;
  const std::vector<std::int64_t> demand{4, 0, 7};
  settings.demand = demand;
  const Simulation simulation = simulate(made.network, given_draws(made.network, {}), settings);
  const LineOutcome expected{3, kNever, kNever, 1, 0};
  EXPECT_EQ(simulation.lines[0], expected);
}

}  // namespace
}  // namespace runout::flow::fixtures
