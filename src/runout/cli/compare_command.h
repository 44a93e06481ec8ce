// runout compare: what moved the run-out dates between two forecasts.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_compare_command(CLI::App& app, Console& console);

}  // namespace runout::cli
