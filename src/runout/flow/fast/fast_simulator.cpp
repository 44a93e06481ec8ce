#include "runout/flow/fast/fast_simulator.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "runout/base/parallel.h"
#include "runout/flow/blocks.h"
#include "runout/flow/fast/lane_goods.h"
#include "runout/flow/fast/lane_journeys.h"
#include "runout/flow/fast/lane_kernel.h"
#include "runout/flow/fast/lane_orders.h"
#include "runout/flow/fast/sub_network.h"
#include "runout/flow/replication.h"

namespace runout::flow {
namespace {

/// Replications that a thread works on at a time.
constexpr std::size_t kBlock = 4 * kLanes;

/// A part in the form in which it is followed.
struct PreparedPart {
  std::unique_ptr<SubNetwork> own;
  std::vector<OrderId> in_goods;   ///< the orders that its Goods move
  std::vector<Index> reorders;     ///< policies that go in lanes
  std::vector<Index> order_up_to;  ///< the others of that kind
  std::vector<Coming> coming;      ///< the others
  std::vector<Index> place;        ///< [order] among the coming ones, or kNone
  bool has_goods = false;
  std::optional<LaneTables<std::int32_t>> narrow;
  std::optional<LaneTables<std::int64_t>> wide;
  std::vector<LaneJourneys> remembered;  ///< [block of lanes] of the draws that are remembered

  [[nodiscard]] bool is_in_lanes() const { return narrow || wide; }
};

/// Beyond this the goods of sixteen replications are followed one by one.
constexpr std::size_t kMostMemory = std::size_t{512} << 20U;

/// Bytes that orders and shipments of sixteen replications may take.
std::size_t memory_of_goods(const PreparedPart& part) {
  constexpr std::size_t kOrder = sizeof(Order) + 2 * sizeof(Shipment);
  constexpr std::size_t kReorder = 32;  // Quantity and days.
  const PreparedNetwork& prepared = *part.own->prepared;
  const auto days = static_cast<std::size_t>(prepared.network.horizon);
  const std::size_t one_by_one = part.order_up_to.size() + prepared.pass_on.size();
  return kLanes * ((one_by_one * days + part.in_goods.size()) * kOrder +
                   part.reorders.size() * days * kReorder);
}

/// What a thread keeps from block to block.
struct Workspace {
  LaneState<std::int32_t> narrow;
  LaneState<std::int64_t> wide;
  LaneJourneys journeys;
  LaneGoods goods;
  std::vector<BlameShare> found;
};

/// What the blocks of one call work on.
struct Run {
  const Draws& draws;
  Simulation& simulation;
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
        split_{split(PreparedNetwork{network, settings.transit}, settings.transit)} {
    for (const Part& part : split_.parts) prepare(part);
  }

