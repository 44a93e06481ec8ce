#include "runout/cli/forecast_command.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/ran.h"
#include "runout/base/error.h"

namespace runout::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string kBook =
    (fs::path{RUNOUT_SOURCE_DIR} / "tests/scenarios/vectors/01/book").string();
const std::string kDecisions =
    (fs::path{RUNOUT_SOURCE_DIR} / "tests/scenarios/vectors/01/decisions.csv").string();

Ran run_forecast(std::vector<std::string> words) {
  words.insert(words.begin(), "forecast");
  return run_runout(words);
}

std::vector<std::string> keys_of(const nlohmann::ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

/// The first keys, as many as the contract has.
void expect_keys(const nlohmann::ordered_json& json, const std::vector<std::string>& contract) {
  std::vector<std::string> keys = keys_of(json);
  ASSERT_GE(keys.size(), contract.size());
  keys.resize(contract.size());
  EXPECT_EQ(keys, contract);
}

TEST(ForecastCommand, GivesTheKeysOfTheContractInTheirOrder) {
  const Ran answer = run_forecast({kBook, "--decisions", kDecisions, "--as-of", "2025-06-12",
                                   "--horizon", "30", "--replications", "2", "--format", "json"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  const auto json = nlohmann::ordered_json::parse(answer.out);
  expect_keys(json, {"as_of", "horizon_days", "replications", "seed", "lines", "applications",
                     "unknown", "warnings"});
  const auto& line = json["lines"][0];
  expect_keys(line, {"line", "site", "items", "p_runout_within", "run_out", "p_stop_within", "stop",
                     "restart", "dates", "act_by", "expected_lost_units", "expected_stop_days",
                     "expected_loss", "blame", "components"});
  EXPECT_EQ(keys_of(line["expected_loss"]), (std::vector<std::string>{"mean", "se", "currency"}));
  EXPECT_EQ(line["p_runout_within"].size(), 30U);
  EXPECT_EQ(line["p_runout_within"][0]["days"], 1);
  const auto& application = json["applications"][0];
  expect_keys(application, {"application", "state", "waiting_working_days", "p_granted_within",
                            "granted_on", "p_refused", "promised_on", "need_by", "value"});
  expect_keys(application["value"], {"mean", "se", "currency"});
  EXPECT_EQ(json["values"]["replications"], 2);
  EXPECT_TRUE(json["bundles"].is_array());
}

TEST(ForecastCommand, TellsWhatPromisesWereWorthOnAllFaces) {
  const std::string book = (fs::path{RUNOUT_SOURCE_DIR} / "examples/first-book").string();
  const fs::path page = fs::path{testing::TempDir()} / "promises.html";
  const Ran json =
      run_forecast({book, "--replications", "50", "--format", "json", "--report", page});
  ASSERT_EQ(json.exit_code, 0) << json.err;
  const auto promises = nlohmann::json::parse(json.out)["promises"];
  ASSERT_EQ(promises.size(), 1U);
  EXPECT_EQ(promises[0]["source"], "telephone call");
  EXPECT_EQ(promises[0]["judged"], 0);
  EXPECT_EQ(promises[0]["open"], 1);
  std::ifstream file{page};
  const std::string written{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_THAT(written, HasSubstr("What promised days were worth so far"));
  EXPECT_THAT(run_forecast({book, "--replications", "50"}).out,
              HasSubstr("Promised days from telephone call"));
  fs::remove(page);
}

TEST(ForecastCommand, RefusesWrongOptionsWithWhatIsValid) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{kBook, "--horizon", "0"}, "1"},
      {{kBook, "--horizon", "3651"}, "3650"},
      {{kBook, "--replications", "0"}, "1000000"},
      {{kBook, "--replications", "ten"}, "ten"},
      {{kBook, "--as-of", "2025-02-30"}, "'2025-02-30' is not a date like 2025-06-30"},
      {{kBook, "--format", "xml"}, "json"},
      {{kBook, "--unknown", "maybe"}, "controlled"},
      {{kBook, "--report", "report.pdf"}, "does not end in .html or .xlsx"},
      {{kBook, "--horizn", "30"}, "--horizon"},
      {{}, "BOOK"},
  };
  for (const auto& [arguments, message] : wrong) {
    const Ran answer = run_forecast(arguments);
    EXPECT_EQ(answer.exit_code, 2) << message;
    EXPECT_THAT(answer.err, HasSubstr(message));
    EXPECT_EQ(answer.out, "");
  }
}

TEST(ForecastCommand, PrintsNothingOnStandardOutputWhenDecisionsAreFaulty) {
  const std::string path = (fs::path{testing::TempDir()} / "faulty-decisions.csv").string();
  std::ofstream{path} << "application,decided_on,outcome\nA99,2025-07-01,granted\nA3,soon,yes\n";
  const Ran answer = run_forecast({kBook, "--decisions", path, "--as-of", "2025-06-12",
                                   "--replications", "1", "--format", "json"});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_EQ(answer.out, "");
  EXPECT_THAT(answer.err, HasSubstr("faulty-decisions.csv:2: application: 'A99' is unknown"));
  EXPECT_THAT(answer.err, HasSubstr("faulty-decisions.csv:3: decided_on: 'soon'"));
  fs::remove(path);
}

TEST(ForecastCommand, SaysThatABookOrAFileIsNotThere) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"no-such-book"}, {kBook, "--decisions", "no-such-file.csv"}}) {
    try {
      (void)run_forecast(arguments);
      ADD_FAILURE() << "not refused";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found);
      EXPECT_THAT(error.what(), HasSubstr("no-such-"));
    }
  }
}

TEST(ForecastCommand, RefusesAReportInAFolderThatIsNotThereBeforeTheWork) {
  try {
    (void)run_forecast(
        {kBook, "--report", "no-such-folder/report.html", "--decisions", "no-such-file"});
    ADD_FAILURE() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::forbidden);
    EXPECT_THAT(error.what(), HasSubstr("there is no folder 'no-such-folder'"));
  }
}

TEST(ForecastCommand, TellsOnlyTheCauseOfFaultyDecisions) {
  const std::string path = (fs::path{testing::TempDir()} / "faulty.csv").string();
  const std::string header = "application,decided_on,outcome\n";
  const std::vector<std::pair<std::string, std::string>> faulty{
      {header + "M\xFCller,2025-07-01,granted\n",
       "faulty.csv:2: text that is not UTF-8; save the file as 'CSV UTF-8' (it may be in "
       "Windows-1252)\n"},
      {header + "\"A3,soon\n",
       "faulty.csv:2: a quote is opened and never closed; close it, or double a quote that belongs "
       "to the text\n"},
      {header + "A99,soon\n",
       "faulty.csv:2: 2 fields where the header has 3; quote a field that holds a separator\n"}};
  for (const auto& [text, line] : faulty) {
    std::ofstream{path, std::ios::binary} << text;
    const Ran answer = run_forecast({kBook, "--decisions", path, "--as-of", "2025-06-12"});
    EXPECT_EQ(answer.exit_code, 1);
    EXPECT_EQ(answer.err, line);
  }
  fs::remove(path);
}

TEST(ForecastCommand, WritesReportsWhole) {
  for (const char* name : {"forecast-report.html", "forecast-report.xlsx"}) {
    const fs::path path = fs::path{testing::TempDir()} / name;
    const Ran answer =
        run_forecast({kBook, "--decisions", kDecisions, "--as-of", "2025-06-12", "--horizon", "30",
                      "--replications", "2", "--report", path.string()});
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_GT(fs::file_size(path), 1000U);
    fs::remove(path);
  }
}

}  // namespace
}  // namespace runout::cli
