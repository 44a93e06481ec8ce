// All commands of the program, and running one of them.
#pragma once

#include "runout/cli/console.h"

namespace runout::cli {

/// Parses the command line and runs its command; returns the exit code. A wrong command line gives
/// code 2, one line on `err` and the nearest valid word. Failures of commands are thrown as Error.
int run_command_line(int argc, const char* const* argv, Console& console);

}  // namespace runout::cli
