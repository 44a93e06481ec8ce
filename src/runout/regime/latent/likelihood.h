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
  /// Adds minus the second derivatives at the last evaluated point. `effects`: those that involve
  /// covariates may be of an earlier point, which is most of the work saved.
  enum class Effects : std::uint8_t { fresh, may_be_old };
  void add_curvature(ArrowMatrix& curvature, Effects effects = Effects::fresh);
  /// Expected decisions in each period at the last evaluated point.
  [[nodiscard]] std::vector<double> expected_by_period() const;

 private:
  [[nodiscard]] double evaluate_poisson();
  [[nodiscard]] double evaluate_binomial();
  void add_up_effects();
  void add_surface_curvature(ArrowMatrix& curvature) const;
  void add_effect_curvature(ArrowMatrix& curvature) const;
  /// Number of a level's effect, counted from the first effect.
  [[nodiscard]] std::size_t effect_of(std::size_t covariate, std::int32_t level) const {
    return layout_.effect_at[covariate] - layout_.effects_at + static_cast<std::size_t>(level);
  }

  const CellTable& table_;
  const Layout& layout_;
  const std::vector<double>& offset_;
  Family family_;
  std::size_t effects_;                  ///< levels of all covariates
  std::vector<std::uint32_t> place_;     ///< [cell] period x bins + bin
  std::vector<double> exposure_;         ///< [cell]
  std::vector<double> decided_;          ///< [period][bin]
  std::vector<double> effect_decided_;   ///< [effect]
  std::vector<double> surface_;          ///< [period][bin] log hazard, or hazard itself (Poisson)
  std::vector<double> pattern_;          ///< [pattern] likewise
  std::vector<double> expected_;         ///< [period][bin]
  std::vector<double> weight_;           ///< [period][bin] curvature; empty: as expected_
  std::vector<double> effect_expected_;  ///< [effect]
  std::vector<double> effect_bin_;       ///< [effect][bin] curvature
  std::vector<double> effect_hat_;       ///< [effect][period][hat] curvature
  std::vector<double> pattern_weight_;   ///< [pattern] curvature
};

}  // namespace runout::regime
