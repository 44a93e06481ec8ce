// The terminal face of an explanation.
#pragma once

#include <iosfwd>

#include "runout/regime/explain/explanation.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// Writes the answer, the bridge in days from the average application to this one with a little
/// chart, the ways it may end with what moves them, the similar decided cases, and the flags. No
/// line is wider than the style says.
void print_explanation(std::ostream& out, const regime::Explanation& explanation,
                       const TextStyle& style);

}  // namespace runout::report
