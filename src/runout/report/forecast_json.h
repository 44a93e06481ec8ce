// The forecast as the JSON of the contract.
#pragma once

#include <iosfwd>
#include <string>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// One JSON object, keys in the order of the contract, extra keys after them; dates are ISO text,
/// a date beyond the horizon is null, all keys are always there. Ends with a line end. Text that is
/// not UTF-8 is mended, never refused.
/// Written piece by piece: that of a large book is larger than memory.
void write_forecast_json(std::ostream& out, const forecast::Forecast& forecast);
[[nodiscard]] std::string forecast_json(const forecast::Forecast& forecast);

}  // namespace runout::report
