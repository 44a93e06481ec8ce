#include "runout/cli/commands.h"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace runout::cli {
namespace {

struct Wrong {
  std::vector<const char*> arguments;
  const char* message;
};

class WrongCommandLine : public testing::TestWithParam<Wrong> {};

TEST_P(WrongCommandLine, NamesTheNearestValidWord) {
  std::vector<const char*> arguments{"runout"};
  arguments.insert(arguments.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  EXPECT_EQ(run_command_line(static_cast<int>(arguments.size()), arguments.data(), console), 2);
  EXPECT_EQ(err.str(), std::string{"runout: "} + GetParam().message + "\n");
  EXPECT_EQ(out.str(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Commands, WrongCommandLine,
    testing::Values(Wrong{{}, "which command? see 'runout --help'"},
                    Wrong{{"forecst"}, "unknown command 'forecst'; did you mean 'forecast'?"},
                    Wrong{{"launch"}, "unknown command 'launch'; see 'runout --help'"},
                    Wrong{{"--verion"}, "unknown option '--verion'; did you mean '--version'?"},
                    Wrong{{"forecast", "book", "--horizn", "9"},
                          "unknown option '--horizn'; did you mean '--horizon'?"},
                    Wrong{{"undo", "book", "--frobnicate"},
                          "unknown option '--frobnicate'; see 'runout undo --help'"}));

}  // namespace
}  // namespace runout::cli
