// Small random books with given decisions, worked out by two other programs that agree.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "scenarios/program.h"

namespace runout::scenarios {
namespace {

namespace fs = std::filesystem;

fs::path vectors() { return fs::path{RUNOUT_SOURCE_DIR} / "tests/scenarios/vectors"; }

std::vector<std::string> find_vectors() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{vectors()}) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

class FlowVector : public testing::TestWithParam<std::string> {};

TEST_P(FlowVector, IsReproducedExactly) {
  const fs::path folder = vectors() / GetParam();
  const auto expected = nlohmann::json::parse(read_file((folder / "expected.json").string()));
  const ProgramResult result = run_program({"forecast", (folder / "book").string(), "--decisions",
                                            (folder / "decisions.csv").string(), "--as-of",
                                            expected["as_of"].get<std::string>(), "--horizon",
                                            std::to_string(expected["horizon_days"].get<int>()),
                                            "--replications", "1", "--format", "json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto found = nlohmann::json::parse(result.out);
  EXPECT_EQ(found["as_of"], expected["as_of"]);
  EXPECT_EQ(found["basis"]["decisions_given"], true);
  ASSERT_EQ(found["lines"].size(), expected["lines"].size());
  for (const auto& line : found["lines"]) {
    const auto& wanted = expected["lines"][line["line"].get<std::string>()];
    SCOPED_TRACE(line["line"]);
    for (const char* word : {"run_out", "stop", "restart"}) {
      for (const char* quantile : {"p10", "p50", "p90"}) {
        EXPECT_EQ(line[word][quantile], wanted[word]) << word << ' ' << quantile;
      }
    }
    for (const char* date : {"stock_only", "secured", "if_granted_today"}) {
      EXPECT_EQ(line["dates"][date], wanted["dates"][date]) << date;
    }
    EXPECT_EQ(line["expected_lost_units"]["mean"], wanted["lost_units"]);
    EXPECT_EQ(line["expected_stop_days"]["mean"], wanted["stop_days"]);
    EXPECT_TRUE(line["expected_lost_units"]["se"].is_null());
  }
}

INSTANTIATE_TEST_SUITE_P(All, FlowVector, testing::ValuesIn(find_vectors()));

}  // namespace
}  // namespace runout::scenarios
