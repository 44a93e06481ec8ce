// `runout convert SOURCE TARGET`: copies a book into another form, losing nothing.
#pragma once

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"

namespace runout::cli {

void add_convert_command(CLI::App& app, Console& console);

}  // namespace runout::cli
