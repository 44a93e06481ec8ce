// `runout import BOOK [SOURCE]`: brings rows in, after showing what would change.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_import_command(CLI::App& app, Console& console);

}  // namespace runout::cli
