// The log hazard of every bin and period, and of every pattern of covariates, from the unknowns.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/regime/latent/arrow_matrix.h"
#include "runout/regime/latent/layout.h"

namespace runout::regime {

/// log hazard = surface[period x bins + bin] + pattern[x].
struct Predictor {
  std::vector<double> surface;
  std::vector<double> pattern;
};

/// `offset` is a known part of the log hazard, [bin].
[[nodiscard]] Predictor predict(const Layout& layout, const Patterns& patterns,
                                const std::vector<double>& offset, const ArrowVector& unknowns);

}  // namespace runout::regime
