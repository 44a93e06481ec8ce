// How much the records narrowed what was believed before them, block by block.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Dense>

#include "runout/regime/latent/field_fit.h"

namespace runout::regime {

/// One block of a field.
struct BlockContraction {
  std::string block;  ///< level, shape, mark, shock, jolt, pace, walk, drift, effect
  std::optional<std::size_t> covariate;  ///< of an effect
  std::size_t unknowns = 0;              ///< averaged over
  /// 1 - sd after / sd before the records, averaged over the unknowns: 0 says that nothing was
  /// learnt, 1 that all is known.
  double contraction = 0.0;
  double before = 0.0;  ///< root mean square of the standard deviations before
  double after = 0.0;   ///< and after
};

/// The blocks of a field in the order of the layout, those without unknowns left out. Standard
/// deviations of both sides are given the deviations that were learnt.
///
/// Of what belongs to periods only those count in which cases were at risk, and not the newest
/// value of a walk, which is 0 by definition. `removed`: by how much aggregate reports reduce the
/// variances of the dense unknowns; empty for none. Costs one selected inverse.
[[nodiscard]] std::vector<BlockContraction> find_contractions(const FieldPosterior& field,
                                                              const Eigen::VectorXd& removed = {});

}  // namespace runout::regime
