// Runs the command line inside the test program.
#pragma once

#include <string>
#include <vector>

namespace runout::cli {

struct Ran {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// What `runout WORDS` prints and ends with.
[[nodiscard]] Ran run_runout(std::vector<std::string> words);

}  // namespace runout::cli
