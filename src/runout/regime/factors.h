// The factors of covariate levels: gamma with mean 1, the spread of each covariate learnt.
#pragma once

#include <span>
#include <vector>

#include "runout/regime/hazard_fit.h"

namespace runout::regime {

/// Decisions of one level, and how many were expected were its factor 1.
struct LevelCount {
  double decided = 0.0;
  double expected = 0.0;
};

/// Posterior of one covariate's factors. The gamma's shape is averaged over a grid of spreads, each
/// weighted by the marginal (negative binomial) likelihood of all levels and an exponential prior
/// with mean 0.2 on the spread, so that few records keep all factors close to 1.
[[nodiscard]] FactorPosterior fit_factors(std::span<const LevelCount> levels);

/// Log marginal likelihood of a count d ~ Poisson(x e), x ~ Gamma(shape, shape), without the terms
/// that do not depend on the shape.
[[nodiscard]] double log_marginal(double decided, double expected, double shape);

}  // namespace runout::regime
