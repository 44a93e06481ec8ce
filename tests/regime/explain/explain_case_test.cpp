#include <algorithm>

#include <gmock/gmock.h>

#include "regime/case_stories.h"
#include "runout/base/error.h"
#include "runout/regime/explain/explanation.h"

namespace runout::regime {
namespace {

using fixtures::story_case;
using fixtures::tell;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const Date kDay = parse_date(fixtures::kStoryDay);

DecisionRequest request(std::size_t draws = 200, unsigned threads = 1) {
  return {.horizon = 60, .draws = draws, .seed = 3, .threads = threads};
}

/// Two lanes, the second half as fast, and a pending case in each.
CaseFile two_lanes() {
  CaseFile file = tell({.cases = 800, .hazard = 0.04, .speed = {"fast", "slow"}, .seed = 5});
  for (const char* lane : {"fast", "slow"}) {
    file.cases.push_back(story_case(lane, "2025-06-26"));
    file.cases.back().covariates = {lane};
  }
  return file;
}

double sum_of_parts(const Explanation& explanation) {
  double sum = explanation.typical_days;
  for (const ExplainedPart& part : explanation.parts) sum += part.days;
  return sum;
}

TEST(ExplainCase, HasPartsThatAddUp) {
  const Explanation explanation = explain_case(two_lanes(), kDay, "slow", request());
  EXPECT_NEAR(sum_of_parts(explanation), explanation.days, 1e-9);
  ASSERT_THAT(explanation.parts, SizeIs(3));
  EXPECT_EQ(explanation.parts[0].label, "has waited 5 days");
  EXPECT_EQ(explanation.parts[1].code, "calendar");
  EXPECT_EQ(explanation.parts[2].label, "lane slow");
  EXPECT_FALSE(explanation.beyond_horizon);
  double all = 0.0;
  for (const ExplainedOutcome& outcome : explanation.outcomes) {
    double chance = outcome.typical;
    for (const double change : outcome.change) chance += change;
    EXPECT_NEAR(chance, outcome.chance, 1e-9);
    all += outcome.chance;
  }
  EXPECT_NEAR(all, 1.0, 1e-9);
}

TEST(ExplainCase, GivesASlowLaneDaysAndTakesThemFromAFastOne) {
  const CaseFile file = two_lanes();
  const Explanation slow = explain_case(file, kDay, "slow", request());
  const Explanation fast = explain_case(file, kDay, "fast", request());
  EXPECT_NEAR(slow.typical_days, fast.typical_days, 1e-9);
  EXPECT_GT(slow.parts[2].low, 0.0);
  EXPECT_LT(fast.parts[2].high, 0.0);
  // Constant hazards of 0.04 and 0.02: half within 17 and 35 days.
  EXPECT_NEAR(fast.days, 17.3, 5.0);
  EXPECT_NEAR(slow.days, 34.7, 9.0);
}

TEST(ExplainCase, AgreesWithTheForecast) {
  const CaseFile file = two_lanes();
  const auto forecast = forecast_cases(file, kDay, {.horizon = 120, .draws = 2000, .seed = 3});
  for (const PendingForecast& one : forecast.pending) {
    if (one.id != "fast" && one.id != "slow") continue;
    const Explanation explanation = explain_case(file, kDay, one.id, request(1000));
    const std::vector<double> any = one.any();
    ASSERT_TRUE(explanation.p50.has_value());
    EXPECT_NEAR(any[static_cast<std::size_t>(*explanation.p50) - 1], 0.5, 0.06) << one.id;
    EXPECT_NEAR(any[static_cast<std::size_t>(*explanation.p10) - 1], 0.1, 0.05) << one.id;
  }
}

TEST(ExplainCase, GivesTheSameBitsForAnyNumberOfThreads) {
  const CaseFile file = two_lanes();
  const Explanation one = explain_case(file, kDay, "slow", request(100, 1));
  const Explanation three = explain_case(file, kDay, "slow", request(100, 3));
  EXPECT_EQ(one.days, three.days);
  for (std::size_t i = 0; i < one.parts.size(); ++i) {
    EXPECT_EQ(one.parts[i].days, three.parts[i].days);
    EXPECT_EQ(one.parts[i].low, three.parts[i].low);
  }
}

TEST(ExplainCase, SeesAHaltInTheLastPart) {
  DecisionRequest halted = request();
  const auto scenario = read_scenario("halt:2025-07-01..2025-07-30");
  halted.scenarios = {std::get<Scenario>(scenario)};
  const Explanation explanation = explain_case(two_lanes(), kDay, "slow", halted);
  EXPECT_EQ(explanation.parts.back().code, "changes");
  EXPECT_NEAR(explanation.parts.back().days, 30.0, 6.0);
  EXPECT_NEAR(sum_of_parts(explanation), explanation.days, 1e-9);
}

TEST(ExplainCase, NamesTheMostSimilarDecidedCases) {
  CaseFile file = two_lanes();
  file.cases.push_back(story_case("TWIN", "2025-06-25", "2025-06-28", "granted"));
  file.cases.back().covariates = {"slow"};
  const Explanation explanation = explain_case(file, kDay, "slow", request(10));
  ASSERT_THAT(explanation.similar, SizeIs(5));
  EXPECT_EQ(explanation.similar[0].id, "TWIN");
  EXPECT_EQ(explanation.similar[0].waited, 3);
  EXPECT_THAT(explanation.similar[0].same, ElementsAre("lane"));
  for (const SimilarCase& one : explanation.similar) EXPECT_EQ(one.other, 0U);
}

TEST(ExplainCase, OfADecidedOneSaysSo) {
  CaseFile file = two_lanes();
  file.cases.push_back(story_case("DONE", "2025-06-01", "2025-06-11", "refused"));
  file.cases.back().covariates = {"slow"};
  const Explanation explanation = explain_case(file, kDay, "DONE", request());
  ASSERT_TRUE(explanation.decided.has_value());
  EXPECT_EQ(explanation.decided->outcome, "refused");
  EXPECT_EQ(explanation.decided->waited, 10);
  EXPECT_TRUE(explanation.parts.empty());
}

TEST(ExplainCase, OfAnUnknownOneNamesTheNearest) {
  CaseFile file = two_lanes();
  file.cases.push_back(story_case("LATE", "2025-07-05"));
  file.cases.back().covariates = {"slow"};
  const auto refuse = [&](const std::string& id) {
    try {
      (void)explain_case(file, kDay, id, request());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found);
      return std::string{error.what()};
    }
    return std::string{"nothing was thrown"};
  };
  EXPECT_THAT(refuse("slwo"), HasSubstr("did you mean 'slow'?"));
  EXPECT_THAT(refuse("LATE"), HasSubstr("no application 'LATE' is known on 2025-06-30"));
}

TEST(ExplainCase, WorksWithoutAnyDecision) {
  CaseFile file;
  file.cases = {story_case("A", "2025-06-01")};
  const Explanation explanation = explain_case(file, kDay, "A", request());
  EXPECT_GT(explanation.typical_days, 30.0);
  EXPECT_GT(explanation.prior_share, 0.9);
  EXPECT_THAT(explanation.flags,
              ::testing::Contains(::testing::Field(&Flag::code, "mostly_prior")));
  EXPECT_TRUE(explanation.similar.empty());
}

}  // namespace
}  // namespace runout::regime
