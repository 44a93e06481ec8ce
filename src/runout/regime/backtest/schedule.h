// The as-of days of a replay: from, to, and how often.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"

namespace runout::regime::backtest {

enum class StepUnit { days, weeks, months };

/// "30d", "2w" or "4m".
struct Step {
  int count = 30;
  StepUnit unit = StepUnit::days;
};

/// Reads a step of 1 to 9999 units; nothing on anything else.
[[nodiscard]] std::optional<Step> find_step(std::string_view text);

/// The days from, from + step, ... up to `to`. Months keep the day of the month; where a month is
/// too short for it, its last day. At most `most` days are given, the earliest.
[[nodiscard]] std::vector<Date> schedule(Date from, Date to, Step step, std::size_t most);

}  // namespace runout::regime::backtest
