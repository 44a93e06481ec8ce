// Laws that must hold of any world, whatever the numbers are: what more stock, an earlier licence
// or a place ahead in the queue can do, and what is only another way to write down the same.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "flow/random_network.h"
#include "flow/small_network.h"
#include "runout/base/random.h"
#include "runout/flow/simulate.h"

namespace runout::flow::fixtures {
namespace {

constexpr std::uint32_t kWorlds = 300;

/// A world of a row that is the same on every machine.
class Law {
 public:
  explicit Law(std::uint32_t seed) : random_{seed, 0, "laws", Purpose::test}, seed_{seed} {
    WorldSize size;
    size.seed = seed + 500'000;
    size.horizon = 5 + static_cast<int>(seed % 50);
    size.items = 1 + static_cast<int>(seed % 6);
    size.lines = 1 + static_cast<int>(seed % 5);
    size.consignments = static_cast<int>(seed % 17);
    size.applications = 1 + static_cast<int>(seed % 4);
    size.policies = 0;
    size.replications = 1;
    network = make_world(size).network;
    for (Consignment& consignment : network.consignments) {
      consignment.from.reset();
      for (LicenceNeed& need : consignment.needs) {
        need.has_rows = false;
        need.licences.clear();
      }
    }
    decisions.resize(12);
    for (auto& row : decisions) {
      for (std::size_t i = 0; i < network.applications; ++i) {
        Given given;
        given.decided = random_.uniform() < 0.15 ? kNever : below(size.horizon) + 1;
        if (random_.uniform() < 0.2) given.outcome = FinalOutcome::refused;
        row.push_back(given);
      }
    }
  }

  /// Every line makes one item out of one component; what it makes feeds nobody if `is_apart`.
  void simplify(bool is_apart) {
    std::vector<Task> tasks;
    for (Index line = 0; line < network.lines.size(); ++line) {
      Task task = network.tasks[network.lines[line].tasks.front()];
      if (task.requirements.empty()) task.requirements.emplace_back();
      task.requirements.resize(1);
      auto& alternatives = task.requirements[0].alternatives;
      if (alternatives.empty()) alternatives.push_back({0, units(1), {}});
      alternatives.resize(1);
      if (is_apart) task.output = add_point(network, "made " + network.lines[line].code, 0);
      network.lines[line].tasks = {line};
      tasks.push_back(std::move(task));
    }
    network.tasks = std::move(tasks);
  }

  [[nodiscard]] Index component_of(Index line) const {
    return network.tasks[network.lines[line].tasks[0]].requirements[0].alternatives[0].point;
  }

  /// With others at the component, pieces that cannot be halved make more stock worse: what was too
  /// little for another line is now enough.
  [[nodiscard]] bool has_component_alone(Index line) const {
    for (Index other = 0; other < network.lines.size(); ++other) {
      if (other != line && component_of(other) == component_of(line)) return false;
    }
    return true;
  }

  [[nodiscard]] Simulation run(TransitMode transit) const {
    SimulationSettings settings;
    settings.seed = seed_;
    settings.transit = transit;
    return simulate(network, given_draws(network, decisions, {}, 0), settings);
  }

  Day below(std::int64_t bound) {
    return static_cast<Day>(random_.uniform() * static_cast<double>(bound));
  }
  [[nodiscard]] TransitMode some_transit() const {
    return seed_ % 3 == 0 ? TransitMode::typical : TransitMode::drawn;
  }

  Network network;
  std::vector<std::vector<Given>> decisions;  ///< [replication][application]

