#include "runout/flow/fast/split.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "runout/base/quantity.h"
#include "runout/flow/fast/ample_points.h"

namespace runout::flow {
namespace {

__extension__ using Wide = __int128;

/// Everything in a network as numbers, put together where one depends on the other.
class Joiner {
 public:
  Joiner(const PreparedNetwork& prepared, TransitMode transit)
      : prepared_{prepared},
        network_{prepared.network},
        is_ample_{find_ample_points(prepared, transit)} {
    lines_ = network_.points.size();
    consignments_ = lines_ + network_.lines.size();
    policies_ = consignments_ + network_.consignments.size();
    licences_ = policies_ + network_.policies.size();
    const std::size_t all = licences_ + network_.licences.size();
    root_.resize(all);
    std::iota(root_.begin(), root_.end(), std::size_t{0});
    matters_.assign(all, 0);
    list_neighbours();
  }

  Split split() {
    Split result;
    for (const Task& task : network_.tasks) {
      result.requirements.push_back(binding_requirements(network_, task, is_ample_));
      for (const Index requirement : result.requirements.back()) {
        for (const ComponentUse& use : task.requirements[requirement].alternatives) {
          join(lines_ + task.line, use.point);
        }
      }
    }
    while (!to_follow_.empty()) {
      const std::size_t one = to_follow_.back();
      to_follow_.pop_back();
      follow(one);
    }
    collect(result);
    return result;
  }

 private:
  [[nodiscard]] std::size_t consignment(std::size_t row) const { return consignments_ + row; }
  [[nodiscard]] std::size_t policy(std::size_t row) const { return policies_ + row; }

  void list_neighbours() {
    at_point_.resize(network_.points.size());
    of_licence_.resize(network_.licences.size());
    for (const Task& task : network_.tasks) at_point_[task.output].push_back(lines_ + task.line);
    for (std::size_t row = 0; row < network_.consignments.size(); ++row) {
      const Consignment& one = network_.consignments[row];
      at_point_[one.to].push_back(consignment(row));
      if (one.under_way) continue;
      if (one.from) at_point_[*one.from].push_back(consignment(row));
      for (const LicenceNeed& need : one.needs) {
        for (const LicenceUse& use : need.licences) {
          of_licence_[use.licence].push_back(consignment(row));
        }
      }
    }
    for (std::size_t row = 0; row < network_.policies.size(); ++row) {
      const Policy& one = network_.policies[row];
      at_point_[one.to].push_back(policy(row));
      if (one.from) at_point_[*one.from].push_back(policy(row));
    }
  }

  /// Both matter, and together.
  void join(std::size_t one, std::size_t other) {
    for (const std::size_t node : {one, other}) {
      if (std::exchange(matters_[node], char{1}) == 0) to_follow_.push_back(node);
    }
    root_[find(one)] = find(other);
  }

  std::size_t find(std::size_t node) {
    while (root_[node] != node) node = root_[node] = root_[root_[node]];
    return node;
  }

  /// What a thing that matters depends on, and what takes from it.
  void follow(std::size_t one) {
    if (one < lines_) {
      for (const std::size_t neighbour : at_point_[one]) join(one, neighbour);
    } else if (consignments_ <= one && one < policies_) {
      const Consignment& own = network_.consignments[one - consignments_];
      if (own.under_way) return;
      if (own.from) join(one, *own.from);
      for (const LicenceNeed& need : own.needs) {
        for (const LicenceUse& use : need.licences) join(one, licences_ + use.licence);
      }
    } else if (policies_ <= one && one < licences_) {
      const Policy& own = network_.policies[one - policies_];
      join(one, own.to);
      if (own.from) join(one, *own.from);
    } else if (licences_ <= one) {
      for (const std::size_t user : of_licence_[one - licences_]) join(one, user);
    }
  }

  void collect(Split& result) {
    std::map<std::size_t, std::size_t> part_of_root;
    for (std::size_t node = 0; node < root_.size(); ++node) {
      if (matters_[node] == 0) continue;
      const auto [place, is_new] = part_of_root.try_emplace(find(node), result.parts.size());
      if (is_new) result.parts.emplace_back();
      add(node, result.parts[place->second]);
    }
    for (std::size_t row = 0; row < network_.releases.size(); ++row) {
      const Index point = network_.releases[row].point;
      if (matters_[point] == 0) continue;
      result.parts[part_of_root.at(find(point))].releases.push_back(static_cast<Index>(row));
    }
  }

  void add(std::size_t node, Part& part) const {
    if (node < lines_) {
      part.points.push_back(static_cast<Index>(node));
    } else if (node < consignments_) {
      part.lines.push_back(static_cast<Index>(node - lines_));
    } else if (node < policies_) {
      const auto row = static_cast<Index>(node - consignments_);
      const Consignment& own = network_.consignments[row];
      part.consignments.push_back(row);
      if (own.under_way) return;
      part.is_coupled = part.is_coupled || is_bound(prepared_.orders[row]);
    } else if (node < licences_) {
      part.policies.push_back(static_cast<Index>(node - policies_));
      part.is_coupled = true;
    } else {
      part.licences.push_back(static_cast<Index>(node - licences_));
      part.is_coupled = true;
    }
  }

  const PreparedNetwork& prepared_;
  const Network& network_;
  std::vector<char> is_ample_;
  std::size_t lines_ = 0;  ///< first number of a line; points come before
  std::size_t consignments_ = 0;
  std::size_t policies_ = 0;
  std::size_t licences_ = 0;
  std::vector<std::size_t> root_;
  std::vector<char> matters_;
  std::vector<std::size_t> to_follow_;
  std::vector<std::vector<std::size_t>> at_point_;    ///< [point] what brings goods or takes them
  std::vector<std::vector<std::size_t>> of_licence_;  ///< [licence] consignments
};

}  // namespace

Split split(const PreparedNetwork& prepared, TransitMode transit) {
  return Joiner{prepared, transit}.split();
}

bool may_exceed(const Network& network, Micro limit) {
  std::vector<Wide> most(network.points.size(), 0);
  for (std::size_t point = 0; point < most.size(); ++point) {
    most[point] = network.points[point].on_hand;
  }
  for (const Release& release : network.releases) most[release.point] += release.quantity;
  for (const Consignment& one : network.consignments) most[one.to] += one.quantity;
  for (const Task& task : network.tasks) {
    Wide units = 0;
    for (const std::int64_t plan : task.plan) {
      if (plan > 0) units += Wide{plan} + task.catch_up_per_day;
    }
    most[task.output] += units * kMillion;
  }
  for (const Policy& policy : network.policies) {
    most[policy.to] += Wide{policy.level} + policy.lot;
  }
  Wide all = 0;
  for (const Wide one : most) all += one;
  if (network.policies.empty()) {
    return std::ranges::any_of(most, [&](Wide one) { return one > limit; });
  }
  return all > limit;  // Policies pass goods on from point to point.
}

}  // namespace runout::flow
