// The terminal face of `runout backtest`.
#pragma once

#include <iosfwd>

#include "runout/regime/backtest/backtest.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// Writes the answer in a sentence, the table of methods (the best of each column with a star), a
/// row for every replayed date, and why dates were skipped.
void print_backtest(std::ostream& out, const regime::backtest::Backtest& backtest,
                    const TextStyle& style);

}  // namespace runout::report
