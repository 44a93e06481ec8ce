// `runout backtest`: how good the forecast would have been, on one's own history.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_backtest_command(CLI::App& app, Console& console);

}  // namespace runout::cli
