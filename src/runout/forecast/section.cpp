#include "runout/forecast/section.h"

#include <algorithm>
#include <iterator>

#include "runout/flow/fast/split.h"
#include "runout/flow/fast/sub_network.h"
#include "runout/flow/prepared.h"

namespace runout::forecast {
namespace {

constexpr auto kNoPart = static_cast<std::size_t>(-1);

/// Rows of both, ascending.
void merge(std::vector<flow::Index>& rows, const std::vector<flow::Index>& more) {
  const auto middle = static_cast<std::ptrdiff_t>(rows.size());
  rows.insert(rows.end(), more.begin(), more.end());
  std::ranges::inplace_merge(rows, rows.begin() + middle);
}

void merge(flow::Part& part, const flow::Part& more) {
  merge(part.points, more.points);
  merge(part.lines, more.lines);
  merge(part.consignments, more.consignments);
  merge(part.policies, more.policies);
  merge(part.licences, more.licences);
  merge(part.releases, more.releases);
}

}  // namespace

std::size_t Section::own(std::size_t application) const {
  return static_cast<std::size_t>(std::ranges::lower_bound(applications, application) -
                                  applications.begin());
}

void Section::renumber(flow::Network& with_whole_numbers) const {
  for (flow::Consignment& consignment : with_whole_numbers.consignments) {
    for (flow::LicenceNeed& need : consignment.needs) {
      need.application = static_cast<flow::Index>(own(need.application));
    }
  }
  with_whole_numbers.applications = applications.size();
}

Sections::Sections(const flow::Network& network, const std::vector<Standing>& standings,
                   flow::TransitMode transit)
    : network_{network},
      standings_{standings},
      transit_{transit},
      split_{std::make_unique<flow::Split>(
          flow::split(flow::PreparedNetwork{network, transit}, transit))},
      of_application_(standings.size()),
      of_line_(network.lines.size(), kNoPart),
      matters_(network.points.size(), 0) {
  for (std::size_t i = 0; i < split_->parts.size(); ++i) {
    for (const flow::Index line : split_->parts[i].lines) of_line_[line] = i;
    for (const flow::Index point : split_->parts[i].points) matters_[point] = 1;
    for (const flow::Index row : split_->parts[i].consignments) {
      if (network.consignments[row].under_way) continue;
      for (const flow::LicenceNeed& need : network.consignments[row].needs) {
        std::vector<std::size_t>& parts = of_application_[need.application];
        if (parts.empty() || parts.back() != i) parts.push_back(i);
      }
    }
  }
}

Sections::~Sections() = default;

Section Sections::around(std::size_t application) const {
  flow::Part all;
  for (const std::size_t part : of_application_[application]) merge(all, split_->parts[part]);
  return cut(all);
}

Section Sections::around_line(flow::Index line) const {
  return of_line_[line] == kNoPart ? Section{} : cut(split_->parts[of_line_[line]]);
}

Section Sections::cut(const flow::Part& part) const {
  flow::SubNetwork sub{network_, *split_, part, transit_};
  Section section;
  section.network = std::move(sub.network);
  section.lines = std::move(sub.lines);
  section.points = std::move(sub.points);
  section.policies = std::move(sub.policies);
  section.consignments.assign(sub.consignments.begin(), sub.consignments.end());
  for (const flow::Consignment& consignment : section.network.consignments) {
    for (const flow::LicenceNeed& need : consignment.needs) {
      section.applications.push_back(need.application);
    }
  }
  std::ranges::sort(section.applications);
  const auto again = std::ranges::unique(section.applications);
  section.applications.erase(again.begin(), again.end());
  section.standings.reserve(section.applications.size());
  for (const std::size_t row : section.applications) section.standings.push_back(standings_[row]);
  return section;
}

}  // namespace runout::forecast
