// The fast simulator and the plain one agree in every output, bit for bit.
#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "flow/random_network.h"
#include "flow/small_network.h"
#include "runout/flow/simulate.h"

namespace runout::flow::fixtures {
namespace {

/// What the draws alone move: no stock to take, no rows of licences, no policies.
void uncouple(Network& network) {
  for (Consignment& consignment : network.consignments) {
    consignment.from.reset();
    for (LicenceNeed& need : consignment.needs) {
      need.has_rows = false;
      need.licences.clear();
    }
  }
}

/// Sizes of a long row of worlds that is the same on every machine; every second one has no
/// policies and is uncoupled.
World world_of(std::uint32_t seed) {
  WorldSize size;
  size.seed = seed + 100'000;
  size.horizon = 1 + static_cast<int>(seed * 7 % 60);
  size.items = 1 + static_cast<int>(seed % 9);
  size.lines = 1 + static_cast<int>(seed % 6);
  size.consignments = static_cast<int>(seed % 23);
  size.applications = static_cast<int>(seed / 3 % 6);
  size.policies = seed % 2 == 0 ? static_cast<int>(seed / 2 % 6) : 0;
  size.replications = 8 + static_cast<int>(seed % 30);
  World world = make_world(size);
  if (seed % 2 == 1) uncouple(world.network);
  return world;
}

SimulationSettings settings_of(std::uint32_t seed, Method method) {
  SimulationSettings settings;
  settings.seed = seed;
  settings.method = method;
  settings.transit = seed % 5 == 0 ? TransitMode::typical : TransitMode::drawn;
  return settings;
}

::testing::AssertionResult agree(const Simulation& fast, const Simulation& plain,
                                 std::size_t lines) {
  for (std::size_t i = 0; i < plain.lines.size(); ++i) {
    const LineOutcome& a = fast.lines[i];
    const LineOutcome& b = plain.lines[i];
    if (a == b) continue;
    return ::testing::AssertionFailure()
           << "replication " << i / lines << " line " << i % lines << ": run out " << a.run_out
           << " not " << b.run_out << ", stop " << a.stop << " not " << b.stop << ", restart "
           << a.restart << " not " << b.restart << ", lost " << a.lost_units << " not "
           << b.lost_units << ", stop days " << a.stop_days << " not " << b.stop_days;
  }
  if (fast.lost_by_task != plain.lost_by_task) {
    return ::testing::AssertionFailure() << "lost by task";
  }
  if (fast.blame.size() != plain.blame.size()) {
    return ::testing::AssertionFailure()
           << fast.blame.size() << " not " << plain.blame.size() << " shares of blame";
  }
  for (std::size_t i = 0; i < plain.blame.size(); ++i) {
    if (fast.blame[i] == plain.blame[i]) continue;
    return ::testing::AssertionFailure()
           << "blame " << i << ", replication " << plain.blame[i].replication << " line "
           << plain.blame[i].line << ": " << to_text(fast.blame[i].cause) << " not "
           << to_text(plain.blame[i].cause) << ", point " << fast.blame[i].point << " not "
           << plain.blame[i].point << ", share " << fast.blame[i].share << " not "
           << plain.blame[i].share;
  }
  return ::testing::AssertionSuccess();
}

std::uint32_t worlds() { return std::getenv("RUNOUT_LONG") != nullptr ? 10'000 : 600; }

TEST(FastSimulator, AgreesWithThePlainOneInManyWorlds) {
  std::size_t short_lines = 0;
  std::size_t blames = 0;
  Effort all;
  for (std::uint32_t seed = 1; seed <= worlds(); ++seed) {
    const World world = world_of(seed);
    const Simulation plain = simulate(world.network, world.draws, settings_of(seed, Method::plain));
    const Simulation fast = simulate(world.network, world.draws, settings_of(seed, Method::fast));
    ASSERT_TRUE(agree(fast, plain, world.network.lines.size())) << "seed " << seed;
    for (const LineOutcome& line : plain.lines) short_lines += line.run_out != kNever ? 1 : 0;
    blames += plain.blame.size();
    all.points += fast.effort.points;
    all.points_followed += fast.effort.points_followed;
    all.parts += fast.effort.parts;
    all.parts_in_lanes += fast.effort.parts_in_lanes;
  }
  // The worlds try what matters: shortages, points that never bind; everything goes in lanes.
  EXPECT_GT(short_lines, 10'000U);
  EXPECT_GT(blames, 10'000U);
  EXPECT_LT(all.points_followed, all.points * 9 / 10);
  EXPECT_GT(all.parts, worlds() * 3 / 4);
  EXPECT_EQ(all.parts_in_lanes, all.parts);
}

/// Orders of policies that come more than a ring of days later, or are decided then.
TEST(FastSimulator, AgreesWhereOrdersTakeVeryLong) {
  std::size_t run_outs = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    WorldSize size;
    size.seed = seed + 300'000;
    size.horizon = 200;
    size.items = 4;
    size.lines = 3;
    size.policies = 6;
    size.consignments = 5;
    size.applications = 2;
    size.replications = 20;
    World world = make_world(size);
    for (Policy& policy : world.network.policies) {
      if (policy.kind == PolicyKind::order_up_to) policy.transit = {20, 70, 150};
    }
    for (std::size_t i = 0; i < world.draws.turns.size(); i += 2) {
      world.draws.turns[i].review_days += 70;
    }
    const Simulation plain = simulate(world.network, world.draws, settings_of(seed, Method::plain));
    const Simulation fast = simulate(world.network, world.draws, settings_of(seed, Method::fast));
    ASSERT_TRUE(agree(fast, plain, world.network.lines.size())) << "seed " << seed;
    for (const BlameShare& share : plain.blame) run_outs += share.policy ? 1 : 0;
  }
  EXPECT_GT(run_outs, 500U);
}

/// So many points that the arrivals of the whole horizon are not kept at once.
TEST(FastSimulator, AgreesOverSeveralWindowsOfDays) {
  for (const bool is_coupled : {false, true}) {
    WorldSize size;
    size.seed = 400'000;
    size.horizon = 500;
    size.items = 150;
    size.lines = 60;
    size.consignments = 900;
    size.applications = 20;
    size.policies = is_coupled ? 10 : 0;
    size.replications = 40;
    World world = make_world(size);
    if (!is_coupled) uncouple(world.network);
    const Simulation plain = simulate(world.network, world.draws, settings_of(1, Method::plain));
    const Simulation fast = simulate(world.network, world.draws, settings_of(1, Method::fast));
    ASSERT_TRUE(agree(fast, plain, world.network.lines.size()));
    EXPECT_GT(plain.blame.size(), 1'000U);
  }
}

TEST(FastSimulator, AgreesWithAnyInstructionsAndThreads) {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const World world = world_of(seed);
    SimulationSettings settings = settings_of(seed, Method::fast);
    const Simulation one = simulate(world.network, world.draws, settings);
    for (const Instructions which :
         {Instructions::plain, Instructions::avx2, Instructions::avx512}) {
      if (!has_instructions(which)) continue;
      settings.instructions = which;
      ASSERT_TRUE(
          agree(simulate(world.network, world.draws, settings), one, world.network.lines.size()))
          << "seed " << seed;
    }
    settings.threads = 3;
    ASSERT_TRUE(
        agree(simulate(world.network, world.draws, settings), one, world.network.lines.size()))
        << "seed " << seed;
  }
}

/// What is not asked for may be left out, and changes nothing of the rest.
TEST(FastSimulator, AgreesOnTheLinesThatAreAskedFor) {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const World world = world_of(seed);
    const std::size_t lines = world.network.lines.size();
    Simulator simulator{world.network, settings_of(seed, Method::fast)};
    const Simulation all = simulator.simulate(world.draws);
    Focus focus;
    focus.lines.assign(lines, 0);
    focus.lines[seed % lines] = 1;
    focus.blame = seed % 2 == 0;
    const Simulation some = simulator.simulate(world.draws, focus);
    std::vector<BlameShare> expected;
    std::vector<BlameShare> found;
    const auto is_asked = [&](const BlameShare& share) { return focus.lines[share.line] != 0; };
    if (focus.blame) std::ranges::copy_if(all.blame, std::back_inserter(expected), is_asked);
    std::ranges::copy_if(some.blame, std::back_inserter(found), is_asked);
    EXPECT_EQ(found, expected);
    for (std::size_t r = 0; r < all.replications; ++r) {
      const std::size_t i = r * lines + seed % lines;
      ASSERT_TRUE(some.lines[i] == all.lines[i]) << "seed " << seed;
    }
  }
}

/// With the draws remembered only what waits for changed applications is worked out again.
TEST(FastSimulator, AgreesAfterSomeDecisionsHaveChanged) {
  std::size_t different = 0;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    World world = world_of(seed);
    if (world.network.applications == 0) continue;
    Simulator simulator{world.network, settings_of(seed, Method::fast)};
    simulator.remember(world.draws);
    const Simulation before = simulator.simulate(world.draws);
    const auto changed = static_cast<Index>(seed % world.network.applications);
    for (std::size_t r = 0; r < world.draws.replications; ++r) {
      const std::size_t cell = world.draws.cell(r, changed);
      world.draws.in_hand_day[cell] = static_cast<Day>((seed + r) % 9);
      world.draws.final_day[cell] = world.draws.in_hand_day[cell];
      world.draws.outcome[cell] = FinalOutcome::granted;
    }
    const Simulation fresh = simulate(world.network, world.draws, settings_of(seed, Method::plain));
    const Simulation after = simulator.simulate(
        world.draws, {.lines = {}, .blame = true, .changed = std::vector{changed}});
    ASSERT_TRUE(agree(after, fresh, world.network.lines.size())) << "seed " << seed;
    different += before.lines == after.lines ? 0 : 1;
  }
  EXPECT_GT(different, 20U);
}

/// The product, or the largest amount that is tried.
Micro scaled(Micro amount, Micro factor) {
  constexpr Micro kMost = 4'000'000'000'000'000'000;
  Micro product = 0;
  return __builtin_mul_overflow(amount, factor, &product) ? kMost : std::min(product, kMost);
}

/// Amounts without a common divisor beyond 2^31 millionths need the wider lanes, beyond 2^53 the
/// plain simulator.
TEST(FastSimulator, AgreesWhateverTheSizeOfTheAmounts) {
  for (const Micro factor :
       {Micro{1}, Micro{7'919}, Micro{104'729'000}, Micro{1'000'003'000'000}}) {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
      World world = world_of(seed);
      for (StockPoint& point : world.network.points) point.on_hand = scaled(point.on_hand, factor);
      for (Release& release : world.network.releases)
        release.quantity = scaled(release.quantity, factor);
      for (Consignment& consignment : world.network.consignments) {
        consignment.quantity = scaled(consignment.quantity / 1000, factor) + 1;
      }
      for (Task& task : world.network.tasks) {
        for (Requirement& requirement : task.requirements) {
          for (ComponentUse& use : requirement.alternatives)
            use.needed = scaled(use.needed, factor) + 1;
        }
      }
      bool may_refuse = false;
      Simulation plain;
      try {
        plain = simulate(world.network, world.draws, settings_of(seed, Method::plain));
      } catch (const std::exception&) {
        may_refuse = true;
      }
      if (may_refuse) {
        EXPECT_ANY_THROW(
            (void)simulate(world.network, world.draws, settings_of(seed, Method::fast)));
        continue;
      }
      ASSERT_TRUE(agree(simulate(world.network, world.draws, settings_of(seed, Method::fast)),
                        plain, world.network.lines.size()))
          << "seed " << seed << " factor " << factor;
    }
  }
}

}  // namespace
}  // namespace runout::flow::fixtures
