#include "runout/flow/fast/fast_simulator.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "runout/base/parallel.h"
#include "runout/flow/blocks.h"
#include "runout/flow/fast/lane_journeys.h"
#include "runout/flow/fast/lane_kernel.h"
#include "runout/flow/fast/sub_network.h"
#include "runout/flow/replication.h"

namespace runout::flow {
namespace {

/// Replications that a thread works on at a time.
constexpr std::size_t kBlock = 4 * kLanes;

/// A part in the form in which it is followed.
struct PreparedPart {
  std::vector<Coming> coming;
  std::optional<LaneTables<std::int32_t>> narrow;
  std::optional<LaneTables<std::int64_t>> wide;
  std::unique_ptr<SubNetwork> coupled;   ///< where it is not in lanes
  std::vector<LaneJourneys> remembered;  ///< [block of lanes] of the draws that are remembered
};

/// What a thread keeps from block to block.
struct Workspace {
  LaneState<std::int32_t> narrow;
  LaneState<std::int64_t> wide;
  LaneJourneys journeys;
  Arrivals arrivals;
  std::vector<BlameShare> found;
};

/// What the blocks of one call work on.
struct Run {
  const Draws& draws;
  Simulation& simulation;
  Blamer blamer;
  const std::vector<std::size_t>& parts;
  const Focus& focus;
};

}  // namespace

/// The network in parts, and what threads keep from block to block.
class FastSimulator::Parts {
 public:
  Parts(const Network& network, const SimulationSettings& settings)
      : network_{network},
        settings_{settings},
        which_{settings.instructions.value_or(widest_instructions())},
        prepared_{network, settings.transit},
        split_{split(prepared_, settings.transit)},
        place_(network.consignments.size(), kNone) {
    for (const Part& part : split_.parts) prepare(part);
  }

  void remember(const Draws& draws) {
    const std::size_t blocks = (draws.replications + kLanes - 1) / kLanes;
    for (PreparedPart& part : parts_) {
      if (part.coupled) continue;
      part.remembered.resize(blocks);
      parallel_blocks(blocks, 1, settings_.threads, [&](std::size_t number, std::size_t) {
        const std::size_t first = number * kLanes;
        const LaneBlock block{first, std::min(kLanes, draws.replications - first)};
        draw_journeys(prepared_, draws, settings_, block, part.coming, which_,
                      part.remembered[number]);
      });
    }
  }

  Simulation simulate(const Draws& draws, const Focus& focus) {
    const std::vector<std::size_t> wanted = find_parts(focus);
    Simulation simulation;
    simulation.replications = draws.replications;
    simulation.lines.resize(draws.replications * network_.lines.size());
    simulation.lost_by_task.resize(draws.replications * network_.tasks.size());
    simulation.effort = count_effort();
    const auto follow = [&](std::size_t begin, std::size_t end, std::vector<BlameShare>& blame) {
      Run run{draws, simulation, Blamer{prepared_, draws}, wanted, focus};
      follow_block(run, begin, end, blame);
    };
    follow_in_blocks(kBlock, settings_, follow, simulation);
    return simulation;
  }

 private:
  void prepare(const Part& part) {
    PreparedPart prepared;
    if (!part.is_coupled) {
      prepared.coming = list_coming(prepared_, split_, part, settings_.transit);
      prepared.narrow = make_lane_tables<std::int32_t>(network_, split_, part, prepared.coming);
      if (!prepared.narrow) {
        prepared.wide = make_lane_tables<std::int64_t>(network_, split_, part, prepared.coming);
      }
      for (Index i = 0; i < prepared.coming.size(); ++i) place_[prepared.coming[i].order] = i;
    }
    if (!prepared.narrow && !prepared.wide) {
      prepared.coupled = std::make_unique<SubNetwork>(network_, split_, part, settings_.transit);
    }
    parts_.push_back(std::move(prepared));
  }

  /// The parts of the lines that are wanted.
  [[nodiscard]] std::vector<std::size_t> find_parts(const Focus& focus) const {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const auto is_wanted = [&](Index line) { return focus.lines[line] != 0; };
      if (focus.lines.empty() || std::ranges::any_of(split_.parts[i].lines, is_wanted)) {
        wanted.push_back(i);
      }
    }
    return wanted;
  }

  [[nodiscard]] Effort count_effort() const {
    Effort effort;
    effort.points = network_.points.size();
    effort.parts = parts_.size();
    for (std::size_t task = 0; task < network_.tasks.size(); ++task) {
      for (const Requirement& requirement : network_.tasks[task].requirements) {
        effort.uses += requirement.alternatives.size();
      }
      for (const Index requirement : split_.requirements[task]) {
        effort.uses_followed += network_.tasks[task].requirements[requirement].alternatives.size();
      }
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      effort.points_followed += split_.parts[i].points.size();
      if (!parts_[i].coupled) ++effort.parts_in_lanes;
    }
    return effort;
  }

