// S8: policies.
#include <gtest/gtest.h>

#include "flow/small_network.h"

namespace runout::flow::fixtures {
namespace {

std::vector<std::int64_t> stock_of(const Network& network, const Simulation& simulation,
                                   Index point) {
  std::vector<std::int64_t> stock;
  for (Day day = 0; day <= network.horizon; ++day) {
    stock.push_back(stock_on(network, simulation, point, day));
  }
  return stock;
}

using Stock = std::vector<std::int64_t>;

TEST(OrderUpTo, OrdersWhatIsMissingAtTheEndOfTheDay) {
  OneLine made = one_line(6, 20, 5);
  add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 20, 2);
  // Each evening 5 are ordered; they leave at once and are there two days later.
  EXPECT_EQ(stock_of(made.network, simulate_once(made.network), made.magnets),
            (Stock{20, 15, 10, 10, 10, 10, 10}));
}

TEST(OrderUpTo, RoundsUpToLots) {
  OneLine made = one_line(4, 20, 5);
  const Index row =
      add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 20, 1);
  made.network.policies[row].lot = units(8);
  // Day 1: 5 missing, 8 ordered. Day 2: 18, 2 missing, 8 ordered. Day 3: 21. Day 4: 16, 8.
  EXPECT_EQ(stock_of(made.network, simulate_once(made.network), made.magnets),
            (Stock{20, 15, 18, 21, 16}));
}

TEST(OrderUpTo, CountsWhatIsOnOrder) {
  OneLine made = one_line(3, 20, 5);
  add_consignment(made.network, made.magnets, 10, 50, 1);  // far away, but on order
  add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 20, 1);
  EXPECT_EQ(stock_of(made.network, simulate_once(made.network), made.magnets),
            (Stock{20, 15, 10, 5}));  // a position of 25 at the end of day 1, 15 on day 3
}

TEST(OrderUpTo, DoesNotCountWhatWasRefused) {
  OneLine made = one_line(5, 20, 5);
  const Index lost = add_consignment(made.network, made.magnets, 20, 1, 1);
  add_need(made.network, lost);
  add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 20, 1);
  EXPECT_EQ(stock_of(made.network, simulate_once(made.network, {{3, FinalOutcome::refused}}),
                     made.magnets),
            (Stock{20, 15, 10, 5, 15, 15}));  // 15 ordered on day 3
}

TEST(OrderUpTo, SharesOneMissingQuantityAmongLanes) {
  OneLine made = one_line(2, 20, 10);
  for (const Micro share : {700'000, 300'000}) {
    const Index row =
        add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 20, 1);
    made.network.policies[row].share = share;
  }
  EXPECT_EQ(stock_of(made.network, simulate_once(made.network), made.magnets),
            (Stock{20, 10, 10}));  // 7 + 3
}

TEST(OrderUpTo, WaitsForStockAtItsOrigin) {
  OneLine made = one_line(5, 20, 5);
  const Index warehouse = add_point(made.network, "WAREHOUSE", 7);
  add_policy(made.network, PolicyKind::order_up_to, made.magnets, warehouse, 20, 1);
  const Simulation simulation = simulate_once(made.network);
  EXPECT_EQ(stock_of(made.network, simulation, made.magnets), (Stock{20, 15, 15, 10, 5, 0}));
  EXPECT_EQ(simulation.ledger[warehouse].left, units(2));
}

TEST(OrderUpTo, SeesTodaysOutput) {
  Network network = empty_network(2);
  const Index task = add_task(network, add_line(network, "L"), 10);
  add_policy(network, PolicyKind::order_up_to, network.tasks[task].output, std::nullopt, 10, 1);
  EXPECT_EQ(stock_of(network, simulate_once(network), network.tasks[task].output),
            (Stock{0, 10, 20}));
}

