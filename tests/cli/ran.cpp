#include "cli/ran.h"

#include <sstream>

#include "runout/cli/commands.h"

namespace runout::cli {

Ran run_runout(std::vector<std::string> words) {
  words.insert(words.begin(), "runout");
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  const int exit_code = run_command_line(static_cast<int>(argv.size()), argv.data(), console);
  return {exit_code, out.str(), err.str()};
}

}  // namespace runout::cli
