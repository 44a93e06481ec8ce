// Waiting times on which decisions pile up: limits that offices keep, wherever they come from.
#pragma once

#include <cstdint>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/spells.h"

namespace runout::regime {

/// Days of waiting whose rate of decisions is at least twice that of the days around them, beyond
/// doubt (five decisions, and a likelihood ratio that chance reaches once in a million days);
/// ascending, the eight clearest of them. Looks at what ended in the three years up to `as_of`, in
/// a fixed sample where there is much: a spike that matters is seen in 20,000 spells. Events of
/// which only an interval is known are left out. Days on which every bin is a day wide
/// (duration_bins.h) need no mark of their own and are not looked at.
[[nodiscard]] std::vector<std::int32_t> find_spikes(const SpellTable& table, Date as_of);

}  // namespace runout::regime
