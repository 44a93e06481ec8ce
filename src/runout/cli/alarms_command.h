// runout alarms: what became of alerts that fired.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_alarms_command(CLI::App& app, Console& console);

}  // namespace runout::cli