 private:
  RandomStream random_;
  std::uint32_t seed_;
};

/// Counts futures in which the line runs out later; it must never be earlier.
void expect_no_earlier(const Simulation& before, const Simulation& after, std::size_t lines,
                       std::size_t line_before, std::size_t line_after, std::size_t& later) {
  for (std::size_t r = 0; r < before.lines.size() / lines; ++r) {
    const Day was = before.lines[r * lines + line_before].run_out;
    const Day is = after.lines[r * lines + line_after].run_out;
    ASSERT_GE(is, was) << "replication " << r << ", line " << line_before;
    later += is > was ? 1 : 0;
  }
}

/// Tries a law on every world; says in which one it did not hold.
template <typename Try>
void for_each_world(const Try& try_law) {
  for (std::uint32_t seed = 1; seed <= kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Law law{seed};
    try_law(law);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Laws, MoreStockNeverMakesALineOfOneComponentRunOutEarlier) {
  std::size_t later = 0;
  for_each_world([&](Law& law) {
    law.simplify(true);
    const Simulation before = law.run(law.some_transit());
    const auto line = static_cast<Index>(law.below(std::ssize(law.network.lines)));
    if (!law.has_component_alone(line)) return;
    law.network.points[law.component_of(line)].on_hand += units(1 + law.below(40));
    expect_no_earlier(before, law.run(law.some_transit()), law.network.lines.size(), line, line,
                      later);
  });
  EXPECT_GT(later, kWorlds / 2);
}

TEST(Laws, AnEarlierGrantNeverMakesALineOfOneComponentRunOutEarlier) {
  std::size_t later = 0;
  for_each_world([&](Law& law) {
    law.simplify(true);
    const Simulation before = law.run(law.some_transit());
    const auto application =
        static_cast<std::size_t>(law.below(static_cast<std::int64_t>(law.network.applications)));
    for (auto& row : law.decisions) {
      Given& given = row[application];
      if (given.outcome != FinalOutcome::granted) given = {kNever, FinalOutcome::granted};
      const Day latest = std::min(given.decided, law.network.horizon);
      given.decided = 1 + law.below(latest);
    }
    const Simulation after = law.run(law.some_transit());
    for (Index line = 0; line < law.network.lines.size(); ++line) {
      if (!law.has_component_alone(line)) continue;
      expect_no_earlier(before, after, law.network.lines.size(), line, line, later);
    }
  });
  EXPECT_GT(later, kWorlds / 10);
}

TEST(Laws, APlaceAheadInTheQueueNeverMakesALineOfOneComponentRunOutEarlier) {
  std::size_t later = 0;
  for_each_world([&](Law& law) {
    law.simplify(true);
    const Simulation before = law.run(law.some_transit());
    const auto line = static_cast<Index>(law.below(std::ssize(law.network.lines)));
    std::rotate(law.network.lines.begin(), law.network.lines.begin() + line,
                law.network.lines.begin() + line + 1);
    for (Index i = 0; i < law.network.lines.size(); ++i) {
      for (const Index task : law.network.lines[i].tasks) law.network.tasks[task].line = i;
    }
    expect_no_earlier(before, law.run(law.some_transit()), law.network.lines.size(), line, 0,
                      later);
  });
  EXPECT_GT(later, kWorlds / 10);
}

TEST(Laws, AnOrderInTwoPartsIsTheSameAtFixedTransit) {
  std::size_t cut = 0;
  for_each_world([&](Law& law) {
    if (law.network.consignments.empty()) return;
    const Simulation before = law.run(TransitMode::typical);
    const auto at = static_cast<std::size_t>(law.below(std::ssize(law.network.consignments)));
    Consignment part = law.network.consignments[at];
    part.code += " second part";
    part.quantity = 1 + law.below(std::min<Micro>(part.quantity - 1, units(1000)));
    law.network.consignments[at].quantity -= part.quantity;
    law.network.consignments.push_back(std::move(part));
    const Simulation after = law.run(TransitMode::typical);
    EXPECT_EQ(before.lines, after.lines);
    EXPECT_EQ(before.lost_by_task, after.lost_by_task);
    ++cut;
  });
  EXPECT_GT(cut, kWorlds / 2);
}

TEST(Laws, OrdersInAnotherOrderAreTheSame) {
  for_each_world([&](Law& law) {
    const Simulation before = law.run(TransitMode::drawn);
    std::ranges::reverse(law.network.consignments);
    EXPECT_EQ(before.lines, law.run(TransitMode::drawn).lines);
  });
}

TEST(Laws, OtherNamesAreTheSameAtFixedTransit) {
  for_each_world([&](Law& law) {
    const Simulation before = law.run(TransitMode::typical);
    for (StockPoint& point : law.network.points) point.item = "other " + point.item;
    for (Line& line : law.network.lines) line.code = "other " + line.code;
    for (Consignment& consignment : law.network.consignments) consignment.code += " other";
    const Simulation after = law.run(TransitMode::typical);
    EXPECT_EQ(before.lines, after.lines);
    EXPECT_EQ(before.blame, after.blame);
  });
}

TEST(Laws, AnotherUnitOfAComponentIsTheSame) {
  std::size_t counted = 0;
  for_each_world([&](Law& law) {
    const auto point = static_cast<Index>(law.below(std::ssize(law.network.points)));
    // What a line makes is counted in whole pieces.
    const bool is_made = std::ranges::any_of(
        law.network.tasks, [&](const Task& task) { return task.output == point; });
    if (is_made) return;
    ++counted;
    const Simulation before = law.run(law.some_transit());
    const Micro times = 2 + law.below(1000);
    law.network.points[point].on_hand *= times;
    for (Release& release : law.network.releases) {
      if (release.point == point) release.quantity *= times;
    }
    for (Consignment& consignment : law.network.consignments) {
      if (consignment.to == point) consignment.quantity *= times;
    }
    for (Task& task : law.network.tasks) {
      for (Requirement& requirement : task.requirements) {
        for (ComponentUse& use : requirement.alternatives) {
          if (use.point == point) use.needed *= times;
        }
      }
    }
    const Simulation after = law.run(law.some_transit());
    EXPECT_EQ(before.lines, after.lines);
    EXPECT_EQ(before.blame, after.blame);
  });
  EXPECT_GT(counted, kWorlds / 3);
}

}  // namespace
}  // namespace runout::flow::fixtures
