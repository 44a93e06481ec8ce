#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "cli/ran.h"
#include "runout/base/error.h"
#include "runout/cli/commands.h"

namespace runout::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class DecisionsCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("runout-decisions-" + std::to_string(getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
  }

  [[nodiscard]] static Ran run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "decisions");
    return run_runout(arguments);
  }

 private:
  std::filesystem::path folder_;
};

constexpr const char* kCases =
    "id,submitted,decided,outcome,team\n"
    "A,2025-03-03,2025-04-15,granted,north\n"
    "B,2025-03-10,2025-05-02,refused,south\n"
    "C,2025-04-01,2025-05-20,granted,north\n"
    "D,2025-05-05,,,south\n"
    "E,2025-06-02,,,north\n"
    "F,2025-07-02,,,north\n";

TEST_F(DecisionsCommand, PrintsTheJsonOfTheContract) {
  const Ran ran = run({write("cases.csv", kCases), "--as-of", "2025-06-30", "--horizon", "30",
                       "--draws", "200", "--format", "json"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  const auto json = nlohmann::ordered_json::parse(ran.out);
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys,
              ::testing::ElementsAre("as_of", "horizon_days", "draws", "pending", "fleet",
                                     "assumptions", "flags", "k_hat", "contraction", "promises"));
  EXPECT_EQ(json["as_of"], "2025-06-30");
  EXPECT_EQ(json["horizon_days"], 30);
  EXPECT_EQ(json["draws"], 200);
  ASSERT_THAT(json["pending"], SizeIs(2));  // F was submitted later
  ASSERT_THAT(json["fleet"], SizeIs(30));
  EXPECT_EQ(json["fleet"][29]["days"], 30);
  for (const auto& pending : json["pending"]) {
    ASSERT_THAT(pending["any"], SizeIs(30));
    double before = 0.0;
    for (std::size_t day = 0; day < 30; ++day) {
      const double any = pending["any"][day];
      const double granted = pending["outcomes"]["granted"][day];
      const double refused = pending["outcomes"]["refused"][day];
      EXPECT_NEAR(any, granted + refused, 1e-12);
      EXPECT_GE(any, before);
      before = any;
    }
  }
}

TEST_F(DecisionsCommand, TakesTheLatestDateAsTheAsOfDay) {
  const Ran ran = run({write("cases.csv", kCases), "--horizon", "5", "--format", "json"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  EXPECT_EQ(nlohmann::json::parse(ran.out)["as_of"], "2025-07-02");
}

TEST_F(DecisionsCommand, PrintsATableForPeople) {
  const Ran ran = run({write("cases.csv", kCases), "--as-of", "2025-06-30"});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("2 cases pending at the end of Mon 30 Jun 2025."));
  EXPECT_THAT(ran.out, HasSubstr("Rests on 3 decisions seen.\n"));
}

TEST_F(DecisionsCommand, GivesTheSameBytesForAnyNumberOfThreads) {
  const std::string path = write("cases.csv", kCases);
  const Ran one = run({path, "--format", "json", "--threads", "1"});
  EXPECT_EQ(one.out, run({path, "--format", "json", "--threads", "7"}).out);
}

TEST_F(DecisionsCommand, ListsAllFaultsAndPrintsNothing) {
  const Ran ran = run({write("cases.csv",
                             "id,submitted,decided,outcome\nA,2025-13-30,,\nB,2025-02-02,"
                             "2025-02-01,granted\n"),
                       "--format", "json"});
  EXPECT_EQ(ran.exit_code, kDataProblems);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "cases.csv:2: submitted: '2025-13-30' is not a date like 2025-06-30\n"
            "cases.csv:3: decided: '2025-02-01' is before the day of submission '2025-02-02'\n");
}

TEST_F(DecisionsCommand, NamesTheNearestCovariate) {
  const Ran ran = run({write("cases.csv", kCases), "--covariates", "teams"});
  EXPECT_EQ(ran.exit_code, kWrongCommandLine);
  EXPECT_THAT(ran.err, EndsWith("did you mean 'team'?\n"));
}

TEST_F(DecisionsCommand, RefusesCovariatesThatAreNoneWithThoseThatAre) {
  const std::string path = write("cases.csv", kCases);
  for (const std::string name : {"id", "submitted", "decided", "outcome"}) {
    const Ran ran = run({path, "--covariates", name});
    EXPECT_EQ(ran.exit_code, kWrongCommandLine);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err, "runout: --covariates: '" + name +
                           "' is not a covariate of this source; they are team\n");
  }
  EXPECT_EQ(run({path, "--covariates", "team,team"}).err,
            "runout: --covariates: 'team' stands there twice\n");
  const std::string bare = write("bare.csv", "id,submitted,decided,outcome\nA,2025-03-03,,\n");
  EXPECT_EQ(run({bare, "--covariates", "team"}).err,
            "runout: --covariates: 'team' is not a covariate of this source; it has none\n");
  const std::string book =
      (std::filesystem::path{RUNOUT_SOURCE_DIR} / "tests" / "malformed" / "base").string();
  EXPECT_EQ(run({book, "--covariates", "sector,submitted"}).err,
            "runout: --covariates: 'submitted' is not a covariate of this source; they are "
            "end_user_country, transit_country, sector, defence, past_recipient, holder, "
            "authority, filer, escalated\n");
  EXPECT_EQ(run({book, "--covariates", "sector,sector"}).exit_code, kWrongCommandLine);
  EXPECT_EQ(run({"--covariates", "team", path, "--draws", "2"}).exit_code, kDone);
}

