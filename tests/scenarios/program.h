// Running the built program and collecting what it says.
#pragma once

#include <string>
#include <vector>

namespace runout::scenarios {

struct ProgramResult {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// Runs the program with the arguments, without a shell, and waits for it.
[[nodiscard]] ProgramResult run_program(const std::vector<std::string>& arguments);

/// The whole content of a file; empty when it is not there.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace runout::scenarios
