// Every folder of tests/scenarios/cases is a book worked by hand: the program must say what its
// expected.json says.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runout/base/text.h"
#include "scenarios/json_match.h"
#include "scenarios/program.h"

namespace runout::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> find_cases() {
  std::vector<std::string> names;
  for (const auto& entry :
       fs::directory_iterator{fs::path{RUNOUT_SOURCE_DIR} / "tests/scenarios/cases"}) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, GivesWhatWasWorkedByHand) {
  const fs::path folder = fs::path{RUNOUT_SOURCE_DIR} / "tests/scenarios/cases" / GetParam();
  std::vector<std::string> arguments{"forecast", (folder / "book").string()};
  for (std::string& word : split_words(trim(read_file((folder / "arguments.txt").string())))) {
    arguments.push_back(std::move(word));
  }
  if (fs::exists(folder / "decisions.csv")) {
    arguments.insert(arguments.end(), {"--decisions", (folder / "decisions.csv").string()});
  }
  arguments.insert(arguments.end(), {"--format", "json"});
  const ProgramResult result = run_program(arguments);

  auto expected = nlohmann::json::parse(read_file((folder / "expected.json").string()));
  const int exit_code = expected.value("exit", expected.contains("expected_error") ? 1 : 0);
  EXPECT_EQ(result.exit_code, exit_code) << result.err;
  if (expected.contains("expected_error")) {
    EXPECT_NE(result.err.find(expected["expected_error"].get<std::string>()), std::string::npos)
        << result.err;
    EXPECT_EQ(result.out, "");
    return;
  }
  expected.erase("exit");
  ASSERT_EQ(result.exit_code, exit_code);
  for (const std::string& difference :
       find_differences(expected, nlohmann::json::parse(result.out))) {
    ADD_FAILURE() << difference;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Scenario, testing::ValuesIn(find_cases()),
                         [](const testing::TestParamInfo<std::string>& row) {
                           std::string name = row.param;
                           std::ranges::replace_if(
                               name, [](char c) { return c == '-' || c == '.' || c == ' '; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace runout::scenarios
