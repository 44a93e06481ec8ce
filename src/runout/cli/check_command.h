// `runout check BOOK`: what is wrong or doubtful in a book.
#pragma once

#include "runout/cli/console.h"

namespace CLI {
class App;
}

namespace runout::cli {

/// Adds the command. It prints errors and warnings on `err`, one a line, and a summary on `out`;
/// with --format json one document on `out`. Warnings alone leave exit code 0.
void add_check_command(CLI::App& app, Console& console);

}  // namespace runout::cli
