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

}  // namespace runout::regime
