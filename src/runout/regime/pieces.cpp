#include "runout/regime/pieces.h"

#include <algorithm>
#include <cmath>

namespace runout::regime {
namespace {

/// Beyond this many days nothing is distinguished: one constant tail.
constexpr double kLongestWait = 4000.0;

/// Cuts after every `per_piece` decisions; before and after a day that has so many alone.
void add_quantile_cuts(std::vector<double> decided_after, std::size_t per_piece,
                       std::vector<double>& cuts) {
  std::ranges::sort(decided_after);
  std::size_t since_cut = 0;
  for (std::size_t i = 0; i < decided_after.size();) {
    const double day = std::floor(decided_after[i]);
    std::size_t on_day = 0;
    while (i < decided_after.size() && std::floor(decided_after[i]) == day) {
      ++i;
      ++on_day;
    }
    if (on_day >= per_piece) cuts.push_back(day);
    since_cut += on_day;
    if (since_cut < per_piece) continue;
    cuts.push_back(day + 1.0);
    since_cut = 0;
  }
}

}  // namespace

std::vector<double> choose_pieces(std::vector<double> decided_after, std::size_t most_pieces) {
  const auto decisions = static_cast<double>(decided_after.size());
  const double most = static_cast<double>(most_pieces);
  std::vector<double> cuts{0.0};
  // The grid takes up to two thirds of the pieces, the quantiles the rest.
  const double by_records = 2.5 / std::sqrt(decisions + 15.0);
  const double by_limit = 12.4 / most;  // (1 + 12.4 / n)^(2n / 3) passes kLongestWait
  const double ratio = 1.0 + std::max(by_records, by_limit);
  for (double cut = 1.0; cut < kLongestWait; cut = std::max(cut + 1.0, std::floor(cut * ratio))) {
    cuts.push_back(cut);
  }
  const double per_piece =
      std::max({4.0, std::ceil(0.5 * std::sqrt(decisions)), std::ceil(3.0 * decisions / most)});
  add_quantile_cuts(std::move(decided_after), static_cast<std::size_t>(per_piece), cuts);
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
