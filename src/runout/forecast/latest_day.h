// Until when one licence may come without costing any line a day, in one network.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runout/flow/simulate.h"
#include "runout/forecast/standing.h"

namespace runout::forecast {

/// The latest day on which one application's licence may be in hand, day 0 being the as-of day,
/// such that no run-out comes earlier than if it were granted on the as-of day; day 0 where every
/// day does harm. Nothing where even a licence that never comes does none: it has no latest day.
struct LatestDay {
  std::optional<Day> all_lines;
  std::vector<std::optional<Day>> by_line;  ///< [network line] counting this line alone
  friend bool operator==(const LatestDay&, const LatestDay&) = default;
};

/// Finds it as if every day 0..horizon were simulated and the latest harmless one taken: the effect
/// need not be monotone (a change-over may make a late licence harmless again). Days of which it
/// can be known without that they do harm are not simulated.
///
/// `base`    [network line] outcomes to be kept; a run-out before them is harm. For need-by those
///           if everything pending is granted on the as-of day, of this network or of one with
///           other lanes
/// `others`  what all other open cases do meanwhile
[[nodiscard]] LatestDay find_latest_day(const flow::Network& network,
                                        const std::vector<Standing>& standings,
                                        const std::vector<flow::LineOutcome>& base,
                                        std::size_t application,
                                        OpenCases others = OpenCases::granted_today);

/// Outcomes [network line] if the application is granted on the as-of day and all other open cases
/// do as `others` says.
[[nodiscard]] std::vector<flow::LineOutcome> grant_today(const flow::Network& network,
                                                         const std::vector<Standing>& standings,
                                                         std::size_t application, OpenCases others);

}  // namespace runout::forecast
