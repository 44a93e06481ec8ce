// `runout undo BOOK`: takes the last import back.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_undo_command(CLI::App& app, Console& console);

}  // namespace runout::cli
