// What a command talks to: two streams, how rich they are, and the exit code it leaves.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>

#include "runout/base/diagnostics.h"

namespace runout::cli {

/// Exit codes of the contract.
inline constexpr int kDone = 0;
inline constexpr int kDataProblems = 1;
inline constexpr int kWrongCommandLine = 2;
inline constexpr int kOtherFailure = 3;
inline constexpr int kAlert = 4;

struct Console {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  bool quiet = false;       ///< --quiet: no progress
  bool utf8 = true;         ///< the locale can show more than ASCII
  std::size_t width = 100;  ///< columns of the terminal
  int exit_code = kDone;
};

/// Prints diagnostics, one line each, to `err`: the first 200, then how many more. Errors before
/// warnings. Sets exit code 1 when there are errors; returns whether there are.
bool print_problems(Console& console, const Diagnostics& diagnostics);

/// Progress on `err`, on a terminal only: "forecast: 4,200 of 10,000 replications". An empty text
/// clears the line.
void show_progress(Console& console, std::string_view text);

}  // namespace runout::cli
