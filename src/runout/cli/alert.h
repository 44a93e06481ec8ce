// Alerts: lines whose chance of an early run-out has crossed a threshold.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/moved/saved.h"

namespace runout::cli {

/// "p=0.2,days=30": a chance of at least `p` to run out within `days`.
struct Alert {
  std::string text;
  double p = 0.0;
  Day days = 0;
};

/// Reads it. Throws CLI::ValidationError that shows a right one; `days` lie within the horizon.
[[nodiscard]] Alert read_alert(const std::string& text, Day horizon);

/// A line that has crossed the threshold.
struct FiredAlert {
  std::string line;
  double p = 0.0;
  std::optional<double> p_before;  ///< in the last saved forecast; nothing: there is none of it
  Date by;                         ///< last day of those looked at
  std::string culprit;             ///< the licence most to blame, else the order; empty: none
};

/// Lines at or above the threshold that were below it, or not there, in `last`.
[[nodiscard]] std::vector<FiredAlert> find_fired(const Alert& alert,
                                                 const forecast::Forecast& forecast,
                                                 const forecast::SavedForecast* last);

void print_fired(std::ostream& out, const Alert& alert, const std::vector<FiredAlert>& fired,
                 const forecast::SavedForecast* last);
[[nodiscard]] std::string fired_json(const Alert& alert, const std::vector<FiredAlert>& fired,
                                     const forecast::Forecast& forecast,
                                     const forecast::SavedForecast* last);

}  // namespace runout::cli
