#include "runout/forecast/reach.h"

#include <algorithm>
#include <utility>

namespace runout::forecast {
/// One spreading of marks: what is marked is followed once, until nothing more is touched.
class Reach::Marks {
 public:
  explicit Marks(const Reach& reach)
      : reach_{reach},
        points_(reach.network_.points.size(), 0),
        licences_(reach.network_.licences.size(), 0),
        lines_(reach.network_.lines.size(), 0) {}

  /// The consignment may leave on another day: it comes, takes stock and uses licences then.
  void touch(std::size_t row) {
    const flow::Consignment& consignment = reach_.network_.consignments[row];
    touch_point(consignment.to);
    if (consignment.from) touch_point(*consignment.from);
    for (const flow::LicenceNeed& need : consignment.needs) {
      for (const flow::LicenceUse& use : need.licences) {
        if (std::exchange(licences_[use.licence], char{1}) == 0) {
          open_licences_.push_back(use.licence);
        }
      }
    }
  }

  void touch_point(flow::Index point) {
    if (std::exchange(points_[point], char{1}) == 0) open_points_.push_back(point);
  }

  std::vector<char> spread() {
    while (!open_points_.empty() || !open_licences_.empty()) {
      if (!open_points_.empty()) {
        const flow::Index point = open_points_.back();
        open_points_.pop_back();
        follow(reach_.at_point_[point]);
      } else {
        const flow::Index licence = open_licences_.back();
        open_licences_.pop_back();
        for (const std::size_t row : reach_.of_licence_[licence]) touch(row);
      }
    }
    return std::move(lines_);
  }

 private:
  void follow(const AtPoint& at) {
    for (const flow::Index row : at.tasks) {
      const flow::Task& task = reach_.network_.tasks[row];
      lines_[task.line] = 1;
      touch_point(task.output);
      for (const flow::Requirement& requirement : task.requirements) {
        for (const flow::ComponentUse& use : requirement.alternatives) touch_point(use.point);
      }
    }
    for (const flow::Index row : at.policies) {
      const flow::Policy& policy = reach_.network_.policies[row];
      touch_point(policy.to);
      if (policy.from) touch_point(*policy.from);
    }
    for (const std::size_t row : at.taken) touch(row);
  }

  const Reach& reach_;
  std::vector<char> points_;
  std::vector<char> licences_;
  std::vector<char> lines_;
  std::vector<flow::Index> open_points_;
  std::vector<flow::Index> open_licences_;
};

Reach::Reach(const flow::Network& network)
    : network_{network},
      at_point_(network.points.size()),
      of_licence_(network.licences.size()),
      waiting_(network.applications) {
  for (std::size_t row = 0; row < network.tasks.size(); ++row) {
    for (const flow::Requirement& requirement : network.tasks[row].requirements) {
      for (const flow::ComponentUse& use : requirement.alternatives) {
        std::vector<flow::Index>& tasks = at_point_[use.point].tasks;
        const auto own = static_cast<flow::Index>(row);
        if (tasks.empty() || tasks.back() != own) tasks.push_back(own);
      }
    }
  }
  for (std::size_t row = 0; row < network.policies.size(); ++row) {
    const flow::Policy& policy = network.policies[row];
    at_point_[policy.to].policies.push_back(static_cast<flow::Index>(row));
    if (policy.from) at_point_[*policy.from].policies.push_back(static_cast<flow::Index>(row));
  }
  for (std::size_t row = 0; row < network.consignments.size(); ++row) {
    const flow::Consignment& consignment = network.consignments[row];
    if (consignment.under_way) continue;
    if (consignment.from) at_point_[*consignment.from].taken.push_back(row);
    for (const flow::LicenceNeed& need : consignment.needs) {
      std::vector<std::size_t>& waiting = waiting_[need.application];
      if (waiting.empty() || waiting.back() != row) waiting.push_back(row);
      for (const flow::LicenceUse& use : need.licences) of_licence_[use.licence].push_back(row);
    }
  }
}

std::vector<char> Reach::of_application(std::size_t application) const {
  Marks marks{*this};
  for (const std::size_t row : waiting_[application]) marks.touch(row);
  return marks.spread();
}

std::vector<char> Reach::of_point(flow::Index point) const {
  Marks marks{*this};
  marks.touch_point(point);
  return marks.spread();
}

bool waits_for(const flow::Consignment& consignment, std::size_t application) {
  return !consignment.under_way &&
         std::ranges::any_of(consignment.needs, [&](const flow::LicenceNeed& need) {
           return need.application == application;
         });
}

std::vector<std::size_t> find_waiting(const flow::Network& network, std::size_t application) {
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < network.consignments.size(); ++i) {
    if (waits_for(network.consignments[i], application)) waiting.push_back(i);
  }
  return waiting;
}

}  // namespace runout::forecast
