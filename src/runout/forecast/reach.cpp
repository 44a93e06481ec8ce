#include "runout/forecast/reach.h"

#include <algorithm>

namespace runout::forecast {
namespace {

/// Spreads marks over points until nothing more is touched.
class Reach {
 public:
  explicit Reach(const flow::Network& network)
      : network_{network},
        points_(network.points.size(), 0),
        licences_(network.licences.size(), 0),
        lines_(network.lines.size(), 0) {}

  /// The consignment may leave on another day: it comes, takes stock and uses licences then.
  void touch(const flow::Consignment& consignment) {
    mark(points_, consignment.to);
    if (consignment.from) mark(points_, *consignment.from);
    for (const flow::LicenceNeed& need : consignment.needs) {
      for (const flow::LicenceUse& use : need.licences) mark(licences_, use.licence);
    }
  }

  void touch(flow::Index point) { mark(points_, point); }

  void spread() {
    do {
      grows_ = false;
      for (const flow::Task& task : network_.tasks) spread_over(task);
      for (const flow::Policy& policy : network_.policies) spread_over(policy);
      for (const flow::Consignment& consignment : network_.consignments) {
        if (!consignment.under_way && is_moved(consignment)) touch(consignment);
      }
    } while (grows_);
  }

  [[nodiscard]] const std::vector<char>& lines() const { return lines_; }

 private:
  void mark(std::vector<char>& marks, std::size_t place) {
    if (marks[place] != 0) return;
    marks[place] = 1;
    grows_ = true;
  }

  void spread_over(const flow::Task& task) {
    const bool is_touched = std::ranges::any_of(task.requirements, [&](const auto& requirement) {
      return std::ranges::any_of(requirement.alternatives,
                                 [&](const auto& use) { return points_[use.point] != 0; });
    });
    if (!is_touched) return;
    mark(lines_, task.line);
    mark(points_, task.output);
    for (const flow::Requirement& requirement : task.requirements) {
      for (const flow::ComponentUse& use : requirement.alternatives) mark(points_, use.point);
    }
  }

  void spread_over(const flow::Policy& policy) {
    const bool is_touched = points_[policy.to] != 0 || (policy.from && points_[*policy.from] != 0);
    if (!is_touched) return;
    mark(points_, policy.to);
    if (policy.from) mark(points_, *policy.from);
  }

  [[nodiscard]] bool is_moved(const flow::Consignment& consignment) const {
    if (consignment.from && points_[*consignment.from] != 0) return true;
    return std::ranges::any_of(consignment.needs, [&](const flow::LicenceNeed& need) {
      return std::ranges::any_of(
          need.licences, [&](const flow::LicenceUse& use) { return licences_[use.licence] != 0; });
    });
  }

  const flow::Network& network_;
  std::vector<char> points_;
  std::vector<char> licences_;
  std::vector<char> lines_;
  bool grows_ = false;
};

}  // namespace

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

std::vector<char> find_lines_in_reach(const flow::Network& network, std::size_t application) {
  Reach reach{network};
  for (const std::size_t i : find_waiting(network, application)) {
    reach.touch(network.consignments[i]);
  }
  reach.spread();
  return reach.lines();
}

std::vector<char> find_lines_at(const flow::Network& network, flow::Index point) {
  Reach reach{network};
  reach.touch(point);
  reach.spread();
  return reach.lines();
}

}  // namespace runout::forecast
