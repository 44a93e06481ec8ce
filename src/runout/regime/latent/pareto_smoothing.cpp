#include "runout/regime/latent/pareto_smoothing.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

struct ParetoLaw {
  double k = 0.0;
  double scale = 1.0;
};

/// Mean of log(1 - theta x).
double mean_log(double theta, std::span<const double> excess) {
  double sum = 0.0;
  for (const double x : excess) sum += portable::log(1.0 - theta * x);
  return sum / static_cast<double>(excess.size());
}

/// excess: ascending, all positive but for the first ones.
ParetoLaw fit_pareto(std::span<const double> excess) {
  const auto n = static_cast<double>(excess.size());
  const int points = 30 + static_cast<int>(std::sqrt(n));
  const double quarter = excess[(excess.size() + 2) / 4 - 1];
  std::vector<double> theta;
  std::vector<double> log_likelihood;
  for (int j = 1; j <= points; ++j) {
    theta.push_back(1.0 / excess.back() + (1.0 - std::sqrt(points / (j - 0.5))) / (3.0 * quarter));
    const double k = mean_log(theta.back(), excess);
    log_likelihood.push_back(n * (portable::log(-theta.back() / k) - k - 1.0));
  }
  const double best = *std::ranges::max_element(log_likelihood);
  double all = 0.0;
  double mean = 0.0;
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const double weight = portable::exp(log_likelihood[j] - best);
    all += weight;
    mean += weight * theta[j];
  }
  mean /= all;
  ParetoLaw law;
  law.k = mean_log(mean, excess);
  law.scale = -law.k / mean;
  constexpr double kPriorWorth = 10.0;
  law.k = (n * law.k + kPriorWorth * 0.5) / (n + kPriorWorth);
  return law;
}

double quantile(const ParetoLaw& law, double share) {
  const double left = -portable::log(1.0 - share);
  if (std::abs(law.k) < 1e-9) return law.scale * left;
  return law.scale * (portable::exp(law.k * left) - 1.0) / law.k;
}

}  // namespace

double smooth_tail(std::vector<double>& log_weight) {
  constexpr std::size_t kFewest = 25;
  constexpr double kAlike = 1e-6;
  const double highest = *std::ranges::max_element(log_weight);
  for (double& one : log_weight) one -= highest;
  if (log_weight.size() < kFewest || *std::ranges::min_element(log_weight) > -kAlike) return 0.0;
  const auto n = static_cast<double>(log_weight.size());
  const auto tail = static_cast<std::size_t>(std::ceil(std::min(0.2 * n, 3.0 * std::sqrt(n))));
  std::vector<std::size_t> order(log_weight.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::less{}, [&](std::size_t i) { return log_weight[i]; });
  const std::size_t first = order.size() - tail;
  const double cut = portable::exp(log_weight[order[first - 1]]);
  std::vector<double> excess;
  for (std::size_t i = first; i < order.size(); ++i) {
    excess.push_back(std::max(portable::exp(log_weight[order[i]]) - cut, 1e-300));
  }
  const ParetoLaw law = fit_pareto(excess);
  for (std::size_t i = 0; i < tail; ++i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(tail);
    log_weight[order[first + i]] = std::min(0.0, portable::log(cut + quantile(law, share)));
  }
  return law.k;
}

AliasTable::AliasTable(const std::vector<double>& weight)
    : keep_(weight.size(), 1.0), other_(weight.size()) {
  std::iota(other_.begin(), other_.end(), std::size_t{0});
  const double all = std::accumulate(weight.begin(), weight.end(), 0.0);
  std::vector<std::size_t> poor;
  std::vector<std::size_t> rich;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    keep_[i] = weight[i] / all * static_cast<double>(weight.size());
    (keep_[i] < 1.0 ? poor : rich).push_back(i);
  }
  while (!poor.empty() && !rich.empty()) {
    const std::size_t taker = poor.back();
    const std::size_t giver = rich.back();
    poor.pop_back();
    other_[taker] = giver;
    keep_[giver] -= 1.0 - keep_[taker];
    if (keep_[giver] < 1.0) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
  for (const std::size_t i : poor) keep_[i] = 1.0;  // Rounding.
  for (const std::size_t i : rich) keep_[i] = 1.0;
}

}  // namespace runout::regime
