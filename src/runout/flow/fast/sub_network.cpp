#include "runout/flow/fast/sub_network.h"

#include <optional>
#include <unordered_map>
#include <utility>

namespace runout::flow {
namespace {

/// Numbers rows of the whole network in the order in which they are first asked for.
class Rows {
 public:
  explicit Rows(std::vector<Index>& kept) : kept_{kept} {}

  Index of(Index row) {
    const auto [own, is_new] = own_.try_emplace(row, static_cast<Index>(kept_.size()));
    if (is_new) kept_.push_back(row);
    return own->second;
  }
  std::optional<Index> of(const std::optional<Index>& row) {
    return row ? std::optional{of(*row)} : std::nullopt;
  }

 private:
  std::unordered_map<Index, Index> own_;
  std::vector<Index>& kept_;
};

}  // namespace

SubNetwork::SubNetwork(const Network& whole, const Split& split, const Part& part,
                       TransitMode transit) {
  network.horizon = whole.horizon;
  network.calendars = whole.calendars;
  network.applications = whole.applications;
  Rows point{points};
  for (const Index row : part.points) point.of(row);
  inner_points = points.size();
  for (const Index row : part.lines) {
    Line line{whole.lines[row].code, {}};
    for (const Index task_row : whole.lines[row].tasks) {
      const Task& task = whole.tasks[task_row];
      Task own{task.item,
               static_cast<Index>(lines.size()),
               point.of(task.output),
               task.plan,
               task.catch_up_per_day,
               {}};
      for (const Index requirement : split.requirements[task_row]) {
        own.requirements.push_back(task.requirements[requirement]);
        for (ComponentUse& use : own.requirements.back().alternatives) {
          use.point = point.of(use.point);
        }
      }
      line.tasks.push_back(static_cast<Index>(tasks.size()));
      tasks.push_back(task_row);
      network.tasks.push_back(std::move(own));
    }
    lines.push_back(row);
    network.lines.push_back(std::move(line));
  }
  std::vector<Index> licences;
  Rows licence{licences};
  for (const Index row : part.licences) licence.of(row);
  for (const Index row : part.consignments) {
    Consignment own = whole.consignments[row];
    own.to = point.of(own.to);
    own.from = point.of(own.from);
    for (LicenceNeed& need : own.needs) {
      for (LicenceUse& use : need.licences) use.licence = licence.of(use.licence);
    }
    consignments.push_back(row);
    network.consignments.push_back(std::move(own));
  }
  for (const Index row : part.policies) {
    Policy own = whole.policies[row];
    own.to = point.of(own.to);
    own.from = point.of(own.from);
    policies.push_back(row);
    network.policies.push_back(std::move(own));
  }
  for (const Index row : points) network.points.push_back(whole.points[row]);
  for (const Index row : licences) network.licences.push_back(whole.licences[row]);
  for (const Index row : part.releases) {
    const Release& release = whole.releases[row];
    network.releases.push_back({point.of(release.point), release.day, release.quantity});
  }
  prepared = std::make_unique<PreparedNetwork>(network, transit);
  prepared->policy_in_draws = policies;
}

}  // namespace runout::flow
