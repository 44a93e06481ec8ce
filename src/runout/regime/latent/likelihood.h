// Log likelihood of the cells with its gradient and curvature.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runout/regime/latent/arrow_matrix.h"
#include "runout/regime/latent/layout.h"

namespace runout::regime {

/// What a cell's count is: Poisson with mean exposure x hazard, or so many of `exposure` decisions
/// with log odds instead of log hazard.
enum class Family : std::uint8_t { poisson, binomial };

/// Adds up over the cells only what the unknowns can feel: sums by bin and period, and for each
/// level of a covariate by bin and by hat and period.
class CellLikelihood {
 public:
  /// All arguments must outlive this. offset: [bin].
  CellLikelihood(const CellTable& table, const Layout& layout, const std::vector<double>& offset,
                 Family family);

  /// The log likelihood at `unknowns`, without terms that depend on the data alone.
  [[nodiscard]] double evaluate(const ArrowVector& unknowns);
  /// Adds the gradient at the last evaluated point.
  void add_gradient(ArrowVector& gradient) const;
  /// Adds minus the second derivatives at the last evaluated point.
  void add_curvature(ArrowMatrix& curvature) const;
  /// Expected decisions in each period at the last evaluated point.
  [[nodiscard]] std::vector<double> expected_by_period() const;

 private:
  void add_surface_curvature(ArrowMatrix& curvature) const;
  void add_effect_curvature(ArrowMatrix& curvature) const;

  const CellTable& table_;
  const Layout& layout_;
  const std::vector<double>& offset_;
  Family family_;
  std::size_t effects_ = 0;              ///< levels of all covariates
  std::vector<double> decided_;          ///< [period][bin]
  std::vector<double> effect_decided_;   ///< [effect]
  std::vector<double> expected_;         ///< [period][bin]
  std::vector<double> weight_;           ///< [period][bin] curvature
  std::vector<double> effect_expected_;  ///< [effect]
  std::vector<double> effect_bin_;       ///< [effect][bin] curvature
  std::vector<double> effect_hat_;       ///< [effect][period][hat] curvature
  std::vector<double> pattern_weight_;   ///< [pattern] curvature
};

}  // namespace runout::regime
