// The day on which the tests look at books.
#pragma once

#include "runout/base/dates.h"

namespace runout::forecast {

inline const Date kMonday = parse_date("2025-06-30");

}  // namespace runout::forecast
