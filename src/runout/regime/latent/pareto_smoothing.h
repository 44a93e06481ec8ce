// Importance weights whose largest ones are smoothed, and how far they can be trusted.
#pragma once

#include <vector>

namespace runout::regime {

/// Replaces the largest log weights by quantiles of the generalised Pareto law that fits them and
/// returns its shape, k-hat: below 0.7 the weighted draws can be trusted; with fewer than 25
/// weights, or all alike, nothing is changed and k-hat is 0. The largest log weight is 0 after.
/// Source: A. Vehtari, D. Simpson, A. Gelman, Y. Yao, J. Gabry, "Pareto smoothed importance
/// sampling", JMLR 25 (2024); the fit is J. Zhang and M. Stephens', Technometrics 51 (2009)
/// 316-325, with a weak prior of k at 0.5.
double smooth_tail(std::vector<double>& log_weight);

/// Draws numbers with given chances, such that a number that is drawn for its own place stays there
/// as often as possible. Source: A. Walker's alias method, ACM TOMS 3 (1977) 253-256.
class AliasTable {
 public:
  AliasTable() = default;
  /// Weights need not add up to one; none is negative, one at least is positive.
  explicit AliasTable(const std::vector<double>& weight);
  /// Over equally frequent places and uniform numbers the results have the weights' chances.
  [[nodiscard]] std::size_t pick(std::size_t place, double uniform) const {
    return uniform < keep_[place] ? place : other_[place];
  }
  [[nodiscard]] std::size_t size() const { return keep_.size(); }

 private:
  std::vector<double> keep_;
  std::vector<std::size_t> other_;
};

}  // namespace runout::regime
