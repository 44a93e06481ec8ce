// `runout forecast BOOK`: which line runs out, when, how sure, and which licence is to blame.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

/// Adds the command to the program. Its callback throws Error for what ends it.
void add_forecast_command(CLI::App& app, Console& console);

}  // namespace runout::cli
