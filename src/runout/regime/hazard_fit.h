// The fit of one state: gamma posteriors of the hazard by piece and cause, and of the factors.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/spells.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {

struct FitSettings {
  Date as_of;
  /// A day of waiting this long before as_of counts half as recent.
  double half_life_days = 120.0;
  /// The old records of a piece are together worth at most so many decisions.
  double old_worth = 6.0;
  std::size_t most_pieces = 200;
};

/// Gamma posteriors of the factors of one covariate's levels; prior mean 1.
struct FactorPosterior {
  double prior_shape = 0.0;   ///< learnt; the larger, the closer all levels are to 1
  std::vector<double> shape;  ///< [level]
  std::vector<double> rate;   ///< [level]
};

/// What is known of one state after the fit. The hazard of leaving by cause c in piece j of a case
/// with factors f is Gamma(shape[j][c], rate[j]) x product of f, all gammas independent given the
/// level, which is Gamma(level_shape, level_shape).
struct HazardPosterior {
  std::vector<double> starts;  ///< of the pieces, in days of the clock; the last is open
  std::size_t causes = 0;
  std::vector<double> shape;  ///< [piece][cause]
  std::vector<double> rate;   ///< [piece], days
  double level_shape = 0.0;
  std::vector<double> split_shape;       ///< [cause] Dirichlet of the outcome mix
  std::vector<FactorPosterior> factors;  ///< [covariate]
  std::vector<double> decisions;         ///< [piece] seen, old and recent
  double piece_shape = 0.0;              ///< of the prior, to say how much of it is left

  [[nodiscard]] std::size_t pieces() const { return starts.size(); }
  /// Posterior mean of the hazard of piece `piece`, all causes, factors 1.
  [[nodiscard]] double mean_hazard(std::size_t piece) const;
  /// Posterior mean factor of a level; 1 for kNoLevel.
  [[nodiscard]] double mean_factor(std::size_t covariate, std::int32_t level) const;
  /// Share of the prior in the hazard around `waited` days, 0..1.
  [[nodiscard]] double prior_share(double waited) const;
};

/// Fits one state. With an empty table the posterior is the prior.
///
/// Records far back inform the shape of the hazard (up to `old_worth` decisions a piece), recent
/// ones its present height; factors and hazards are updated in turn until they settle.
[[nodiscard]] HazardPosterior fit_hazard(const SpellTable& table, const WaitingPrior& prior,
                                         const FitSettings& settings);

}  // namespace runout::regime
