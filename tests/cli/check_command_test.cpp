#include "runout/cli/check_command.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/ran.h"
#include "runout/base/error.h"

namespace runout::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class CheckCommand : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(book_);
    fs::copy(fs::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed" / "base", book_);
  }
  void TearDown() override { fs::remove_all(book_); }
  void add(const char* file, const char* rows) {
    std::ofstream{book_ / file, std::ios::app} << rows;
  }

  fs::path book_ = fs::path{testing::TempDir()} / ("check-command-" + std::to_string(::getpid()));
};

TEST_F(CheckCommand, SaysHowMuchASoundBookHolds) {
  const Ran answer = run_runout({"check", book_});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(answer.out, "0 errors, 0 warnings in " + book_.string() +
                            "; 3 items, 2 sites, 1 line, 2 orders, 2 applications, 3 events, as of "
                            "2025-06-30\n");
}

TEST_F(CheckCommand, LeavesExitCodeZeroForWarnings) {
  add("events.csv", "E-9,A-1,2025-06-10,,,promised,2025-06-12,,,,,,\n");
  const Ran answer = run_runout({"check", book_, "--as-of", "2025-06-30"});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.err, HasSubstr("warning: events.csv:5: "));
}

TEST_F(CheckCommand, ListsErrorsOnStandardErrorAndExitsWithOne) {
  add("orders.csv", "O-9,MAG-1,SUP,PLANT,\"12,5x\",2025-07-20,SEA,A-1,,\n");
  const Ran answer = run_runout({"check", book_});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_EQ(answer.err, "orders.csv:4: quantity: '12,5x' is not a number\n");
  EXPECT_THAT(answer.out, HasSubstr("1 error, 0 warnings in "));
}

TEST_F(CheckCommand, RefusesABookForRowsThatWereNotKnownYet) {
  add("events.csv", "E-9,A-7,2025-07-10,,,filed,,,,2025-07-10,,,\n");
  EXPECT_EQ(run_runout({"check", book_, "--as-of", "2025-06-30"}).exit_code, 1);
}

TEST_F(CheckCommand, PrintsTheFirstTwoHundredErrorsAndTheCount) {
  std::string rows;
  for (int i = 0; i < 210; ++i) rows += "O-" + std::to_string(100 + i) + ",MAG-1,SUP,PLANT,x\n";
  add("orders.csv", rows.c_str());
  const Ran answer = run_runout({"check", book_});
  EXPECT_EQ(std::ranges::count(answer.err, '\n'), 201);
}

TEST_F(CheckCommand, WritesOneJsonDocument) {
  add("orders.csv", "O-9,12345,SUP,PLANT,1,2025-07-20,SEA,A-1,,\n");
  const Ran answer = run_runout({"check", book_, "--format", "json"});
  EXPECT_EQ(answer.exit_code, 1);
  const auto document = nlohmann::ordered_json::parse(answer.out);
  EXPECT_EQ(document["as_of"], "2025-06-30");
  ASSERT_EQ(document["errors"].size(), 1U);
  EXPECT_EQ(document["errors"][0].dump(),
            R"({"code":"unknown_reference","where":"orders.csv:4","file":"orders.csv","row":4,)"
            R"("column":"item","message":"'12345' is unknown","help":"did you mean '0012345'?"})");
  EXPECT_TRUE(document["warnings"].empty());
}

TEST_F(CheckCommand, RefusesAWrongCommandLineWithTwo) {
  EXPECT_EQ(run_runout({"check", book_, "--format", "yaml"}).exit_code, 2);
  EXPECT_EQ(run_runout({"check", book_, "--as-of", "30.06.2025"}).exit_code, 2);
  const Ran misspelt = run_runout({"check", book_, "--fromat", "json"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean '--format'?"));
}

TEST_F(CheckCommand, SaysThatABookIsNotThere) {
  try {
    static_cast<void>(run_runout({"check", (book_ / "elsewhere").string()}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::not_found);
  }
}

}  // namespace
}  // namespace runout::cli
