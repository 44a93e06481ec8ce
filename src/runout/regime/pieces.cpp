#include "runout/regime/pieces.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace runout::regime {
namespace {

/// Beyond this many days nothing is distinguished: one constant tail.
constexpr double kLongestWait = 4000.0;
/// Steps of the grid that carries the prior's shape.
constexpr double kGridRatio = 1.5;

void add_cuts_where_learnt(const WaitingDays& seen, double enough, std::vector<double>& cuts) {
  const double decided = std::accumulate(seen.decided.begin(), seen.decided.end(), 0.0);
  const double at_risk = std::accumulate(seen.at_risk.begin(), seen.at_risk.end(), 0.0);
  const double usual = at_risk > 0.0 ? decided / at_risk : 0.0;
  double learnt = 0.0;
  for (std::size_t day = 0; day < seen.at_risk.size(); ++day) {
    const double on_day = std::max(seen.decided[day], seen.at_risk[day] * usual);
    if (on_day >= enough) cuts.push_back(static_cast<double>(day));
    learnt += on_day;
    if (learnt < enough) continue;
    cuts.push_back(static_cast<double>(day) + 1.0);
    learnt = 0.0;
  }
}

}  // namespace

std::vector<double> choose_pieces(const WaitingDays& seen, std::size_t most_pieces) {
  std::vector<double> cuts{0.0};
  while (cuts.back() < kLongestWait) {
    cuts.push_back(std::max(cuts.back() + 1.0, std::floor(cuts.back() * kGridRatio)));
  }
  const double decisions = std::accumulate(seen.decided.begin(), seen.decided.end(), 0.0);
  const double enough = std::max({4.0, std::ceil(std::sqrt(decisions)),
                                  std::ceil(3.0 * decisions / static_cast<double>(most_pieces))});
  add_cuts_where_learnt(seen, enough, cuts);
  std::ranges::sort(cuts);
  const auto repeated = std::ranges::unique(cuts);
  cuts.erase(repeated.begin(), repeated.end());
  return cuts;
}

std::size_t piece_at(const std::vector<double>& starts, double waited) {
  const auto after = std::ranges::upper_bound(starts, std::max(waited, 0.0));
  return static_cast<std::size_t>(after - starts.begin()) - 1;
}

}  // namespace runout::regime
