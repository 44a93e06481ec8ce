// The plain scan: every day of the horizon simulated on its own. Slow, and written from the
// definition, to compare with.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/forecast/latest_day.h"

namespace runout::forecast {

[[nodiscard]] LatestDay scan_all_days(const flow::Network& network,
                                      const std::vector<Standing>& standings,
                                      const std::vector<flow::LineOutcome>& base,
                                      std::size_t application);

/// Outcomes [network line] with the licence in hand on the day and all other open cases granted on
/// the as-of day.
[[nodiscard]] std::vector<flow::LineOutcome> follow_day(const flow::Network& network,
                                                        const std::vector<Standing>& standings,
                                                        std::size_t application, Day day);

}  // namespace runout::forecast
