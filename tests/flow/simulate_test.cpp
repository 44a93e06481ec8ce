// The border of the module: shapes, threads, stopping, amounts too large; and two laws.
#include "runout/flow/simulate.h"

#include <atomic>
#include <functional>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "flow/small_network.h"
#include "runout/base/error.h"

namespace runout::flow::fixtures {
namespace {

/// Something broken in one place, and what the refusal says.
struct Broken {
  std::string name;
  std::function<void(Network&, Draws&, SimulationSettings&)> breaks;
  std::string says;
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }

class Border : public ::testing::TestWithParam<Broken> {};

TEST_P(Border, RefusesWhatDoesNotFit) {
  OneLine made = one_line(5, 10, 3);
  add_need(made.network, add_consignment(made.network, made.magnets, 10, 1, 1));
  add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 5, 1);
  Draws draws = given_draws(made.network, {{3}}, {{1, 1, FinalOutcome::granted}});
  SimulationSettings settings;
  EXPECT_NO_THROW((void)simulate(made.network, draws, settings));
  GetParam().breaks(made.network, draws, settings);
  try {
    (void)simulate(made.network, draws, settings);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::internal);
    EXPECT_EQ(error.what(), GetParam().says);
  }
}

const std::vector<std::int64_t> kShortDemand(3, 1);

