// The JSON of a backtest, for programs that compare.
#pragma once

#include <string>

#include "runout/regime/backtest/backtest.h"

namespace runout::report {

/// Settings, replayed and skipped dates, and for every method its scores: pooled and by date.
[[nodiscard]] std::string backtest_json(const regime::backtest::Backtest& backtest);

}  // namespace runout::report
