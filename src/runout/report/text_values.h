// Which licences to press for first, in a terminal.
#pragma once

#include <iosfwd>

#include "runout/forecast/forecast.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// The three most valuable licences of each currency and the bundles; nothing where none is worth
/// anything or values were not asked for.
void print_values(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style);

}  // namespace runout::report
