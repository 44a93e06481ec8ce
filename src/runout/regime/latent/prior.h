// The Gaussian prior of the unknowns, given the blocks' standard deviations.
#pragma once

#include <string>
#include <vector>

#include "runout/regime/latent/arrow_matrix.h"
#include "runout/regime/latent/layout.h"

namespace runout::regime {

/// Adds the prior's precision to a matrix of second derivatives.
void add_prior_precision(const Layout& layout, const Hyper& hyper, ArrowMatrix& precision);

/// The precision times a vector: minus the prior's gradient.
[[nodiscard]] ArrowVector apply_prior(const Layout& layout, const Hyper& hyper,
                                      const ArrowVector& unknowns);

/// log determinant of the prior's precision, up to a number that no standard deviation changes.
[[nodiscard]] double prior_log_determinant(const Layout& layout, const Hyper& hyper);

/// One block whose standard deviation is learnt.
struct LearntBlock {
  std::string name;
  double Hyper::* deviation = nullptr;  ///< null: an effect
  std::size_t covariate = 0;            ///< of an effect
  double rank = 0.0;
  /// Rate of the exponential prior on the standard deviation (penalised complexity: D. Simpson et
  /// al., "Penalising model component complexity", Statistical Science 32 (2017) 1-28). 0: the
  /// deviation is given and stays.
  double rate = 3.0;

  [[nodiscard]] double& value(Hyper& hyper) const {
    return deviation != nullptr ? hyper.*deviation : hyper.effect[covariate];
  }
};

[[nodiscard]] std::vector<LearntBlock> learnt_blocks(const Layout& layout);

/// x' S x of a block, where S is its precision at standard deviation 1.
[[nodiscard]] double block_square(const Layout& layout, const Hyper& hyper,
                                  const LearntBlock& block, const ArrowVector& unknowns);
/// The trace of S times the posterior covariance.
[[nodiscard]] double block_trace(const Layout& layout, const Hyper& hyper, const LearntBlock& block,
                                 const SelectedInverse& covariance);

}  // namespace runout::regime
