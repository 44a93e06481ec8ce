// What moved since an earlier forecast, as JSON.
#pragma once

#include "runout/forecast/moved/moves.h"
#include "runout/report/json_parts.h"

namespace runout::report {

/// `{from, to, from_as_of, to_as_of, soon, replications, rows_that_differ, lines, ...}`
[[nodiscard]] Json to_json(const forecast::Movement& movement);

}  // namespace runout::report
