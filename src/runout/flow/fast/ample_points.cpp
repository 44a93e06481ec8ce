#include "runout/flow/fast/ample_points.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

#include "runout/flow/free_days.h"

namespace runout::flow {
namespace {

__extension__ using Wide = __int128;  // Sums of products of two amounts.

/// One way in which a task takes a component.
struct Use {
  Index task = 0;
  const ComponentUse* use = nullptr;
};

class AmpleFinder {
 public:
  AmpleFinder(const PreparedNetwork& prepared, TransitMode transit)
      : prepared_{prepared},
        network_{prepared.network},
        transit_{transit},
        uses_(network_.points.size()),
        is_drained_(network_.points.size(), 0),
        never_owes_(network_.tasks.size(), 0) {
    for (Index task = 0; task < network_.tasks.size(); ++task) {
      for (const Requirement& requirement : network_.tasks[task].requirements) {
        for (const ComponentUse& use : requirement.alternatives) {
          uses_[use.point].push_back({task, &use});
        }
      }
    }
    for (const Consignment& consignment : network_.consignments) {
      if (consignment.from && !consignment.under_way) is_drained_[*consignment.from] = 1;
    }
    for (const Policy& policy : network_.policies) {
      if (policy.from) is_drained_[*policy.from] = 1;
    }
    releases_.resize(network_.points.size());
    for (const Release& release : network_.releases) releases_[release.point].push_back(&release);
  }

  std::vector<char> find() {
    std::vector<char> is_ample(network_.points.size(), 0);
    for (bool changed = true; changed;) {
      changed = false;
      for (Index point = 0; point < is_ample.size(); ++point) {
        if (is_ample[point] == 0 && is_drained_[point] == 0 && covers_all_use(point)) {
          is_ample[point] = 1;
        }
      }
      for (std::size_t task = 0; task < network_.tasks.size(); ++task) {
        if (never_owes_[task] != 0) continue;
        if (!binding_requirements(network_, network_.tasks[task], is_ample).empty()) continue;
        never_owes_[task] = 1;
        changed = changed || network_.tasks[task].catch_up_per_day > 0;
      }
    }
    return is_ample;
  }

 private:
  [[nodiscard]] std::int64_t most_units(Index task, Day day) const {
    const Task& made = network_.tasks[task];
    const std::int64_t plan = made.plan[static_cast<std::size_t>(day)];
    return plan == 0 || never_owes_[task] != 0 ? plan : plan + made.catch_up_per_day;
  }

  /// [day] what is sure to have come by the start of each day, day 0 unused.
  void collect_supply(Index point) {
    supply_.assign(static_cast<std::size_t>(network_.horizon) + 1, 0);
    const auto add = [&](Day day, Micro quantity) {
      if (day <= network_.horizon) supply_[static_cast<std::size_t>(std::max(1, day))] += quantity;
    };
    add(1, network_.points[point].on_hand);
    for (const Release* release : releases_[point]) add(release->day, release->quantity);
    for (const OrderId id : prepared_.bound_for[point])
      add(latest_use(id), prepared_.orders[id].quantity);
  }

  /// The latest day on which a consignment becomes usable; kNever where it may stay away.
  [[nodiscard]] Day latest_use(OrderId id) const {
    const Consignment& consignment = network_.consignments[id];
    const TransitLaw& law = *prepared_.orders[id].law;
    Day arrives = kNever;
    if (consignment.under_way) {
      arrives = latest_arrival(*consignment.under_way, law, transit_);
    } else if (!consignment.from && consignment.needs.empty()) {
      const std::int64_t days = transit_ == TransitMode::typical
                                    ? law.typical
                                    : std::int64_t{law.longest()} + std::max(0, law.hold_high);
      arrives = add_days(sure_departure(network_, consignment), days);
    }
    return working_day(network_, consignment.received_on, arrives);
  }

  bool covers_all_use(Index point) {
    if (uses_[point].empty()) return true;
    collect_supply(point);
    Wide left = 0;
    for (Day day = 1; day <= network_.horizon; ++day) {
      left += supply_[static_cast<std::size_t>(day)];
      for (const Use& use : uses_[point]) {
        if (use.use->in_force.contains(day)) {
          left -= Wide{most_units(use.task, day)} * use.use->needed;
        }
      }
      if (left < 0) return false;
    }
    return true;
  }

  const PreparedNetwork& prepared_;
  const Network& network_;
  TransitMode transit_;
  std::vector<std::vector<Use>> uses_;  ///< [point]
  std::vector<std::vector<const Release*>> releases_;
  std::vector<char> is_drained_;  ///< [point] goods are taken from it
  std::vector<char> never_owes_;  ///< [task]
  std::vector<Wide> supply_;
};

}  // namespace

std::vector<char> find_ample_points(const PreparedNetwork& prepared, TransitMode transit) {
  return AmpleFinder{prepared, transit}.find();
}

std::vector<Index> binding_requirements(const Network& network, const Task& task,
                                        const std::vector<char>& is_ample) {
  std::vector<Index> binding;
  for (Index i = 0; i < task.requirements.size(); ++i) {
    const std::vector<ComponentUse>& uses = task.requirements[i].alternatives;
    const auto ample = [&](const ComponentUse& use) { return is_ample[use.point] != 0; };
    if (std::ranges::all_of(uses, ample)) continue;
    const DayRange& first = uses.front().in_force;
    if (ample(uses.front()) && first.first <= 1 && first.last >= network.horizon) continue;
    binding.push_back(i);
  }
  return binding;
}

Day sure_departure(const Network& network, const Consignment& consignment) {
  const Day day = working_day(network, consignment.departs_on, ready_day(consignment));
  return day <= network.horizon ? day : kNever;
}

}  // namespace runout::flow
