#include "runout/regime/case_file.h"

#include <gmock/gmock.h>

namespace runout::regime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> problems_of(std::string_view text,
                                     const std::vector<std::string>& covariates = {}) {
  Diagnostics diagnostics;
  (void)read_cases(text, "cases.csv", covariates, diagnostics);
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics) lines.push_back(to_line(diagnostic));
  return lines;
}

TEST(CaseFile, ReadsCasesInOrder) {
  Diagnostics diagnostics;
  const CaseFile file = read_cases(
      "id,submitted,decided,outcome,team\nA,2025-01-02,2025-02-03,granted,north\nB,2025-01-05,,,\n",
      "cases.csv", {"team"}, diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  ASSERT_THAT(file.cases, SizeIs(2));
  EXPECT_EQ(file.cases[0].decided, parse_date("2025-02-03"));
  EXPECT_EQ(file.cases[0].outcome, "granted");
  EXPECT_THAT(file.cases[0].covariates.all(), ElementsAre("north"));
  EXPECT_EQ(file.cases[1].decided, std::nullopt);
  EXPECT_EQ(latest_date(file), parse_date("2025-02-03"));
}

TEST(CaseFile, SharesTheCovariatesOfCasesThatAreAlike) {
  Diagnostics diagnostics;
  const CaseFile file = read_cases(
      "id,submitted,decided,outcome,team,land\nA,2025-01-02,,,1:n,\nB,2025-01-05,,,1,:n\n"
      "C,2025-01-05,,,1:n,\nD,2025-01-05,,, 1 ,:n\n",
      "cases.csv", {"team", "land"}, diagnostics);
  ASSERT_THAT(file.cases, SizeIs(4));
  EXPECT_THAT(file.cases[0].covariates.all(), ElementsAre("1:n", ""));
  EXPECT_THAT(file.cases[1].covariates.all(), ElementsAre("1", ":n"));
  EXPECT_EQ(file.cases[0].covariates.place(), file.cases[2].covariates.place());
  EXPECT_EQ(file.cases[1].covariates.place(), file.cases[3].covariates.place());
  EXPECT_NE(file.cases[0].covariates.place(), file.cases[1].covariates.place());
}

TEST(CaseFile, ReadsDaysBetweenWhichACaseWasDecided) {
  Diagnostics diagnostics;
  const std::string text =
      "id,submitted,decided,outcome,decided_earliest,decided_latest,team\n"
      "A,2025-01-02,,granted,2025-02-01,2025-02-11,north\n"
      "B,2025-01-05,2025-02-03,granted,2025-02-01,2025-02-11,north\n"
      "C,2025-01-05,,refused,2025-02-01,2025-02-01,north\n"
      "D,2025-01-05,,refused,2024-12-01,2025-01-07,north\n"
      "E,2025-01-05,,,,,north\n";
  const CaseFile file = read_cases(text, "cases.csv", {}, diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  ASSERT_THAT(file.cases, SizeIs(5));
  EXPECT_EQ(file.cases[0].decided, parse_date("2025-02-06"));
  ASSERT_TRUE(file.cases[0].between.has_value());
  EXPECT_EQ(file.cases[0].between->latest, parse_date("2025-02-11"));
  EXPECT_EQ(file.cases[1].decided, parse_date("2025-02-03"));
  EXPECT_FALSE(file.cases[1].between.has_value());
  EXPECT_EQ(file.cases[2].decided, parse_date("2025-02-01"));
  EXPECT_FALSE(file.cases[2].between.has_value());
  EXPECT_EQ(file.cases[3].between->earliest, parse_date("2025-01-05"));  // Not before submission.
  EXPECT_EQ(file.cases[4].decided, std::nullopt);
  EXPECT_EQ(latest_date(file), parse_date("2025-02-11"));
  EXPECT_THAT(*find_covariates(text), ElementsAre("team"));
}

TEST(CaseFile, AsksWhetherOutcomesThatDifferInCapitalsAreTheSame) {
  EXPECT_THAT(problems_of("id,submitted,decided,outcome\nA,2025-01-02,2025-02-03,granted\n"
                          "B,2025-01-02,2025-02-03,Granted\nC,2025-01-02,2025-02-03,refused\n"),
              ElementsAre("cases.csv: outcome: 'Granted', 'granted' are taken as different "
                          "outcomes; spell them in one way if they are the same"));
}

TEST(CaseFile, TellsWhatIsWrongWithDaysBetween) {
  EXPECT_THAT(
      problems_of("id,submitted,decided,outcome,decided_earliest,decided_latest\n"
                  "A,2025-01-02,,granted,2025-02-11,2025-02-01\n"
                  "B,2025-01-02,,granted,2024-12-01,2025-01-01\n"
                  "C,2025-01-02,2025-03-01,granted,2025-02-01,2025-02-11\n"
                  "D,2025-01-02,,granted,2025-02-01,\n"
                  "E,2025-01-02,2025-03-01,granted,,2025-03-11\n"
                  "F,2025-01-02,,granted,soon,2025-03-11\n"),
      ElementsAre("cases.csv:2: decided_latest: '2025-02-01' lies before '2025-02-11', the "
                  "earliest day",
                  "cases.csv:3: decided_latest: '2025-01-01' is before the day of submission "
                  "'2025-01-02'",
                  "cases.csv:4: decided: '2025-03-01' lies outside decided_earliest and "
                  "decided_latest",
                  "cases.csv:5: decided_latest: is empty, though decided_earliest is given; give "
                  "both days, or the day of decision",
                  "cases.csv:7: decided_earliest: 'soon' is not a date like 2025-06-30"));
}

TEST(CaseFile, KnowsItselfByItsHeader) {
  EXPECT_TRUE(is_case_file("id,submitted,decided,outcome\n"));
  EXPECT_TRUE(is_case_file("\xEF\xBB\xBFid;submitted;decided;outcome;x\r\n1;2"));
  EXPECT_FALSE(is_case_file("item,description\n"));
  EXPECT_FALSE(is_case_file(""));
  EXPECT_FALSE(is_case_file(std::string_view("SQLite format 3\0abc", 19)));
}

TEST(CaseFile, TellsAllFaultsAtOnce) {
  EXPECT_THAT(
      problems_of("id,submitted,decided,outcome\n"
                  "A,2025-01-02,2025-01-01,granted\n"
                  "A,2025-13-30,,\n"
                  ",2025-01-02,,\n"
                  "D,,,\n"
                  "E,2025-01-02,2025-02-30,granted\n"),
      ElementsAre("cases.csv:2: decided: '2025-01-01' is before the day of submission '2025-01-02'",
                  "cases.csv:3: submitted: '2025-13-30' is not a date like 2025-06-30",
                  "cases.csv:3: id: 'A' stands already in row 2; a key may stand only once",
                  "cases.csv:4: id: is empty; every row needs a value here",
                  "cases.csv:5: submitted: is empty; every row needs a value here",
                  "cases.csv:6: decided: '2025-02-30' is not a date like 2025-06-30"));
}

TEST(CaseFile, WarnsOnceOfDecisionsWithoutAnOutcome) {
  EXPECT_THAT(problems_of("id,submitted,decided,outcome\n"
                          "A,2025-01-02,2025-01-05,granted\nB,2025-01-02,2025-01-05,\n"
                          "C,2025-01-02,2025-01-06,\nD,2025-01-02,,\n"),
              ElementsAre("cases.csv:3: outcome: is blank in 2 cases that are decided, first here; "
                          "they count as decided, under the name `decided`"));
}

TEST(CaseFile, NamesMissingColumns) {
  EXPECT_THAT(problems_of("id,submited,decided\n"),
              ElementsAre("cases.csv:1: submitted: the column is missing; is 'submited' meant?",
                          "cases.csv:1: outcome: the column is missing"));
}

TEST(CaseFile, NamesTheNearestCovariate) {
  EXPECT_THAT(problems_of("id,submitted,decided,outcome,agent\n", {"agnt"}),
              ElementsAre("cases.csv:1: agnt: no such column to take as a covariate; did you mean "
                          "'agent'?"));
}

TEST(CaseFile, TakesAnOutcomeWithoutADayAsPendingAndSaysSo) {
  Diagnostics diagnostics;
  const CaseFile file = read_cases("id,submitted,decided,outcome\nA,2025-01-02,,granted\n",
                                   "cases.csv", {}, diagnostics);
  ASSERT_THAT(diagnostics, SizeIs(1));
  EXPECT_EQ(diagnostics[0].severity, Severity::warning);
  EXPECT_EQ(file.cases[0].decided, std::nullopt);
}

TEST(CaseFile, RefusesRemarksAsOutcomes) {
  std::string text = "id,submitted,decided,outcome\n";
  for (int i = 0; i < 51; ++i) {
    text += std::to_string(i) + ",2025-01-02,2025-01-03,remark " + std::to_string(i) + "\n";
  }
  EXPECT_THAT(
      problems_of(text),
      ElementsAre("cases.csv: outcome: 51 different words, at most 50 can be told apart; is "
                  "it free text?"));
}

TEST(CaseFile, NeverThrowsOnOddText) {
  for (const std::string_view text :
       {"", "\n\n", "id", "id,submitted,decided,outcome\n\"", "id,submitted,decided,outcome\nA\n",
        "id,id,submitted,decided,outcome\n1,2,3,4,5\n", "\xff\xfe\x00"}) {
    EXPECT_NO_THROW((void)problems_of(text, {"x"}));
  }
}

}  // namespace
}  // namespace runout::regime
