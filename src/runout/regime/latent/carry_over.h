// Where a fit begins when nearly the same records have been fitted before.
#pragma once

#include "runout/regime/cells/duration_bins.h"
#include "runout/regime/latent/field_fit.h"

namespace runout::regime {

/// The mode of `before` on another layout: periods counted from the newest, bins by the waiting
/// time they begin with, effects by their number; what is new begins at 0. A starting point only:
/// the fit that begins there ends where any other would.
[[nodiscard]] ArrowVector carry_over(const FieldPosterior& before, const DurationBins& bins_before,
                                     const Layout& layout, const DurationBins& bins);

}  // namespace runout::regime
