#include "runout/flow/simulate.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/flow/blocks.h"
#include "runout/flow/fast/fast_simulator.h"
#include "runout/flow/fast/split.h"
#include "runout/flow/prepared.h"
#include "runout/flow/replication.h"
#include "runout/flow/require.h"

namespace runout::flow {
namespace {

// Replications handed to a thread at a time: small enough to share out evenly and to stop soon.
constexpr std::size_t kBlock = 64;

void check_shapes(const Network& network, const Draws& draws, const SimulationSettings& settings) {
  require(draws.applications == network.applications, "simulation",
          "draws have other applications");
  require(draws.policies == network.policies.size(), "simulation", "draws have other policies");
  require(
      draws.turns_per_policy > 0 || std::ranges::none_of(network.policies, &Policy::needs_licence),
      "simulation", "draws have no turns for policies that need licences");
  require(draws.in_hand_day.size() == draws.replications * draws.applications, "simulation",
          "in_hand_day has the wrong shape");
  require(draws.outcome.size() == draws.in_hand_day.size(), "simulation",
          "outcome has the wrong shape");
  require(draws.final_day.size() == draws.in_hand_day.size(), "simulation",
          "final_day has the wrong shape");
  require(draws.first_stage.size() == draws.in_hand_day.size() + 1, "simulation",
          "first_stage has the wrong shape");
  require(draws.turns.size() == draws.replications * draws.policies * draws.turns_per_policy,
          "simulation", "turns has the wrong shape");
  require(settings.demand.empty() ||
              settings.demand.size() == draws.replications * network.tasks.size() *
                                            static_cast<std::size_t>(network.horizon),
          "simulation", "demand has the wrong shape");
  for (const Index point : settings.traced_points) {
    require(point < network.points.size(), "simulation", "a traced point is not there");
  }
}

Simulation make_room(const Network& network, const Draws& draws,
                     const SimulationSettings& settings) {
  Simulation simulation;
  simulation.replications = draws.replications;
  simulation.lines.resize(draws.replications * network.lines.size());
  simulation.lost_by_task.resize(draws.replications * network.tasks.size());
  simulation.traced.resize(std::min(settings.traced_replications, draws.replications) *
                           settings.traced_points.size() *
                           (static_cast<std::size_t>(network.horizon) + 1));
  if (settings.keep_ledger) {
    simulation.ledger.resize(draws.replications * network.points.size());
  }
  return simulation;
}

template <typename T>
void copy_row(std::span<const T> row, std::vector<T>& rows, std::size_t index) {
  std::ranges::copy(row, rows.begin() + static_cast<std::ptrdiff_t>(index * row.size()));
}

/// The fast simulator keeps no stock levels, and for a few replications its preparation costs more
/// than it saves.
bool is_for_the_fast_one(const Draws& draws, const SimulationSettings& settings) {
  constexpr std::size_t kFew = 8;
  return settings.method == Method::fast && draws.replications >= kFew && settings.demand.empty() &&
         !settings.keep_ledger &&
         (settings.traced_points.empty() || settings.traced_replications == 0);
}

Effort whole_effort(const Network& network) {
  Effort effort;
  effort.points = effort.points_followed = network.points.size();
  for (const Task& task : network.tasks) {
    for (const Requirement& requirement : task.requirements) {
      effort.uses += requirement.alternatives.size();
    }
  }
  effort.uses_followed = effort.uses;
  effort.parts = 1;
  return effort;
}

Simulation simulate_plainly(const Network& network, const Draws& draws,
                            const SimulationSettings& settings, const Focus& focus) {
  const PreparedNetwork prepared{network, settings.transit};
  Simulation simulation = make_room(network, draws, settings);
  simulation.effort = whole_effort(network);
  const std::size_t trace_size =
      settings.traced_points.size() * (static_cast<std::size_t>(network.horizon) + 1);
  const auto follow = [&](std::size_t begin, std::size_t end, std::vector<BlameShare>& blame) {
    Replication replication{prepared, draws, settings};
    for (std::size_t r = begin; r < end; ++r) {
      const bool is_traced = r < settings.traced_replications;
      replication.trace_to(is_traced
                               ? std::span{simulation.traced}.subspan(r * trace_size, trace_size)
                               : std::span<Micro>{});
      replication.simulate(r);
      if (focus.blame) replication.append_blame(blame);
      copy_row(replication.outcomes(), simulation.lines, r);
      copy_row(replication.owed(), simulation.lost_by_task, r);
      if (settings.keep_ledger) copy_row(replication.ledger(), simulation.ledger, r);
    }
  };
  follow_in_blocks(kBlock, settings, follow, simulation);
  return simulation;
}

}  // namespace

Simulator::Simulator(const Network& network, SimulationSettings settings)
    : network_{network}, settings_{std::move(settings)} {
  check(network_);
  // Then the plain simulator finds out on the way.
  may_overflow_ = may_exceed(network_, std::numeric_limits<Micro>::max() / 2);
}

Simulator::~Simulator() = default;

Simulation Simulator::simulate(const Draws& draws, const Focus& focus) {
  check_shapes(network_, draws, settings_);
  if (may_overflow_ || !is_for_the_fast_one(draws, settings_)) {
    return simulate_plainly(network_, draws, settings_, focus);
  }
  if (!fast_) fast_ = std::make_unique<FastSimulator>(network_, settings_);
  return fast_->simulate(draws, focus);
}

void Simulator::remember(const Draws& draws) {
  check_shapes(network_, draws, settings_);
  if (may_overflow_ || !is_for_the_fast_one(draws, settings_)) return;
  if (!fast_) fast_ = std::make_unique<FastSimulator>(network_, settings_);
  fast_->remember(draws);
}

Simulation simulate(const Network& network, const Draws& draws,
                    const SimulationSettings& settings) {
  return Simulator{network, settings}.simulate(draws);
}

}  // namespace runout::flow
