// Alerts: lines whose chance of an early run-out has crossed a threshold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/moved/saved.h"

namespace runout::forecast {

/// A chance of at least `p` to run out within `days`.
struct Alert {
  std::string text;  ///< "p=0.2,days=30"
  double p = 0.0;    ///< above 0, at most 1
  Day days = 0;      ///< 1 or more
};

/// Reads "p=0.2,days=30", either part first; nothing for other words.
[[nodiscard]] std::optional<Alert> read_alert(std::string_view text);

/// A line that has crossed the threshold.
struct FiredAlert {
  std::string line;
  double p = 0.0;
  std::optional<double> standard_error;
  /// In the last saved forecast; nothing: it did not have the line, or looked less far ahead.
  std::optional<double> p_before;
  Date by;              ///< last day of those looked at
  std::string culprit;  ///< the licence most to blame, else the order; empty: none
};

/// Lines at or above the threshold that were below it, or not there, in `last` (null: there is
/// none). The days lie within the horizon.
[[nodiscard]] std::vector<FiredAlert> find_fired(const Alert& alert, const Forecast& forecast,
                                                 const SavedForecast* last);

}  // namespace runout::forecast
