// Options of all commands that hold numbers and days: one form of refusal, exit code 2.
#include "runout/cli/options.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "cli/ran.h"

namespace runout::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const std::string kSmallBook =
    (fs::path{RUNOUT_SOURCE_DIR} / "tests/scenarios/vectors/01/book").string();

struct Whole {
  const char* option;
  const char* range;
  std::vector<const char*> commands;
};

class WholeNumber : public testing::TestWithParam<Whole> {};

TEST_P(WholeNumber, IsRefusedInOneForm) {
  const Whole& tested = GetParam();
  for (const char* command : tested.commands) {
    for (const std::string text : {"-1", "1.5", "1e4", "abc", "x", "", " 7", "+7", "0x10", "7 ",
                                   "18446744073709551616", "99999999999999999999999"}) {
      for (const bool joined : {false, true}) {
        std::vector<std::string> words{command, kSmallBook};
        if (joined) {
          words.push_back(std::string{tested.option} + "=" + text);
        } else {
          words.insert(words.end(), {tested.option, text});
        }
        if (joined && text.empty()) continue;  // "--seed=" has no value at all
        const Ran answer = run_runout(words);
        EXPECT_EQ(answer.exit_code, kWrongCommandLine) << command << " " << text;
        EXPECT_EQ(answer.err, std::string{"runout: "} + tested.option + ": '" + text +
                                  "' is not a whole number from " + tested.range + "\n");
        EXPECT_EQ(answer.out, "");
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, WholeNumber,
    testing::Values(Whole{"--seed", "0 to 18446744073709551615", {"forecast", "decisions"}},
                    Whole{"--threads", "1 to 1024", {"forecast", "decisions"}},
                    Whole{"--horizon", "1 to 3650", {"forecast", "decisions"}},
                    Whole{"--replications", "1 to 1000000", {"forecast"}},
                    Whole{"--draws", "1 to 1000000", {"decisions"}}));

TEST(WholeNumber, MayBeTheLeastAndTheMost) {
  EXPECT_EQ(read_whole("--n", "1", {1, 3650}), 1U);
  EXPECT_EQ(read_whole("--n", "3650", {1, 3650}), 3650U);
  EXPECT_THROW(static_cast<void>(read_whole("--n", "0", {1, 3650})), CLI::ValidationError);
  EXPECT_THROW(static_cast<void>(read_whole("--n", "3651", {1, 3650})), CLI::ValidationError);
  EXPECT_EQ(read_whole("--n", "18446744073709551615", {0, ~std::uint64_t{0}}), ~std::uint64_t{0});
}

TEST(Horizon, HasOneLimitInEveryCommand) {
  for (const char* command : {"forecast", "decisions"}) {
    EXPECT_EQ(run_runout({command, kSmallBook, "--as-of", "2025-06-12", "--horizon", "3650",
                          command == std::string{"forecast"} ? "--replications" : "--draws", "1"})
                  .exit_code,
              kDone);
    EXPECT_EQ(run_runout({command, kSmallBook, "--horizon", "3651"}).exit_code, kWrongCommandLine);
    EXPECT_THAT(run_runout({command, "--help"}).out, HasSubstr("1 to 3650"));
  }
}

TEST(AsOf, MustBeADayThatCanBeCounted) {
  for (const std::string command : {"forecast", "decisions", "check"}) {
    for (const std::string text : {"9999-12-31", "9000-01-01", "0000-12-31"}) {
      const Ran answer = run_runout({command, kSmallBook, "--as-of", text});
      EXPECT_EQ(answer.exit_code, kWrongCommandLine) << command << " " << text;
      EXPECT_EQ(answer.err, "runout: --as-of: '" + text +
                                "' is out of range; days are counted from 0001-01-01 to "
                                "8999-12-31\n");
    }
    for (const std::string text : {"8999-12-31", "0001-01-01"}) {
      std::vector<std::string> words{command, kSmallBook, "--as-of", text};
      if (command != "check") words.insert(words.end(), {"--horizon", "3650", "--format", "json"});
      if (command == "decisions") words.insert(words.end(), {"--draws", "30"});
      if (command == "forecast") words.insert(words.end(), {"--replications", "3"});
      const Ran answer = run_runout(words);
      EXPECT_EQ(answer.exit_code, kDone) << command << " " << text << ": " << answer.err;
      EXPECT_THAT(answer.out, testing::Not(testing::ContainsRegex("[0-9]{5}-[0-9][0-9]-")));
    }
  }
  EXPECT_EQ(run_runout({"import", kSmallBook, "--known-on", "9999-12-31"}).exit_code,
            kWrongCommandLine);
}

class FarBook : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(book_);
    fs::copy(fs::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed" / "base", book_);
  }
  void TearDown() override { fs::remove_all(book_); }
  void add(const char* file, const char* rows) const {
    std::ofstream{book_ / file, std::ios::app} << rows;
  }

  fs::path book_ = fs::path{testing::TempDir()} / ("far-book-" + std::to_string(::getpid()));
};

TEST_F(FarBook, IsToldWhenOneFarDayMovesTheDefault) {
  add("events.csv", "E-9,A-1,2025-06-10,,,promised,2025-06-12,,,2030-06-10,,,\n");
  const std::string line =
      "events.csv:5: known_on: '2030-06-10' is more than a year after everything else became known";
  EXPECT_THAT(run_runout({"check", book_}).err, HasSubstr("warning: " + line));
  EXPECT_THAT(run_runout({"check", book_, "--as-of", "2025-06-30"}).err, HasSubstr(line));
  const Ran answer = run_runout({"forecast", book_, "--replications", "2", "--format", "json"});
  EXPECT_THAT(answer.out, HasSubstr(R"("code": "known_day_far")"));
  EXPECT_THAT(answer.out, HasSubstr(R"("where": "events.csv:5")"));
}

TEST_F(FarBook, IsRefusedWhenTheDefaultCannotBeCounted) {
  add("events.csv", "E-9,A-1,2025-06-10,,,promised,2025-06-12,,,9999-12-31,,,\n");
  const std::string line =
      "events.csv:5: known_on: '9999-12-31' would be the as-of day, but days are counted from "
      "0001-01-01 to 8999-12-31 only; correct it, or give --as-of\n";
  for (const char* command : {"check", "forecast", "decisions"}) {
    const Ran answer = run_runout({command, book_});
    EXPECT_EQ(answer.exit_code, kDataProblems) << command;
    EXPECT_THAT(answer.err, HasSubstr(line)) << command;
    EXPECT_EQ(run_runout({command, book_, "--as-of", "2025-06-30"}).exit_code, kDone) << command;
  }
}

}  // namespace
}  // namespace runout::cli
