// What aggregate reports do to a forecast, for the terminal.
#pragma once

#include <iosfwd>

#include "runout/regime/evidence/explain_evidence.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// One paragraph for all reports together, then one for each: what it says, of whom, what was
/// expected, how much it weighs and what the forecast would be without it.
void print_evidence(std::ostream& out, const regime::EvidenceExplanation& explanation,
                    const TextStyle& style);

}  // namespace runout::report