  void remember(const Draws& draws) {
    const std::size_t blocks = (draws.replications + kLanes - 1) / kLanes;
    for (PreparedPart& part : parts_) {
      if (!part.is_in_lanes()) continue;
      part.remembered.resize(blocks);
      parallel_blocks(blocks, 1, settings_.threads, [&](std::size_t number, std::size_t) {
        const std::size_t first = number * kLanes;
        const LaneBlock block{first, std::min(kLanes, draws.replications - first)};
        draw_journeys(*part.own->prepared, draws, settings_, block, part.coming, which_,
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
      const Run run{draws, simulation, wanted, focus};
      follow_block(run, begin, end, blame);
    };
    follow_in_blocks(kBlock, settings_, follow, simulation);
    return simulation;
  }

 private:
  void prepare(const Part& part) {
    PreparedPart one;
    one.own = std::make_unique<SubNetwork>(network_, split_, part, settings_.transit);
    one.has_goods = part.is_coupled;
    if (one.has_goods) {
      const PreparedNetwork& prepared = *one.own->prepared;
      one.in_goods = list_goods(prepared);
      one.reorders = list_reorders(prepared);
      std::ranges::set_difference(prepared.order_up_to, one.reorders,
                                  std::back_inserter(one.order_up_to));
    }
    one.coming = list_coming(*one.own->prepared, one.in_goods, settings_.transit);
    one.place.assign(one.own->network.consignments.size(), kNone);
    for (Index i = 0; i < one.coming.size(); ++i) one.place[one.coming[i].order] = i;
    if (!one.has_goods) one.narrow = make_lane_tables<std::int32_t>(*one.own, one.coming, false);
    if (!one.narrow && memory_of_goods(one) <= kMostMemory) {
      one.wide = make_lane_tables<std::int64_t>(*one.own, one.coming, one.has_goods);
    }
    parts_.push_back(std::move(one));
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
      if (parts_[i].is_in_lanes()) ++effort.parts_in_lanes;
    }
    return effort;
  }

  void follow_block(const Run& run, std::size_t begin, std::size_t end,
                    std::vector<BlameShare>& blame) {
    std::unique_ptr<Workspace> workspace = take_workspace();
    workspace->found.clear();
    for (const std::size_t number : run.parts) {
      const PreparedPart& part = parts_[number];
      const std::size_t first_share = workspace->found.size();
      if (!part.is_in_lanes()) follow_plainly(run, part, begin, end, workspace->found);
      for (std::size_t first = begin; first < end && part.is_in_lanes(); first += kLanes) {
        const LaneBlock block{first, std::min(kLanes, end - first)};
        if (part.narrow) {
          follow_lanes(run, part, *part.narrow, block, workspace->narrow, *workspace);
        } else {
          follow_lanes(run, part, *part.wide, block, workspace->wide, *workspace);
        }
      }
      for (std::size_t i = first_share; i < workspace->found.size(); ++i) {
        name_in_whole(*part.own, workspace->found[i]);
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
    if (idle_.empty()) return std::make_unique<Workspace>();
    std::unique_ptr<Workspace> one = std::move(idle_.back());
    idle_.pop_back();
    return one;
  }

  template <typename T>
  void follow_lanes(const Run& run, const PreparedPart& part, const LaneTables<T>& tables,
                    const LaneBlock& block, LaneState<T>& state, Workspace& workspace) const {
    find_journeys(run, part, block, workspace.journeys);
    state.begin(tables, run.focus.blame);
    const GoodsScope scope{*part.own->prepared, run.draws, settings_, part.in_goods,
                           part.order_up_to};
    if constexpr (std::is_same_v<T, Micro>) {
      if (part.has_goods) workspace.goods.begin(scope, part.reorders, block, which_, state);
    }
    for (Day first = 1; first <= network_.horizon; first += tables.window) {
      const DayRange window{first, std::min(network_.horizon, first + tables.window - 1)};
      make_due(tables, workspace.journeys.usable, window, which_, state);
      follow_window(part, tables, window, state, workspace.goods);
    }
    write_outcomes(run.simulation, *part.own, tables, block, state);
    if (run.focus.blame) append_blame(scope, part, block, state, workspace);
  }

  /// Goods look at the stock of each replication between the days.
  template <typename T>
  void follow_window(const PreparedPart& part, const LaneTables<T>& tables, DayRange window,
                     LaneState<T>& state, LaneGoods& goods) const {
    if (!part.has_goods) {
      follow_days(tables, window, window, which_, state);
      return;
    }
    for (Day day = window.first; day <= window.last; ++day) {
      goods.receive(day);
      follow_days(tables, window, {day, day}, which_, state);
      goods.move(day);
    }
  }

  template <typename T>
  void append_blame(const GoodsScope& scope, const PreparedPart& part, const LaneBlock& block,
                    const LaneState<T>& state, Workspace& workspace) const {
    Blamer blamer{scope.prepared, scope.draws};
    LaneOrders orders{scope, part.coming, workspace.journeys, part.place,
                      part.has_goods ? &workspace.goods : nullptr};
    for (std::size_t lane = 0; lane < block.count; ++lane) {
      orders.look_at(block.first + lane, lane);
      for (Index line = 0; line < part.own->lines.size(); ++line) {
        const Day run_out = state.run_out[line].lanes[lane];
        if (run_out == kNever) continue;
        blamer.append(block.first + lane, line, run_out, state.logs[lane], orders, workspace.found);
      }
    }
  }

  void find_journeys(const Run& run, const PreparedPart& part, const LaneBlock& block,
                     LaneJourneys& journeys) const {
    const PreparedNetwork& prepared = *part.own->prepared;
    const std::size_t number = block.first / kLanes;
    const bool is_known = run.focus.changed && number < part.remembered.size();
    if (!is_known) {
      draw_journeys(prepared, run.draws, settings_, block, part.coming, which_, journeys);
      return;
    }
    journeys = part.remembered[number];
    redraw_journeys(prepared, run.draws, settings_, block, part.coming, *run.focus.changed, which_,
                    journeys);
  }

  template <typename T>
  void write_outcomes(Simulation& simulation, const SubNetwork& own, const LaneTables<T>& tables,
                      const LaneBlock& block, const LaneState<T>& state) const {
    for (std::size_t lane = 0; lane < block.count; ++lane) {
      const std::size_t replication = block.first + lane;
      LineOutcome* outcomes = simulation.lines.data() + replication * network_.lines.size();
      std::int64_t* lost = simulation.lost_by_task.data() + replication * network_.tasks.size();
      for (std::size_t i = 0; i < tables.lines.size(); ++i) {
        const auto& line = tables.lines[i];
        LineOutcome& outcome = outcomes[own.lines[i]];
        outcome.run_out = state.run_out[i].lanes[lane];
        outcome.stop = state.stop[i].lanes[lane];
        outcome.restart = state.restart[i].lanes[lane];
        outcome.stop_days = state.stop_days[i].lanes[lane];
        for (std::uint32_t task = line.first_task; task < line.last_task; ++task) {
          lost[own.tasks[tables.tasks[task].row]] = state.owed[task].lanes[lane];
          outcome.lost_units += state.owed[task].lanes[lane];
        }
      }
    }
  }

  /// Where amounts are beyond what lanes hold.
  void follow_plainly(const Run& run, const PreparedPart& part, std::size_t begin, std::size_t end,
                      std::vector<BlameShare>& found) const {
    Replication replication{*part.own->prepared, run.draws, settings_};
    for (std::size_t r = begin; r < end; ++r) {
      replication.simulate(r);
      if (run.focus.blame) replication.append_blame(found);
      for (std::size_t i = 0; i < part.own->lines.size(); ++i) {
        run.simulation.lines[r * network_.lines.size() + part.own->lines[i]] =
            replication.outcomes()[i];
      }
      for (std::size_t i = 0; i < part.own->tasks.size(); ++i) {
        run.simulation.lost_by_task[r * network_.tasks.size() + part.own->tasks[i]] =
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
  Split split_;
  std::vector<PreparedPart> parts_;
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
