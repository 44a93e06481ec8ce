// What simulate() relies on, checked once at the border of the module.
#include <limits>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"
#include "runout/flow/prepared.h"
#include "runout/flow/require.h"

namespace runout::flow {
namespace {

void check_calendar(const Network& network, const std::optional<Index>& calendar) {
  require(!calendar || *calendar < network.calendars.size(), "network", "a calendar is not there");
}

void check_point(const Network& network, const std::optional<Index>& point) {
  require(!point || *point < network.points.size(), "network", "a stock point is not there");
}

void check_transit(const Transit& transit) {
  require(transit.low <= transit.high, "network", "transit with low above high");
  require(transit.hold_low <= transit.hold_typical && transit.hold_typical <= transit.hold_high,
          "network", "hold out of order");
}

/// A component stands once among what a task needs on a day, or it would be counted twice.
void check_components(const Network& network, const Task& task) {
  std::vector<const ComponentUse*> uses;
  for (const Requirement& requirement : task.requirements) {
    for (const ComponentUse& use : requirement.alternatives) {
      check_point(network, use.point);
      require(use.needed > 0, "network", "a component of which nothing is needed");
      for (const ComponentUse* other : uses) {
        require(other->point != use.point || other->in_force.last < use.in_force.first ||
                    use.in_force.last < other->in_force.first,
                "network", "a component twice in force in one task");
      }
      uses.push_back(&use);
    }
  }
}

void check_lines(const Network& network) {
  std::vector<char> is_run(network.tasks.size(), 0);
  for (Index line = 0; line < network.lines.size(); ++line) {
    for (const Index task : network.lines[line].tasks) {
      require(task < network.tasks.size(), "network", "a task is not there");
      require(network.tasks[task].line == line && is_run[task] == 0, "network",
              "a task belongs to one line, once");
      is_run[task] = 1;
    }
  }
  for (std::size_t task = 0; task < network.tasks.size(); ++task) {
    require(is_run[task] != 0, "network", "a task without a line");
    const Task& checked = network.tasks[task];
    check_point(network, checked.output);
    require(checked.plan.size() == static_cast<std::size_t>(network.horizon) + 1, "network",
            "a plan of another horizon");
    for (const std::int64_t units : checked.plan) {
      require(0 <= units && units <= kLargestUnits, "network", "a plan out of range");
    }
    require(0 <= checked.catch_up_per_day && checked.catch_up_per_day <= kLargestUnits, "network",
            "catch-up out of range");
    check_components(network, checked);
  }
}

void check_consignments(const Network& network) {
  for (const Consignment& consignment : network.consignments) {
    check_point(network, consignment.to);
    check_point(network, consignment.from);
    check_calendar(network, consignment.departs_on);
    check_calendar(network, consignment.received_on);
    check_transit(consignment.transit);
    require(consignment.quantity > 0, "network", "a consignment of nothing");
    require(!consignment.under_way || consignment.under_way->departed <= 0, "network",
            "shipped after the as-of day");
    for (const LicenceNeed& need : consignment.needs) {
      require(need.application < network.applications, "network", "an application is not there");
      for (const LicenceUse& use : need.licences) {
        require(use.licence < network.licences.size(), "network", "a licence is not there");
        require(use.per_unit > 0, "network", "a licence of which nothing is used");
      }
    }
  }
}

void check_policies(const Network& network) {
  for (const Policy& policy : network.policies) {
    check_point(network, policy.to);
    check_point(network, policy.from);
    check_calendar(network, policy.departs_on);
    check_calendar(network, policy.received_on);
    check_transit(policy.transit);
    require(policy.lot > 0 && policy.level >= 0, "network", "a policy out of range");
    require(0 <= policy.share && policy.share <= kMillion, "network", "a share above one");
  }
}

/// Everything that is there or will come from outside fits into one number, point by point.
void check_amounts(const Network& network) {
  std::vector<Micro> total(network.points.size(), 0);
  const auto add = [&](Index point, Micro quantity) {
    check_point(network, point);
    require(quantity >= 0, "network", "an amount below zero");
    if (__builtin_add_overflow(total[point], quantity, &total[point])) {
      throw Error{ErrorKind::invalid_input,
                  fmt::format("stock and orders of '{}' at '{}' are more than {} units in all, "
                              "more than can be held exactly",
                              network.points[point].item, network.points[point].site,
                              std::numeric_limits<Micro>::max() / kMillion)};
    }
  };
  for (Index point = 0; point < network.points.size(); ++point) {
    add(point, network.points[point].on_hand);
  }
  for (const Release& release : network.releases) add(release.point, release.quantity);
  for (const Consignment& consignment : network.consignments) {
    add(consignment.to, consignment.quantity);
  }
}

}  // namespace

void check(const Network& network) {
  require(network.horizon >= 0, "network", "a horizon below zero");
  for (const WorkingDays& calendar : network.calendars) {
    require(calendar.next.size() == static_cast<std::size_t>(network.horizon) + 1, "network",
            "a calendar of another horizon");
    for (std::size_t day = 1; day < calendar.next.size(); ++day) {
      require(calendar.next[day] >= static_cast<Day>(day), "network", "a calendar that goes back");
    }
  }
  check_lines(network);
  check_consignments(network);
  check_policies(network);
  check_amounts(network);
}

}  // namespace runout::flow