INSTANTIATE_TEST_SUITE_P(
    Simulate, Border,
    ::testing::Values(
        Broken{"Applications", [](Network& n, Draws&, SimulationSettings&) { n.applications = 2; },
               "simulation: draws have other applications"},
        Broken{"Policies", [](Network& n, Draws&, SimulationSettings&) { n.policies.clear(); },
               "simulation: draws have other policies"},
        Broken{"Turns",
               [](Network& n, Draws& d, SimulationSettings&) {
                 n.policies[0].needs_licence = true;
                 d.turns_per_policy = 0;
                 d.turns.clear();
               },
               "simulation: draws have no turns for policies that need licences"},
        Broken{"Days", [](Network&, Draws& d, SimulationSettings&) { d.in_hand_day.pop_back(); },
               "simulation: in_hand_day has the wrong shape"},
        Broken{"Outcomes", [](Network&, Draws& d, SimulationSettings&) { d.outcome.clear(); },
               "simulation: outcome has the wrong shape"},
        Broken{"Finals", [](Network&, Draws& d, SimulationSettings&) { d.final_day.clear(); },
               "simulation: final_day has the wrong shape"},
        Broken{"Stages", [](Network&, Draws& d, SimulationSettings&) { d.first_stage.clear(); },
               "simulation: first_stage has the wrong shape"},
        Broken{"TurnRows", [](Network&, Draws& d, SimulationSettings&) { d.turns.clear(); },
               "simulation: turns has the wrong shape"},
        Broken{"Demand", [](Network&, Draws&, SimulationSettings& s) { s.demand = kShortDemand; },
               "simulation: demand has the wrong shape"},
        Broken{"Traced", [](Network&, Draws&, SimulationSettings& s) { s.traced_points = {99}; },
               "simulation: a traced point is not there"},
        Broken{"Plan", [](Network& n, Draws&, SimulationSettings&) { n.tasks[0].plan.pop_back(); },
               "network: a plan of another horizon"},
        Broken{"Task", [](Network& n, Draws&, SimulationSettings&) { n.lines[0].tasks = {7}; },
               "network: a task is not there"},
        Broken{"Twice", [](Network& n, Draws&, SimulationSettings&) { n.lines[0].tasks = {0, 0}; },
               "network: a task belongs to one line, once"},
        Broken{"Point", [](Network& n, Draws&, SimulationSettings&) { n.consignments[0].to = 9; },
               "network: a stock point is not there"},
        Broken{"Calendar",
               [](Network& n, Draws&, SimulationSettings&) { n.policies[0].departs_on = 0; },
               "network: a calendar is not there"},
        Broken{"SameComponent",
               [](Network& n, Draws&, SimulationSettings&) {
                 n.tasks[0].requirements.push_back(n.tasks[0].requirements[0]);
               },
               "network: a component twice in force in one task"},
        Broken{"Nothing",
               [](Network& n, Draws&, SimulationSettings&) { n.consignments[0].quantity = 0; },
               "network: a consignment of nothing"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Simulate, RefusesAmountsThatCannotBeHeldWithTheItem) {
  OneLine made = one_line(3, 9'000'000'000'000, 1);
  add_consignment(made.network, made.magnets, 1'000'000'000'000, 1, 1);
  const auto message = [&] {
    try {
      (void)simulate_once(made.network);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
      return std::string{error.what()};
    }
    return std::string{"nothing"};
  };
  EXPECT_EQ(message(),
            "stock and orders of 'MAG' at 'PLANT' are more than 9223372036854 units in all, more "
            "than can be held exactly");
  made.network.consignments.clear();
  made.network.points[made.magnets].on_hand = 0;
  made.network.tasks[0].requirements.clear();
  made.network.tasks[0].plan.assign(4, 9'000'000'000'000);
  EXPECT_EQ(message(),
            "stock of 'L-0' at 'PLANT' grows beyond 9223372036854 units, more than can be held "
            "exactly");
}

TEST(Simulate, HandlesNothingAtAll) {
  const Network network = empty_network(0);
  EXPECT_EQ(simulate(network, given_draws(network, {}), {}).replications, 1U);
  Draws none;
  none.first_stage = {0};
  EXPECT_EQ(simulate(network, none, {}).lines.size(), 0U);
}

TEST(Simulate, StopsWhenProgressSaysSo) {
  const OneLine made = one_line(5, 10, 3);
  const Draws draws = given_draws(made.network, std::vector<std::vector<Given>>(1000), {}, 0);
  SimulationSettings settings;
  std::atomic<std::size_t> last{0};
  settings.progress = [&](std::size_t done) {
    last = done;
    return done < 200;
  };
  const Simulation simulation = simulate(made.network, draws, settings);
  EXPECT_FALSE(simulation.complete);
  EXPECT_GE(last, 200U);
  EXPECT_LT(last, 1000U);
  EXPECT_EQ(simulation.lines.size(), 1000U);
  settings.progress = [](std::size_t) { return true; };
  EXPECT_TRUE(simulate(made.network, draws, settings).complete);
}

TEST(Simulate, TheTransitOfAReplicationIsKeyedByItsNumber) {
  OneLine made = one_line(60, 30, 10);
  const Index row = add_consignment(made.network, made.magnets, 500, 1, 1);
  made.network.consignments[row].transit = {2, 10, 50};
  const Draws all = given_draws(made.network, std::vector<std::vector<Given>>(100), {}, 0);
  Draws tail = given_draws(made.network, std::vector<std::vector<Given>>(40), {}, 0);
  tail.first_replication = 60;
  const Simulation whole = simulate(made.network, all, {});
  const Simulation part = simulate(made.network, tail, {});
  for (std::size_t r = 0; r < 40; ++r) EXPECT_EQ(part.lines[r], whole.lines[60 + r]);
  EXPECT_NE(whole.lines[0], whole.lines[1]);
}

/// O16: what is used comes in every day; nothing moves for a year.
TEST(Law, ASteadyStateStaysForAYear) {
  OneLine made = one_line(365, 40, 10);
  for (Day day = 1; day <= 365; ++day) {
    add_consignment(made.network, made.magnets, 10, day, 1);
  }
  made.network.consignments.pop_back();
  made.network.points[made.magnets].on_hand = units(40);
  add_consignment(made.network, made.magnets, 10, 365, 1);
  const Simulation simulation = simulate_once(made.network);
  EXPECT_EQ(simulation.lines[0], LineOutcome{});
  for (Day day = 1; day <= 365; ++day) {
    EXPECT_EQ(stock_on(made.network, simulation, made.magnets, day), 30);
  }
}

/// O17, for the run-out date of a line with one component: each of these never makes it earlier.
/// The first two need a component that nobody shares: a line served later may use what comes
/// earlier.
RC_GTEST_PROP(Law, MoreStockAnEarlierDecisionOrABetterTurnNeverMakesTheRunOutEarlier, ()) {
  OneLine made = one_line(40, *rc::gen::inRange(0, 80), *rc::gen::inRange(1, 10));
  Network& network = made.network;
  const int orders = *rc::gen::inRange(0, 5);
  std::vector<Given> given;
  for (int i = 0; i < orders; ++i) {
    const Index row = add_consignment(network, made.magnets, *rc::gen::inRange(1, 60),
                                      *rc::gen::inRange(-3, 40), *rc::gen::inRange(1, 9));
    network.consignments[row].transit.high += *rc::gen::inRange(0, 9);
    add_need(network, row);
    given.push_back({*rc::gen::inRange(-3, 45)});
  }
  const Day before = simulate_once(network, given).lines[made.line].run_out;

  Network more = network;
  more.points[made.magnets].on_hand += *rc::gen::inRange(1, 30'000'000);
  RC_ASSERT(simulate_once(more, given).lines[made.line].run_out >= before);

  if (!given.empty()) {
    std::vector<Given> earlier = given;
    earlier[0].decided -= *rc::gen::inRange(1, 20);
    RC_ASSERT(simulate_once(network, earlier).lines[made.line].run_out >= before);
  }

  const Index other = add_line(network, "OTHER");
  add_component(network, add_task(network, other, *rc::gen::inRange(0, 6)), made.magnets);
  const Day first_turn = simulate_once(network, given).lines[made.line].run_out;
  Network later_turn = network;  // The other line is served first.
  std::swap(later_turn.lines[0], later_turn.lines[1]);
  for (Task& task : later_turn.tasks) task.line = 1 - task.line;
  RC_ASSERT(simulate_once(later_turn, given).lines[1].run_out <= first_turn);
}

RC_GTEST_PROP(Law, NothingRunsShortWhenNothingIsMissing, ()) {
  Network network = empty_network(*rc::gen::inRange(1, 60));
  const int lines = *rc::gen::inRange(1, 5);
  const Index shared = add_point(network, "SHARED", 0);
  std::int64_t used = 0;
  for (int i = 0; i < lines; ++i) {
    const std::int64_t rate = *rc::gen::inRange(0, 20);
    const Index task = add_task(network, add_line(network, "L"), rate);
    add_component(network, task, shared);
    used += rate * network.horizon;
  }
  network.points[shared].on_hand = units(used);
  const Simulation simulation = simulate_once(network);
  for (const LineOutcome& line : simulation.lines) RC_ASSERT(line == LineOutcome{});
  RC_ASSERT(simulation.ledger[shared].left == 0);
}

}  // namespace
}  // namespace runout::flow::fixtures
