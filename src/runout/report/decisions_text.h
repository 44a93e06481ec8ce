// The terminal face of `runout decisions`: what a licence manager asks on a Monday morning.
#pragma once

#include <iosfwd>

#include "runout/regime/decision_forecast.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// Writes a row for every pending case (where it stands, the chance of a decision within 14, 30, 60
/// and 90 days, the days by which it is decided with 10, 50 and 90 %, its likeliest outcome), then
/// how many of them will be decided by when, then what the forecast rests on. Of more than 60 cases
/// those are shown that have the earliest median; the source's order is kept.
void print_decisions(std::ostream& out, const regime::DecisionForecast& forecast,
                     const TextStyle& style);

}  // namespace runout::report
