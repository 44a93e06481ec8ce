// On which days of the week decisions fall.
#pragma once

#include <vector>

#include "runout/base/dates.h"

namespace runout::regime {

/// Openness of the seven days of the week, Sunday first, with mean 1, from the days on which
/// decisions fell (recent ones count more). Without decisions: an office open from Monday to
/// Friday. A weekend on which something was decided is never quite closed.
[[nodiscard]] std::vector<double> learn_weekdays(const std::vector<Date>& decisions, Date as_of);

}  // namespace runout::regime
