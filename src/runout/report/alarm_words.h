// Words of the contract for what became of an alarm.
#pragma once

#include "runout/forecast/moved/alarms.h"

namespace runout::report {

/// "open", "stopped", "averted" or "false".
[[nodiscard]] const char* outcome_word(forecast::AlarmOutcome outcome);

}  // namespace runout::report
