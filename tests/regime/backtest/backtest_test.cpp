#include "runout/regime/backtest/backtest.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "runout/base/error.h"
#include "runout/regime/backtest/case_replay.h"
#include "runout/regime/backtest/schedule.h"

namespace runout::regime::backtest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// One case a day from 2024-01-01 on, each decided after 20 to 49 days.
CaseFile steady_cases(int count) {
  CaseFile file;
  const Date first = parse_date("2024-01-01");
  for (int i = 0; i < count; ++i) {
    Case one;
    one.id = fmt::format("C{}", i);
    one.submitted = first + Days{i};
    one.decided = one.submitted + Days{20 + (i * 17) % 30};
    one.outcome = "granted";
    file.cases.push_back(one);
  }
  return file;
}

BacktestRequest small_request(const char* from, const char* to, const char* step) {
  BacktestRequest request;
  request.as_of = schedule(parse_date(from), parse_date(to), *find_step(step), 100);
  request.horizon = 60;
  request.horizons = {14, 30};
  request.draws = 60;
  return request;
}

std::vector<std::string> codes(const Backtest& result) {
  std::vector<std::string> texts;
  for (const SkippedDate& skipped : result.skipped) {
    texts.push_back(to_string(skipped.as_of) + " " + skipped.code);
  }
  return texts;
}

TEST(Backtest, KnowsOfACaseWhatWasKnownThen) {
  CaseFile file;
  const auto add = [&](const char* id, const char* submitted, std::optional<Date> decided) {
    Case one;
    one.id = id;
    one.submitted = parse_date(submitted);
    one.decided = decided;
    file.cases.push_back(one);
  };
  add("before", "2025-01-01", parse_date("2025-01-10"));
  add("same day", "2025-01-05", parse_date("2025-01-31"));
  add("later", "2025-01-20", parse_date("2025-02-03"));
  add("never", "2025-01-31", std::nullopt);
  add("not yet filed", "2025-02-01", std::nullopt);
  const ReplayDay day = CaseReplay{file}.look_back(parse_date("2025-01-31"));
  EXPECT_EQ(day.decisions, 2U);
  ASSERT_THAT(day.known, SizeIs(4));
  EXPECT_EQ(day.known[0].seen, 10);  // decided on its tenth day
  EXPECT_EQ(day.known[0].age, 31);
  EXPECT_TRUE(day.known[1].decided);  // a decision recorded on the as-of day is known
  ASSERT_THAT(day.pending, SizeIs(2));
  EXPECT_EQ(day.pending[0].id, "later");
  EXPECT_EQ(day.pending[0].waited, 12);
  EXPECT_EQ(day.pending[0].decided_after, 3);
  EXPECT_EQ(day.pending[1].waited, 1);
  EXPECT_EQ(day.pending[1].decided_after, kNever);
}

TEST(Backtest, KnowsOfADecisionOnceTheLastDayOfItsIntervalIsOver) {
  CaseFile file;
  Case one;
  one.id = "between";
  one.submitted = parse_date("2025-01-01");
  one.decided = parse_date("2025-02-10");
  one.between = DecidedBetween{parse_date("2025-02-01"), parse_date("2025-02-19")};
  file.cases.push_back(one);
  const auto on = [&](const char* day) { return CaseReplay{file}.look_back(parse_date(day)); };
  EXPECT_EQ(on("2025-02-05").pending.at(0).decided_after, 5);
  EXPECT_EQ(on("2025-02-15").pending.at(0).decided_after, 1);  // Over, and not known yet.
  EXPECT_THAT(on("2025-02-19").pending, IsEmpty());
  EXPECT_EQ(on("2025-02-19").decisions, 1U);
}

TEST(Backtest, ScoresEveryMethodOnTheSameCases) {
  const CaseFile file = steady_cases(400);
  const CaseReplay source{file};
  const Backtest result = run_backtest(source, small_request("2024-06-01", "2024-12-01", "3m"));
  ASSERT_THAT(result.dates, SizeIs(3));
  ASSERT_THAT(result.methods, SizeIs(5));
  EXPECT_EQ(result.methods[0].name, "forecast");
  EXPECT_EQ(result.methods[4].name, "period_kaplan_meier");
  for (const MethodScores& method : result.methods) {
    ASSERT_THAT(method.by_date, SizeIs(3));
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(method.by_date[i].pending, result.dates[i].pending) << method.name;
      EXPECT_EQ(method.by_date[i].horizons[1].observed,
                result.methods[0].by_date[i].horizons[1].observed);
    }
  }
  // Evenly spread between 20 and 49 days, whatever the date: all but the point do well.
  EXPECT_LT(result.methods[3].pooled.mean.crps, result.methods[1].pooled.mean.crps);
}

