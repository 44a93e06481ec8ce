// A what-if in a terminal and as JSON.
#pragma once

#include <iosfwd>
#include <string>

#include "runout/forecast/whatif/comparison.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// What is changed, the lines that change with their dates and losses before and after, and what it
/// is worth in money.
void print_comparison(std::ostream& out, const forecast::Comparison& comparison,
                      const TextStyle& style);

/// The object of `runout whatif --format json`, described in docs/reference/whatif-json.md.
[[nodiscard]] std::string comparison_json(const forecast::Comparison& comparison);

}  // namespace runout::report
