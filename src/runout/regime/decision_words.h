// Which events of applications are decisions, as the forecast means it.
#pragma once

#include <string_view>

namespace runout::regime {

/// Whether the event ends a review: a return counts, filing does not, and being superseded by
/// another application is no decision.
[[nodiscard]] bool is_decision(std::string_view event);

}  // namespace runout::regime