TEST_F(DecisionsCommand, TellsOnlyTheCauseOfAFaultyRowOrFile) {
  EXPECT_EQ(run({write("latin.csv", "id,submitted,decided,outcome\nM\xFCller,2025-03-03,,\n")}).err,
            "latin.csv:2: text that is not UTF-8; save the file as 'CSV UTF-8' (it may be in "
            "Windows-1252)\n");
  EXPECT_EQ(run({write("quote.csv", "id,submitted,decided,outcome\n\"A,2025-03-03,,\n")}).err,
            "quote.csv:2: a quote is opened and never closed; close it, or double a quote that "
            "belongs to the text\n");
  EXPECT_EQ(run({write("short.csv", "id,submitted,decided,outcome\nA,soon\n")}).err,
            "short.csv:2: 2 fields where the header has 4\n");
}

TEST_F(DecisionsCommand, WarnsOfAFarDateThatMovesTheAsOfDay) {
  const std::string far = std::string{kCases} + "G,2025-07-01,2031-07-02,granted,north\n";
  const Ran ran = run({write("cases.csv", far), "--horizon", "3", "--draws", "2"});
  EXPECT_EQ(ran.exit_code, kDone);
  EXPECT_EQ(ran.err,
            "warning: cases.csv:8: decided: '2031-07-02' is more than a year after everything else "
            "became known; without --as-of the latest such day is the as-of day; is the year "
            "right?\n");
  const Ran refused = run({write("cases.csv", std::string{kCases} + "G,9999-12-31,,,north\n")});
  EXPECT_EQ(refused.exit_code, kDataProblems);
  EXPECT_THAT(refused.err,
              HasSubstr("cases.csv:8: submitted: '9999-12-31' would be the as-of day"));
}

/// The first book, whose supplier named a day for A-1 by telephone.
const std::string kPromising =
    (std::filesystem::path{RUNOUT_SOURCE_DIR} / "examples/first-book").string();

TEST_F(DecisionsCommand, TellsWhatPromisesWereWorth) {
  const Ran text = run({kPromising, "--draws", "50", "--horizon", "30"});
  ASSERT_EQ(text.exit_code, kDone) << text.err;
  EXPECT_THAT(text.out, HasSubstr("Promised days from telephone call: none could be judged yet"));
  const Ran ran = run({kPromising, "--draws", "50", "--horizon", "30", "--format", "json"});
  const auto json = nlohmann::json::parse(ran.out);
  ASSERT_THAT(json["promises"], SizeIs(1));
  EXPECT_EQ(
      json["promises"][0],
      (nlohmann::json{
          {"source", "telephone call"}, {"judged", 0}, {"kept", 0}, {"open", 1}, {"holds", 0.2}}));
}

TEST_F(DecisionsCommand, WritesWhatReportsDoAsAPage) {
  const std::string page = write("page.html", "");
  EXPECT_EQ(run({kPromising, "--report", page}).exit_code, kWrongCommandLine);
  const Ran ran = run({kPromising, "--draws", "50", "--explain-evidence", "--report", page});
  ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  std::ifstream file{page};
  const std::string written{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_THAT(written, HasSubstr("What the aggregate reports do"));
  EXPECT_THAT(written, EndsWith("</html>\n"));
}

TEST_F(DecisionsCommand, RefusesAFileThatIsNotThere) {
  EXPECT_THROW((void)run({"/nowhere/book"}), Error);
}

TEST_F(DecisionsCommand, RefusesNumbersOutOfRange) {
  const std::string path = write("cases.csv", kCases);
  EXPECT_EQ(run({path, "--horizon", "0"}).exit_code, kWrongCommandLine);
  EXPECT_EQ(run({path, "--as-of", "2025-02-30"}).exit_code, kWrongCommandLine);
  EXPECT_EQ(run({path, "--format", "xml"}).exit_code, kWrongCommandLine);
  EXPECT_EQ(run({path, "--horizn", "3"}).exit_code, kWrongCommandLine);
}

TEST_F(DecisionsCommand, AsksForADayWhenThereIsNoCase) {
  const std::string path = write("cases.csv", "id,submitted,decided,outcome\n");
  const Ran none = run({path});
  EXPECT_EQ(none.exit_code, kDataProblems);
  EXPECT_EQ(none.err, "cases.csv: holds no case; give --as-of to ask all the same\n");
  const Ran asked = run({path, "--as-of", "2025-06-30", "--horizon", "2", "--format", "json"});
  EXPECT_EQ(asked.exit_code, kDone);
  EXPECT_THAT(nlohmann::json::parse(asked.out)["pending"], SizeIs(0));
}

}  // namespace
}  // namespace runout::cli
