// The day on which the tests look at records.
#pragma once

#include "runout/base/dates.h"

namespace runout::regime {

/// A Monday.
inline const Date kAsOf = parse_date("2025-06-30");

}  // namespace runout::regime
