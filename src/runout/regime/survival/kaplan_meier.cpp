#include "runout/regime/survival/kaplan_meier.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

std::size_t causes_of(std::span<const Observation> observations) {
  int causes = 1;
  for (const Observation& observation : observations) causes = std::max(causes, observation.cause);
  return static_cast<std::size_t>(causes);
}

}  // namespace

SurvivalCurve estimate_survival(std::span<const Observation> observations) {
  RiskTable table = make_risk_table(observations, causes_of(observations));
  SurvivalCurve curve;
  double survival = 1.0;
  double greenwood = 0.0;
  double hazard = 0.0;
  double hazard_variance = 0.0;
  for (std::size_t step = 0; step < table.time.size(); ++step) {
    const double at_risk = table.at_risk[step];
    const double events = table.events[step];
    survival *= (at_risk - events) / at_risk;
    if (events < at_risk) greenwood += events / (at_risk * (at_risk - events));
    hazard += events / at_risk;
    hazard_variance += events / (at_risk * at_risk);
    curve.survival.push_back(survival);
    curve.survival_se.push_back(survival * std::sqrt(greenwood));
    curve.cumulative_hazard.push_back(hazard);
    curve.cumulative_hazard_se.push_back(std::sqrt(hazard_variance));
  }
  curve.time = std::move(table.time);
  curve.at_risk = std::move(table.at_risk);
  curve.events = std::move(table.events);
  return curve;
}

SurvivalAt evaluate(const SurvivalCurve& curve, double time) {
  const auto after = std::ranges::upper_bound(curve.time, time);
  if (after == curve.time.begin()) return {};
  const auto step = static_cast<std::size_t>(after - curve.time.begin()) - 1;
  return {curve.survival[step], curve.survival_se[step], curve.cumulative_hazard[step],
          curve.cumulative_hazard_se[step]};
}

std::optional<double> find_quantile(const SurvivalCurve& curve, double share) {
  if (std::isnan(share) || share <= 0.0 || share > 1.0) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("a quantile needs a share above 0 and at most 1, not {}", share)};
  }
  // 1 - share and a product of fractions differ in the last bits where they are meant to be equal.
  constexpr double kTolerance = 1.490116e-8;
  const double level = 1.0 - share;
  for (std::size_t step = 0; step < curve.time.size(); ++step) {
    if (curve.survival[step] > level + kTolerance) continue;
    if (curve.survival[step] < level - kTolerance) return curve.time[step];
    std::size_t end = step;
    while (end + 1 < curve.time.size() && curve.survival[end] >= level - kTolerance) ++end;
    return 0.5 * (curve.time[step] + curve.time[end]);
  }
  return std::nullopt;
}

}  // namespace runout::regime::survival
