// `runout decisions`: when each pending case is decided and how, from a book or a plain file.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_decisions_command(CLI::App& app, Console& console);

}  // namespace runout::cli
