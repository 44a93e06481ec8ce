// The simulator and a second one, written another way, agree bit for bit; and the laws that hold
// whatever the network.
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "flow/random_network.h"
#include "flow/reference.h"
#include "runout/flow/simulate.h"

namespace runout::flow::fixtures {
namespace {

WorldSize some_size() {
  WorldSize size;
  size.seed = *rc::gen::inRange<std::uint32_t>(0, 1'000'000'000);
  size.horizon = *rc::gen::inRange(1, 50);
  size.items = *rc::gen::inRange(1, 7);
  size.lines = *rc::gen::inRange(1, 5);
  size.consignments = *rc::gen::inRange(0, 16);
  size.applications = *rc::gen::inRange(0, 5);
  size.policies = *rc::gen::inRange(0, 5);
  return size;
}

SimulationSettings everything(const World& world) {
  SimulationSettings settings;
  settings.seed = 7;
  settings.keep_ledger = true;
  settings.traced_replications = world.draws.replications;
  settings.traced_points.resize(world.network.points.size());
  std::iota(settings.traced_points.begin(), settings.traced_points.end(), Index{0});
  return settings;
}

/// Sizes of a long row of worlds that is the same on every machine.
WorldSize size_of(std::uint32_t seed) {
  WorldSize size;
  size.seed = seed;
  size.horizon = 1 + static_cast<int>(seed * 7 % 60);
  size.items = 1 + static_cast<int>(seed % 7);
  size.lines = 1 + static_cast<int>(seed % 5);
  size.consignments = static_cast<int>(seed % 23);
  size.applications = static_cast<int>(seed % 6);
  size.policies = static_cast<int>(seed / 2 % 6);
  size.replications = 2;
  return size;
}

void expect_agreement(const World& world, const SimulationSettings& settings) {
  const Simulation simulation = simulate(world.network, world.draws, settings);
  for (std::size_t r = 0; r < world.draws.replications; ++r) {
    const ReferenceResult reference = follow(world.network, world.draws, r, settings);
    for (std::size_t line = 0; line < reference.lines.size(); ++line) {
      RC_ASSERT(simulation.lines[r * reference.lines.size() + line] == reference.lines[line]);
    }
    for (std::size_t task = 0; task < reference.lost_by_task.size(); ++task) {
      RC_ASSERT(simulation.lost_by_task[r * reference.lost_by_task.size() + task] ==
                reference.lost_by_task[task]);
    }
    for (std::size_t i = 0; i < reference.stock.size(); ++i) {
      RC_ASSERT(simulation.traced[r * reference.stock.size() + i] == reference.stock[i]);
    }
  }
}

RC_GTEST_PROP(Simulate, AgreesWithASecondSimulatorAtRandomTransit, ()) {
  const World world = make_world(some_size());
  expect_agreement(world, everything(world));
}

RC_GTEST_PROP(Simulate, AgreesWithASecondSimulatorAtTypicalTransit, ()) {
  const World world = make_world(some_size());
  SimulationSettings settings = everything(world);
  settings.transit = TransitMode::typical;
  expect_agreement(world, settings);
}

TEST(Simulate, AgreesWithASecondSimulatorInThreeThousandWorlds) {
  std::size_t short_lines = 0;
  std::size_t restarts = 0;
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    const World world = make_world(size_of(seed));
    const SimulationSettings settings = everything(world);
    const Simulation simulation = simulate(world.network, world.draws, settings);
    const std::size_t points = world.network.points.size();
    for (std::size_t r = 0; r < world.draws.replications; ++r) {
      const ReferenceResult reference = follow(world.network, world.draws, r, settings);
      const std::size_t lines = reference.lines.size();
      for (std::size_t line = 0; line < lines; ++line) {
        const LineOutcome& outcome = simulation.lines[r * lines + line];
        ASSERT_TRUE(outcome == reference.lines[line]) << "seed " << seed << " line " << line;
        short_lines += outcome.run_out != kNever ? 1 : 0;
        restarts += outcome.restart != kNever ? 1 : 0;
      }
      const std::size_t size = reference.stock.size();
      for (std::size_t i = 0; i < size; ++i) {
        ASSERT_EQ(simulation.traced[r * size + i], reference.stock[i])
            << "seed " << seed << " point " << i / (size / points) << " day "
            << i % (size / points);
      }
    }
  }
  // The worlds are scarce enough to try what matters.
  EXPECT_GT(short_lines, 5000U);
  EXPECT_GT(restarts, 300U);
}

RC_GTEST_PROP(Simulate, KeepsTheMassOfEveryPoint, ()) {  // O15
  const World world = make_world(some_size());
  const Simulation simulation = simulate(world.network, world.draws, everything(world));
  for (const PointLedger& ledger : simulation.ledger) {
    RC_ASSERT(ledger.initial + ledger.released + ledger.produced + ledger.arrived ==
              ledger.consumed + ledger.departed + ledger.left);
  }
  for (const Micro stock : simulation.traced) RC_ASSERT(stock >= 0);
}

RC_GTEST_PROP(Simulate, SharesOutTheWholeBlameOfEveryRunOut, ()) {
  const World world = make_world(some_size());
  const Simulation simulation = simulate(world.network, world.draws, everything(world));
  std::vector<double> sum(simulation.lines.size(), 0.0);
  const std::size_t lines = world.network.lines.size();
  for (const BlameShare& share : simulation.blame) {
    RC_ASSERT(share.share > 0.0);
    sum[share.replication * lines + share.line] += share.share;
  }
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double expected = simulation.lines[i].run_out == kNever ? 0.0 : 1.0;
    RC_ASSERT(std::abs(sum[i] - expected) < 1e-9);
  }
}

RC_GTEST_PROP(Simulate, GivesTheSameBitsForAnyNumberOfThreads, ()) {
  WorldSize size = some_size();
  size.replications = 150;
  const World world = make_world(size);
  SimulationSettings settings = everything(world);
  const Simulation one = simulate(world.network, world.draws, settings);
  for (const unsigned threads : {2U, 7U}) {
    settings.threads = threads;
    const Simulation many = simulate(world.network, world.draws, settings);
    RC_ASSERT(many.lines == one.lines);
    RC_ASSERT(many.lost_by_task == one.lost_by_task);
    RC_ASSERT(many.blame == one.blame);
    RC_ASSERT(many.traced == one.traced);
  }
}

}  // namespace
}  // namespace runout::flow::fixtures
