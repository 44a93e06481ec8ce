// The picture of the stock that decides about a line.
#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "runout/base/quantity.h"
#include "runout/forecast/describe.h"

namespace runout::forecast {
namespace {

constexpr std::size_t kTracedReplications = 200;
constexpr std::size_t kLargestTrace = 4'000'000;  ///< stock levels held at once, 32 MB

/// The point of a component of a line, by its item.
std::optional<flow::Index> find_point(const flow::Network& network, flow::Index line,
                                      const std::string& item) {
  for (const flow::Index task : network.lines[line].tasks) {
    for (const flow::Requirement& requirement : network.tasks[task].requirements) {
      for (const flow::ComponentUse& use : requirement.alternatives) {
        if (network.points[use.point].item == item) return use.point;
      }
    }
  }
  return std::nullopt;
}

std::optional<flow::Index> choose_point(const Findings& findings, flow::Index line,
                                        const LineForecast& forecast) {
  const LineTally& tally = findings.tally.lines[line];
  std::map<flow::Index, double> shares;
  for (const auto& [culprit, share] : tally.blame) shares[std::get<0>(culprit)] += share;
  const auto most = std::ranges::max_element(
      shares, [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != shares.end()) return most->first;
  const ComponentOutlook* first = nullptr;
  for (const ComponentOutlook& component : forecast.components) {
    if (first == nullptr ||
        (component.secured_until &&
         (!first->secured_until || *component.secured_until < *first->secured_until))) {
      first = &component;
    }
  }
  return first == nullptr ? std::nullopt : find_point(findings.built.network, line, first->item);
}

/// A requirement that a point may meet.
struct PointUse {
  const flow::Task* task = nullptr;
  const flow::Requirement* requirement = nullptr;
};

/// [point] each requirement once, in the order of the network.
std::vector<std::vector<PointUse>> find_uses(const flow::Network& network) {
  std::vector<std::vector<PointUse>> uses(network.points.size());
  for (const flow::Task& task : network.tasks) {
    for (const flow::Requirement& requirement : task.requirements) {
      for (const flow::ComponentUse& alternative : requirement.alternatives) {
        std::vector<PointUse>& own = uses[alternative.point];
        if (own.empty() || own.back().requirement != &requirement) {
          own.push_back({&task, &requirement});
        }
      }
    }
  }
  return uses;
}

/// Planned use of a point on the days on which there is any, on average.
double mean_use_per_day(const flow::Network& network, const std::vector<PointUse>& uses,
                        flow::Index point) {
  double total = 0.0;
  std::size_t days = 0;
  for (Day day = 1; day <= network.horizon; ++day) {
    double use = 0.0;
    for (const auto& [task, requirement] : uses) {
      const auto in_force = std::ranges::find_if(requirement->alternatives,
                                                 [&](const flow::ComponentUse& alternative) {
                                                   return alternative.in_force.contains(day);
                                                 });
      if (in_force == requirement->alternatives.end() || in_force->point != point) continue;
      use += static_cast<double>(task->plan[static_cast<std::size_t>(day)]) *
             (static_cast<double>(in_force->needed) / static_cast<double>(kMillion));
    }
    total += use;
    if (use > 0.0) ++days;
  }
  return days == 0 ? 0.0 : total / static_cast<double>(days);
}

struct Traced {
  std::size_t line = 0;  ///< place in the list of lines
  flow::Index point = 0;
};

StockProjection project(const Findings& findings, const flow::Simulation& simulation,
                        std::size_t place, const std::vector<flow::Index>& points,
                        const std::vector<std::vector<PointUse>>& uses,
                        const std::map<std::string_view, std::string_view>& units) {
  const flow::Network& network = findings.built.network;
  const std::size_t days = static_cast<std::size_t>(network.horizon) + 1;
  const std::size_t replications = simulation.traced.size() / (points.size() * days);
  StockProjection projection;
  projection.item = network.points[points[place]].item;
  projection.unit = units.at(projection.item);
  projection.use_per_day = mean_use_per_day(network, uses[points[place]], points[place]);
  std::vector<flow::Micro> stock(replications);
  for (std::size_t day = 0; day < days; ++day) {
    for (std::size_t replication = 0; replication < replications; ++replication) {
      stock[replication] = simulation.traced[(replication * points.size() + place) * days + day];
    }
    std::ranges::sort(stock);
    const auto level = [&](std::size_t tenths) {
      return static_cast<double>(stock[(tenths * replications + 9) / 10 - 1]) /
             static_cast<double>(kMillion);
    };
    projection.p10.push_back(level(1));
    projection.p50.push_back(level(5));
    projection.p90.push_back(level(9));
  }
  return projection;
}

}  // namespace

void add_stock_projections(const Findings& findings, const Draws& draws,
                           std::vector<LineForecast>& lines) {
  std::vector<Traced> traced;
  std::vector<flow::Index> points;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto point = choose_point(findings, findings.built.lines[i].index, lines[i]);
    if (!point) continue;
    traced.push_back({i, *point});
    if (std::ranges::find(points, *point) == points.end()) points.push_back(*point);
  }
  if (points.empty()) return;
  const std::size_t levels =
      points.size() * (static_cast<std::size_t>(findings.request.horizon) + 1);
  flow::SimulationSettings settings;
  settings.seed = findings.request.seed;
  settings.threads = findings.request.threads;
  settings.traced_points = points;
  settings.traced_replications = std::min(
      {kTracedReplications, draws.replications, std::max<std::size_t>(1, kLargestTrace / levels)});
  const flow::Simulation simulation = flow::simulate(
      findings.built.network, take_some(draws, 0, settings.traced_replications), settings);
  const auto uses = find_uses(findings.built.network);
  std::map<std::string_view, std::string_view> units;
  for (const book::Item& item : findings.snapshot.records.items) units[item.item] = item.unit;
  for (const Traced& line : traced) {
    const auto place =
        static_cast<std::size_t>(std::ranges::find(points, line.point) - points.begin());
    lines[line.line].projection = project(findings, simulation, place, points, uses, units);
  }
}

}  // namespace runout::forecast
