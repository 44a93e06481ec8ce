// The state as it was on average over the calendar seen: what "usual pace" means.
#pragma once

#include "runout/regime/state_model.h"

namespace runout::regime {

/// A model whose futures have no ups and downs: pace, walk, drift and single weeks at their mean
/// over the periods in which cases were at risk, weighted by the decisions expected then, at the
/// mode. Draws of it share all other unknowns with those of `model`, number by number.
[[nodiscard]] StateModel at_long_run(const StateModel& model);

}  // namespace runout::regime
