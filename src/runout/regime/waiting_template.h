// The prior's waiting times moved to where the records are: an office a few times faster or slower
// than expected has the same pattern of waits, earlier or later.
#pragma once

#include <vector>

#include "runout/regime/cells/cell_table.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {

/// The prior with all its times multiplied by exp(shift).
[[nodiscard]] WaitingPrior move_prior(const WaitingPrior& prior, double shift);

/// Log hazard of the prior's template in each bin, [bin].
[[nodiscard]] std::vector<double> template_offset(const DurationBins& bins,
                                                  const WaitingPrior& prior);

/// The most likely shift of the prior given the cells, where before any record it is normal with
/// mean 0 and deviation WaitingPrior::location_spread. Calendar and covariates are left out: what
/// they do is small against what is learnt here. Without records 0. O(bins), some 60 times.
[[nodiscard]] double find_shift(const CellTable& cells, const WaitingPrior& prior);

}  // namespace runout::regime
