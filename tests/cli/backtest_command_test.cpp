#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "cli/ran.h"
#include "runout/base/dates.h"
#include "runout/base/error.h"
#include "runout/cli/commands.h"

namespace runout::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class BacktestCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("runout-backtest-" + std::to_string(getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    std::string text = "id,submitted,decided,outcome,team\n";
    const Date first = parse_date("2024-01-01");
    for (int i = 0; i < 150; ++i) {
      const Date submitted = first + Days{2 * i};
      const Date decided = submitted + Days{15 + (i * 7) % 30};
      text += fmt::format("C{},{},{},granted,{}\n", i, to_string(submitted), to_string(decided),
                          i % 2 == 0 ? "north" : "south");
    }
    source_ = write("cases.csv", text);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
  }

  [[nodiscard]] static Ran run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "backtest");
    return run_runout(arguments);
  }

  /// A short replay of the cases with further options.
  [[nodiscard]] Ran replay(const std::vector<std::string>& more) const {
    std::vector<std::string> all{source_,      "--from",    "2024-05-01", "--to",
                                 "2024-08-01", "--horizon", "40",         "--horizons",
                                 "7,30",       "--draws",   "50"};
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  }

  std::filesystem::path folder_;
  std::string source_;
};

TEST_F(BacktestCommand, ReplaysAFileEveryThirtyDays) {
  const Ran ran = replay({"--format", "json", "--covariates", "team"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  ASSERT_THAT(json["dates"], SizeIs(4));
  EXPECT_EQ(json["dates"][1]["as_of"], "2024-05-31");
  ASSERT_THAT(json["methods"], SizeIs(5));
  EXPECT_EQ(json["methods"][0]["name"], "forecast");
  EXPECT_THAT(json["methods"][0]["by_date"], SizeIs(4));
}

TEST_F(BacktestCommand, PrintsATableForPeople) {
  const Ran ran = replay({"--baselines", "kaplan_meier,published_median"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Over 4 dates and "), HasSubstr("the two usual ways"),
                             HasSubstr("published median"), HasSubstr("as of")));
}

TEST_F(BacktestCommand, WritesAPage) {
  const std::string page = (folder_ / "page.html").string();
  const Ran ran = replay({"--report", page, "--every", "2m", "--baselines", "none"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  std::stringstream text;
  text << std::ifstream{page}.rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("Over 2 dates"));
}

TEST_F(BacktestCommand, GivesTheSameBytesForAnyNumberOfThreads) {
  const Ran one = replay({"--format", "json", "--baselines", "none", "--threads", "1"});
  const Ran four = replay({"--format", "json", "--baselines", "none", "--threads", "4"});
  ASSERT_EQ(one.exit_code, kDone) << one.err;
  EXPECT_TRUE(one.out == four.out);
}

TEST_F(BacktestCommand, CutsTheUsualHorizonsToTheHorizon) {
  const Ran ran = run({source_, "--from", "2024-06-01", "--to", "2024-06-01", "--horizon", "35",
                       "--draws", "20", "--format", "json"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  EXPECT_EQ(nlohmann::json::parse(ran.out)["settings"]["horizons"], (std::vector<int>{14, 30}));
}

TEST_F(BacktestCommand, ReplaysABook) {
  const std::string book =
      (std::filesystem::path{RUNOUT_SOURCE_DIR} / "examples" / "magnets-2025").string();
  const Ran ran = run({book, "--from", "2025-05-15", "--to", "2025-06-12", "--every", "2w",
                       "--horizon", "20", "--horizons", "7,14", "--draws", "50", "--format", "json",
                       "--least-decisions", "1", "--threads", "1"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["settings"]["observed_until"], "2025-06-30");
  EXPECT_THAT(json["dates"], SizeIs(3));
}

TEST_F(BacktestCommand, SaysOfEveryDateWhyItCannotBeReplayed) {
  const Ran ran = run({source_, "--from", "2023-12-01", "--to", "2024-01-30", "--every", "30d"});
  EXPECT_EQ(ran.exit_code, kDataProblems);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "runout: none of the dates can be replayed:\n"
            "2023-12-01: before the first record, of 2024-01-01\n"
            "2023-12-31: before the first record, of 2024-01-01\n"
            "2024-01-30: 2 decisions known then, 20 wanted\n");
}

TEST_F(BacktestCommand, ListsAllFaultsOfAFile) {
  const std::string path = write("wrong.csv",
                                 "id,submitted,decided,outcome\nA,2025-13-30,,\nB,2025-02-02,"
                                 "2025-02-01,granted\n");
  const Ran ran = run({path, "--from", "2025-01-01", "--to", "2025-02-01"});
  EXPECT_EQ(ran.exit_code, kDataProblems);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("wrong.csv:2: submitted"), HasSubstr("wrong.csv:3")));
}

TEST_F(BacktestCommand, RefusesAWrongCommandLine) {
  const struct {
    std::vector<std::string> options;
    const char* message;
  } cases[] = {
      {{"--to", "2024-01-01"}, "'2024-01-01' is before --from '2024-05-01'"},
      {{"--every", "30x"}, "'30x' is not a step like 30d, 2w or 4m"},
      {{"--baselines", "kaplan_maier"}, "did you mean 'kaplan_meier'?"},
      {{"--baselines", "none,kaplan_meier"}, "'none' stands alone"},
      {{"--baselines", "kaplan_meier,kaplan_meier"}, "stands there twice"},
      {{"--horizons", "30,7"}, "'7' does not fit"},
      {{"--horizons", "30,41"}, "'41' does not fit"},
      {{"--half", "3"}, "--half"},
      {{"--report", "page.xlsx"}, "does not end in .html"},
      {{"--covariates", "teem"}, "did you mean 'team'?"},
      {{"--from", "1900-01-01", "--every", "1d"}, "more than 1000 days"},
  };
  for (const auto& one : cases) {
    std::vector<std::string> all{source_};
    const bool has_from = one.options.front() == "--from";
    if (!has_from) all.insert(all.end(), {"--from", "2024-05-01"});
    if (one.options.front() != "--to") all.insert(all.end(), {"--to", "2024-08-01"});
    if (one.options.front() != "--horizon") all.insert(all.end(), {"--horizon", "40"});
    all.insert(all.end(), one.options.begin(), one.options.end());
    const Ran ran = run(all);
    EXPECT_EQ(ran.exit_code, kWrongCommandLine) << one.message;
    EXPECT_THAT(ran.err, HasSubstr(one.message));
  }
  EXPECT_EQ(run({source_, "--to", "2024-08-01"}).exit_code, kWrongCommandLine);
}

TEST_F(BacktestCommand, RefusesAPlaceWithoutAFolderBeforeTheWork) {
  try {
    static_cast<void>(replay({"--report", (folder_ / "no" / "page.html").string()}));
    FAIL() << "was not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::forbidden);
  }
}

}  // namespace
}  // namespace runout::cli
