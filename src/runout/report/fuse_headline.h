// The sentences above the fuse: what stops first, when, unless what; and what to decide by when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// What a manager reads first. Whole sentences, the lead never empty.
struct Headline {
  std::string lead;               ///< what stops first, when, unless what is in hand by when
  std::string chance;             ///< how sure that is and what it rests on; may be empty
  std::vector<std::string> more;  ///< lines already down, what else to decide by when
};

[[nodiscard]] Headline write_headline(const forecast::Forecast& forecast);

/// The chance that the application is not in hand by the end of `day`; nothing when unknown.
[[nodiscard]] std::optional<double> chance_not_in_hand(
    const forecast::Forecast& forecast, const forecast::ApplicationForecast& application, Date day);

}  // namespace runout::report