TEST(PolicyLicences, TakeTheTurnsOfThePolicyInTheOrderOfCreation) {
  OneLine made = one_line(8, 0, 0);
  for (const Day day : {1, 2}) made.network.tasks[0].plan[static_cast<std::size_t>(day)] = 5;
  made.network.points[made.magnets].on_hand = units(10);
  const Index row =
      add_policy(made.network, PolicyKind::order_up_to, made.magnets, std::nullopt, 10, 1);
  made.network.policies[row].needs_licence = true;
  // The first order is in hand on 1 + 2 + 3 = 6, arrives on 7; the second is refused on day 4,
  // and ordered again with the third turn: in hand on 4 + 1 = 5, arrives on 6.
  const std::vector<PolicyTurn> turns{
      {2, 3, FinalOutcome::granted}, {1, 1, FinalOutcome::refused}, {1, 0, FinalOutcome::granted}};
  EXPECT_EQ(stock_of(made.network, simulate_once(made.network, {}, turns), made.magnets),
            (Stock{10, 5, 0, 0, 0, 0, 5, 10, 10}));
}

TEST(PassOn, ShipsWhatTheConsignmentsOnFileLeave) {
  Network network = empty_network(3);
  const Index from = add_point(network, "CAR", 10);
  const Index customer = add_point(network, "CUSTOMER", 0);
  const Index other = add_point(network, "OTHER", 0);
  network.consignments[add_consignment(network, other, 4, 1, 1)].from = from;
  add_policy(network, PolicyKind::pass_on, customer, from, 0, 2);
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(stock_on(network, simulation, other, 2), 4);
  EXPECT_EQ(stock_of(network, simulation, customer), (Stock{0, 0, 0, 6}));
}

TEST(PassOn, ShipsTodaysOutputTomorrow) {
  Network network = empty_network(3);
  const Index task = add_task(network, add_line(network, "L"), 10);
  const Index customer = add_point(network, "CUSTOMER", 0);
  add_policy(network, PolicyKind::pass_on, customer, network.tasks[task].output, 0, 1);
  EXPECT_EQ(stock_of(network, simulate_once(network), customer), (Stock{0, 0, 0, 10}));
}

TEST(PassOn, RoundsDownToLotsAndSharesWhatIsThere) {
  Network network = empty_network(2);
  const Index from = add_point(network, "CAR", 20);
  const Index first = add_point(network, "FIRST", 0);
  const Index second = add_point(network, "SECOND", 0);
  const Index a = add_policy(network, PolicyKind::pass_on, first, from, 0, 1);
  const Index b = add_policy(network, PolicyKind::pass_on, second, from, 0, 1);
  network.policies[a].share = 600'000;
  network.policies[b].share = 400'000;
  network.policies[a].lot = units(5);
  const Simulation simulation = simulate_once(network);
  EXPECT_EQ(stock_on(network, simulation, first, 2), 10);  // 12 in lots of 5
  EXPECT_EQ(stock_on(network, simulation, second, 2), 8);  // of the 20
}

TEST(PassOn, LeavesOnWorkingDaysOnly) {
  Network network = empty_network(5);
  const Index from = add_point(network, "CAR", 20);
  const Index customer = add_point(network, "CUSTOMER", 0);
  const Index row = add_policy(network, PolicyKind::pass_on, customer, from, 0, 1);
  network.policies[row].departs_on = add_calendar_closed_on(network, {1, 2});
  EXPECT_EQ(stock_of(network, simulate_once(network), customer), (Stock{0, 0, 0, 0, 20, 20}));
}

TEST(PassOn, PromisesGoodsOnceWhileTheyWaitForALicence) {
  Network network = empty_network(6);
  const Index from = add_point(network, "CAR", 20);
  const Index customer = add_point(network, "CUSTOMER", 0);
  const Index row = add_policy(network, PolicyKind::pass_on, customer, from, 0, 1);
  network.policies[row].needs_licence = true;
  EXPECT_EQ(
      stock_of(network, simulate_once(network, {}, {{1, 2, FinalOutcome::granted}}), customer),
      (Stock{0, 0, 0, 0, 0, 20, 20}));
}

}  // namespace
}  // namespace runout::flow::fixtures
