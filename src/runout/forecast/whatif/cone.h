// What a change can reach: the lines that may do otherwise in the changed network.
#pragma once

#include <vector>

#include "runout/forecast/section.h"

namespace runout::forecast {

/// [line of `after`] 1 unless it and everything that its numbers depend on are the same in both
/// networks, so that the same decisions and random numbers end it the same. Both have the same
/// lines, named by their codes, and the same applications and policies.
[[nodiscard]] std::vector<char> find_changed_lines(const Sections& before, const Sections& after);

}  // namespace runout::forecast