  void follow_block(Run& run, std::size_t begin, std::size_t end, std::vector<BlameShare>& blame) {
    std::unique_ptr<Workspace> workspace = take_workspace();
    workspace->found.clear();
    for (const std::size_t number : run.parts) {
      const PreparedPart& part = parts_[number];
      if (part.coupled) {
        follow_coupled(run, *part.coupled, begin, end, workspace->found);
        continue;
      }
      for (std::size_t first = begin; first < end; first += kLanes) {
        const LaneBlock block{first, std::min(kLanes, end - first)};
        if (part.narrow) {
          follow_lanes(run, part, *part.narrow, block, workspace->narrow, *workspace);
        } else {
          follow_lanes(run, part, *part.wide, block, workspace->wide, *workspace);
        }
      }
    }
    std::ranges::stable_sort(workspace->found, {}, [](const BlameShare& share) {
      return std::pair{share.replication, share.line};
    });
    blame = workspace->found;
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(workspace));
  }

  std::unique_ptr<Workspace> take_workspace() {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) {
      auto fresh = std::make_unique<Workspace>();
      for (ShortDayLog& log : fresh->narrow.logs) log.clear(network_.lines.size());
      for (ShortDayLog& log : fresh->wide.logs) log.clear(network_.lines.size());
      return fresh;
    }
    std::unique_ptr<Workspace> one = std::move(idle_.back());
    idle_.pop_back();
    return one;
  }

  template <typename T>
  void follow_lanes(Run& run, const PreparedPart& part, const LaneTables<T>& tables,
                    const LaneBlock& block, LaneState<T>& state, Workspace& workspace) {
    find_journeys(run, part, block, workspace.journeys);
    sort_arrivals(network_.horizon, part.coming, workspace.journeys, workspace.arrivals);
    state.begin(tables, run.focus.blame);
    follow_days(tables, part.coming, workspace.arrivals, which_, state);
    write_outcomes(run.simulation, tables, block, state);
    if (!run.focus.blame) return;
    LaneOrders orders{prepared_, run.draws, settings_, part.coming, workspace.journeys, place_};
    for (std::size_t lane = 0; lane < block.count; ++lane) {
      orders.look_at(block.first + lane, lane);
      for (std::size_t i = 0; i < tables.lines.size(); ++i) {
        const Day run_out = state.run_out[i].lanes[lane];
        if (run_out == kNever) continue;
        run.blamer.append(block.first + lane, tables.lines[i].row, run_out, state.logs[lane],
                          orders, workspace.found);
      }
    }
  }

  void find_journeys(const Run& run, const PreparedPart& part, const LaneBlock& block,
                     LaneJourneys& journeys) const {
    const std::size_t number = block.first / kLanes;
    const bool is_known = run.focus.changed && number < part.remembered.size();
    if (!is_known) {
      draw_journeys(prepared_, run.draws, settings_, block, part.coming, which_, journeys);
      return;
    }
    journeys = part.remembered[number];
    redraw_journeys(prepared_, run.draws, settings_, block, part.coming, *run.focus.changed, which_,
                    journeys);
  }

  template <typename T>
  void write_outcomes(Simulation& simulation, const LaneTables<T>& tables, const LaneBlock& block,
                      const LaneState<T>& state) {
    for (std::size_t lane = 0; lane < block.count; ++lane) {
      const std::size_t replication = block.first + lane;
      LineOutcome* outcomes = simulation.lines.data() + replication * network_.lines.size();
      std::int64_t* lost = simulation.lost_by_task.data() + replication * network_.tasks.size();
      for (std::size_t i = 0; i < tables.lines.size(); ++i) {
        const auto& line = tables.lines[i];
        LineOutcome& outcome = outcomes[line.row];
        outcome.run_out = state.run_out[i].lanes[lane];
        outcome.stop = state.stop[i].lanes[lane];
        outcome.restart = state.restart[i].lanes[lane];
        outcome.stop_days = state.stop_days[i].lanes[lane];
        for (std::uint32_t task = line.first_task; task < line.last_task; ++task) {
          lost[tables.tasks[task].row] = state.owed[task].lanes[lane];
          outcome.lost_units += state.owed[task].lanes[lane];
        }
      }
    }
  }

  void follow_coupled(Run& run, const SubNetwork& sub, std::size_t begin, std::size_t end,
                      std::vector<BlameShare>& found) {
    Replication replication{*sub.prepared, run.draws, settings_};
    for (std::size_t r = begin; r < end; ++r) {
      replication.simulate(r);
      const std::size_t first = found.size();
      if (run.focus.blame) replication.append_blame(found);
      for (std::size_t i = first; i < found.size(); ++i) name_in_whole(sub, found[i]);
      for (std::size_t i = 0; i < sub.lines.size(); ++i) {
        run.simulation.lines[r * network_.lines.size() + sub.lines[i]] = replication.outcomes()[i];
      }
      for (std::size_t i = 0; i < sub.tasks.size(); ++i) {
        run.simulation.lost_by_task[r * network_.tasks.size() + sub.tasks[i]] =
            replication.owed()[i];
      }
    }
  }

  static void name_in_whole(const SubNetwork& sub, BlameShare& share) {
    share.line = sub.lines[share.line];
    share.point = sub.points[share.point];
    if (share.consignment) share.consignment = sub.consignments[*share.consignment];
    if (share.policy) share.policy = sub.policies[*share.policy];
  }

  const Network& network_;
  const SimulationSettings& settings_;
  Instructions which_;
  PreparedNetwork prepared_;
  Split split_;
  std::vector<PreparedPart> parts_;
  std::vector<Index> place_;  ///< [consignment] among the coming ones of its part
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> idle_;
};

FastSimulator::FastSimulator(const Network& network, const SimulationSettings& settings)
    : parts_{std::make_unique<Parts>(network, settings)} {}

FastSimulator::~FastSimulator() = default;

void FastSimulator::remember(const Draws& draws) { parts_->remember(draws); }

Simulation FastSimulator::simulate(const Draws& draws, const Focus& focus) {
  return parts_->simulate(draws, focus);
}

}  // namespace runout::flow
