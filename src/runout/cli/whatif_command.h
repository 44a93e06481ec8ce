// `runout whatif BOOK --change "..."`: the same futures with something changed.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_whatif_command(CLI::App& app, Console& console);

}  // namespace runout::cli
