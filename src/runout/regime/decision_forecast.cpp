#include "runout/regime/decision_forecast.h"

#include <algorithm>
#include <cmath>

namespace runout::regime {

std::vector<double> PendingForecast::any() const {
  std::vector<double> sum;
  for (const auto& outcome : outcomes) {
    sum.resize(outcome.size(), 0.0);
    for (std::size_t day = 0; day < outcome.size(); ++day) sum[day] += outcome[day];
  }
  // A sum of shares may pass 1 in the last bit.
  for (double& p : sum) p = std::min(p, 1.0);
  return sum;
}

std::vector<FleetDay> describe_fleet(const std::vector<std::uint32_t>& counts, std::size_t draws,
                                     Day horizon) {
  const auto days = static_cast<std::size_t>(horizon);
  const auto number = static_cast<double>(draws);
  std::vector<FleetDay> fleet;
  std::vector<std::uint32_t> on_day(draws);
  for (std::size_t day = 0; day < days; ++day) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t draw = 0; draw < draws; ++draw) {
      on_day[draw] = counts[draw * days + day];
      sum += on_day[draw];
      squares += static_cast<double>(on_day[draw]) * on_day[draw];
    }
    std::ranges::sort(on_day);
    // The smallest count that at least this share of the draws does not exceed.
    const auto quantile = [&](double share) {
      const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(share * number - 1e-9)));
      return static_cast<double>(on_day[rank - 1]);
    };
    FleetDay described;
    described.days = static_cast<Day>(day) + 1;
    described.mean = sum / number;
    const double spread = squares - sum * sum / number;
    described.sd = draws > 1 ? std::sqrt(std::max(0.0, spread / (number - 1.0))) : 0.0;
    described.q05 = quantile(0.05);
    described.q50 = quantile(0.50);
    described.q95 = quantile(0.95);
    fleet.push_back(described);
  }
  return fleet;
}

}  // namespace runout::regime
