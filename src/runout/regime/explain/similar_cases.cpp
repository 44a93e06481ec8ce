#include "runout/regime/explain/similar_cases.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace runout::regime {

std::vector<SimilarCase> find_similar(std::vector<Candidate> candidates,
                                      const std::vector<std::string>& covariates,
                                      const std::vector<std::string>& values, Date filed_on,
                                      std::size_t most) {
  constexpr double kYear = 365.0;
  std::vector<double> apart(candidates.size(), 0.0);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Candidate& one = candidates[i];
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k].empty() && one.values[k].empty()) continue;
      if (values[k] == one.values[k]) {
        one.found.same.push_back(covariates[k]);
        continue;
      }
      ++one.found.other;
      apart[i] += values[k].empty() || one.values[k].empty() ? 0.5 : 1.0;
    }
    const Date filed = one.found.filed_on.value_or(one.found.decided_on);
    apart[i] += std::abs(static_cast<double>((filed - filed_on).count())) / kYear;
  }
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::pair{apart[a], candidates[b].found.decided_on} <
           std::pair{apart[b], candidates[a].found.decided_on};
  });
  std::vector<SimilarCase> similar;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    similar.push_back(std::move(candidates[order[i]].found));
  }
  return similar;
}

}  // namespace runout::regime
