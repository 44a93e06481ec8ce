// How much an authority's speed differs from one month to the next: the spread of the factor that
// all cases of a replication share.
#pragma once

#include <cstddef>

#include "runout/regime/hazard_fit.h"

namespace runout::regime {

/// With fewer months the prior decides.
inline constexpr std::size_t kMonthsToLearnSpeed = 6;

struct SpeedSpread {
  double shape = 11.0;     ///< of the gamma with mean 1
  std::size_t months = 0;  ///< stretches of 28 days with decisions to expect
};

/// Compares, over stretches of 28 days, how many decisions came with how many were to expect from
/// the fitted hazards at the pace of the months before (each 28 days counting half as much), and
/// averages the gamma's shape over a grid of spreads by the negative binomial likelihood of these
/// counts and a prior. Too much spread would make every forecast vague, too little the count of
/// decisions surer than it is.
[[nodiscard]] SpeedSpread learn_speed(const SpellTable& table, const HazardPosterior& posterior,
                                      Date as_of);

/// The cumulative hazard at which a case leaves its state, given the shared speed factor
/// v ~ Gamma(shape, shape) and the case's own exponential number e: shape log(1 + e / (v shape)).
///
/// Fitted hazards are averages over the speeds that there were, so the factor may tie the cases of
/// a replication together but must not slow each of them down, as mixing a hazard does. With C the
/// fitted cumulative hazard, C' = shape (exp(C / shape) - 1) is what has to be mixed: then
/// E exp(-v C') = (1 + C' / shape)^-shape = exp(-C), exactly. The case leaves when v C' = e.
[[nodiscard]] double needed_hazard(double exponential, double speed, double shape);

}  // namespace runout::regime