TEST(Backtest, TrainsOnNothingThatCameLater) {
  CaseFile file = steady_cases(300);
  const CaseReplay source{file};
  const BacktestRequest request = small_request("2024-06-01", "2024-06-01", "1d");
  const Backtest before = run_backtest(source, request);
  // Later rows and decisions change, those of the pending cases excepted.
  for (Case& one : file.cases) {
    if (one.submitted > parse_date("2024-06-01")) {
      one.decided = one.submitted + Days{2};
      one.outcome = "refused";
    }
  }
  const Backtest after = run_backtest(source, request);
  for (std::size_t m = 0; m < before.methods.size(); ++m) {
    EXPECT_EQ(before.methods[m].pooled.mean.crps, after.methods[m].pooled.mean.crps);
  }
}

TEST(Backtest, SkipsDatesThatCannotBeScoredAndSaysWhy) {
  const CaseFile file = steady_cases(300);
  BacktestRequest request = small_request("2023-12-15", "2024-12-15", "1m");
  request.observed_until = parse_date("2024-10-31");
  const Backtest result = run_backtest(CaseReplay{file}, request);
  EXPECT_THAT(codes(result),
              ElementsAre("2023-12-15 before_first_record", "2024-01-15 too_few_decisions",
                          "2024-02-15 too_few_decisions", "2024-10-15 not_observed",
                          "2024-11-15 not_observed", "2024-12-15 not_observed"));
  EXPECT_THAT(result.skipped[0].reason, HasSubstr("of 2024-01-01"));
  EXPECT_THAT(result.skipped[3].reason, HasSubstr("within 30 days is known after 2024-11-14"));
  ASSERT_THAT(result.dates, SizeIs(7));
  EXPECT_EQ(result.dates[0].days, 60);
  EXPECT_EQ(result.dates[6].days, 46);  // 15 September to 31 October
}

TEST(Backtest, ReplaysADateWhoseLongestHorizonEndsWithTheHistory) {
  const CaseFile file = steady_cases(300);
  BacktestRequest request = small_request("2024-06-01", "2024-06-02", "1d");
  request.observed_until = parse_date("2024-07-01");
  const Backtest result = run_backtest(CaseReplay{file}, request);
  ASSERT_THAT(result.dates, SizeIs(1));
  EXPECT_EQ(result.dates[0].days, 30);
  EXPECT_THAT(codes(result), ElementsAre("2024-06-02 not_observed"));
}

TEST(Backtest, SkipsDatesWithFewPending) {
  const CaseFile file = steady_cases(100);
  BacktestRequest request = small_request("2024-05-20", "2024-05-20", "1d");
  request.observed_until = parse_date("2024-12-31");
  const Backtest result = run_backtest(CaseReplay{file}, request);
  EXPECT_THAT(codes(result), ElementsAre("2024-05-20 too_few_pending"));
  EXPECT_THAT(result.dates, SizeIs(0));
}

TEST(Backtest, CutsTheDatesInHalves) {
  const CaseFile file = steady_cases(400);
  BacktestRequest request = small_request("2024-04-01", "2024-08-01", "1m");
  request.baselines = {};
  request.half = Half::first;
  const Backtest first = run_backtest(CaseReplay{file}, request);
  request.half = Half::second;
  const Backtest second = run_backtest(CaseReplay{file}, request);
  ASSERT_THAT(first.dates, SizeIs(2));
  ASSERT_THAT(second.dates, SizeIs(3));
  EXPECT_EQ(to_string(first.dates[1].as_of), "2024-05-01");
  EXPECT_EQ(to_string(second.dates[0].as_of), "2024-06-01");
  EXPECT_EQ(second.skipped.front().code, "other_half");
}

TEST(Backtest, IsTheSameForAnyNumberOfThreads) {
  const CaseFile file = steady_cases(200);
  BacktestRequest request = small_request("2024-05-01", "2024-06-01", "1m");
  const Backtest one = run_backtest(CaseReplay{file}, request);
  request.threads = 3;
  const Backtest three = run_backtest(CaseReplay{file}, request);
  EXPECT_EQ(one.methods[0].pooled.mean.crps, three.methods[0].pooled.mean.crps);
  EXPECT_EQ(one.methods[0].pooled.mean.pit, three.methods[0].pooled.mean.pit);
}

TEST(Backtest, RefusesHorizonsThatDoNotAscend) {
  const CaseFile file = steady_cases(10);
  for (const std::vector<Day>& horizons : {std::vector<Day>{}, std::vector<Day>{30, 14},
                                           std::vector<Day>{14, 61}, std::vector<Day>{0, 14}}) {
    BacktestRequest request = small_request("2024-05-01", "2024-05-01", "1d");
    request.horizons = horizons;
    EXPECT_THROW(static_cast<void>(run_backtest(CaseReplay{file}, request)), Error);
  }
}

}  // namespace
}  // namespace runout::regime::backtest
