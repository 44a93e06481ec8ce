#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "runout/base/random.h"
#include "runout/regime/decision_forecast.h"

namespace runout::regime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

DecisionRequest small_request(Day horizon = 60, std::size_t draws = 200) {
  return {.horizon = horizon, .draws = draws, .seed = 3};
}

/// Cases of two outcomes with exponential waits of the given daily hazard, filed over two years.
CaseFile simulate_cases(std::uint32_t count, double hazard, std::uint64_t seed) {
  CaseFile file;
  for (std::uint32_t i = 0; i < count; ++i) {
    RandomStream stream{seed, i, "case", Purpose::test};
    Case one;
    one.id = fmt::format("C{}", i);
    one.submitted = kAsOf - Days{static_cast<int>(stream.uniform() * 730.0)};
    const auto days = static_cast<int>(std::floor(stream.exponential() / hazard));
    one.decided = one.submitted + Days{days};
    one.outcome = stream.uniform() < 0.75 ? "granted" : "refused";
    file.cases.push_back(one);
  }
  return file;
}

void expect_distributions(const DecisionForecast& forecast) {
  for (const PendingForecast& pending : forecast.pending) {
    const std::vector<double> any = pending.any();
    ASSERT_THAT(any, SizeIs(static_cast<std::size_t>(forecast.horizon)));
    double before = 0.0;
    for (std::size_t day = 0; day < any.size(); ++day) {
      ASSERT_TRUE(std::isfinite(any[day]));
      ASSERT_GE(any[day], before);
      ASSERT_LE(any[day], 1.0);
      before = any[day];
    }
  }
  ASSERT_THAT(forecast.fleet, SizeIs(static_cast<std::size_t>(forecast.horizon)));
  double before = 0.0;
  for (const FleetDay& day : forecast.fleet) {
    ASSERT_TRUE(std::isfinite(day.sd));
    ASSERT_GE(day.mean, before);
    ASSERT_LE(day.q05, day.q50);
    ASSERT_LE(day.q50, day.q95);
    before = day.mean;
  }
}

TEST(ForecastCases, GivesDistributionsThatGrow) {
  const auto forecast = forecast_cases(simulate_cases(400, 0.02, 1), kAsOf, small_request());
  EXPECT_THAT(forecast.outcomes, ElementsAre("granted", "refused"));
  EXPECT_GT(forecast.pending.size(), 10u);
  expect_distributions(forecast);
}

TEST(ForecastCases, ADecisionInAWrongCenturyChangesNothing) {
  CaseFile file = simulate_cases(100, 0.02, 1);
  const auto usual = forecast_cases(file, kAsOf, small_request());
  Case old;
  old.id = "OLD";
  old.submitted = parse_date("0202-05-01");
  old.decided = parse_date("0202-05-20");
  old.outcome = "granted";
  file.cases.push_back(old);
  const auto forecast = forecast_cases(file, kAsOf, small_request());
  ASSERT_EQ(forecast.pending.size(), usual.pending.size());
  for (std::size_t i = 0; i < usual.pending.size(); ++i) {
    EXPECT_EQ(forecast.pending[i].any(), usual.pending[i].any());
  }
}

TEST(ForecastCases, IsSensibleWithoutAnyDecision) {
  CaseFile file;
  file.cases.push_back({"A", kAsOf, std::nullopt, "", {}});
  const auto forecast = forecast_cases(file, kAsOf, small_request(180, 500));
  EXPECT_THAT(forecast.outcomes, ElementsAre("decided"));
  expect_distributions(forecast);
  // The prior's median is 63 calendar days.
  EXPECT_GT(forecast.pending[0].any()[89], 0.5);
  EXPECT_LT(forecast.pending[0].any()[29], 0.4);
  // One day of waiting is all that was seen.
  EXPECT_GT(forecast.basis.prior_share, 0.99);
  EXPECT_LE(forecast.basis.prior_share, 1.0);
}

TEST(ForecastCases, IsSensibleWhenAllIsDecidedOnOneDay) {
  CaseFile file;
  for (int i = 0; i < 3; ++i) {
    file.cases.push_back({fmt::format("D{}", i), kAsOf, kAsOf, "granted", {}});
  }
  EXPECT_THAT(forecast_cases(file, kAsOf, small_request()).pending, IsEmpty());
  file.cases.push_back({"P", kAsOf, std::nullopt, "", {}});
  expect_distributions(forecast_cases(file, kAsOf, small_request()));
}

TEST(ForecastCases, KnowsOnlyWhatWasKnown) {
  CaseFile file = simulate_cases(300, 0.03, 2);
  const Date earlier = kAsOf - Days{100};
  const auto then = forecast_cases(file, earlier, small_request());
  for (Case& one : file.cases) {
    if (one.decided > earlier) {
      one.decided.reset();
      one.outcome.clear();
    }
  }
  std::erase_if(file.cases, [&](const Case& one) { return one.submitted > earlier; });
  const auto blanked = forecast_cases(file, earlier, small_request());
  ASSERT_EQ(then.pending.size(), blanked.pending.size());
  for (std::size_t i = 0; i < then.pending.size(); ++i) {
    EXPECT_EQ(then.pending[i].id, blanked.pending[i].id);
    EXPECT_EQ(then.pending[i].outcomes, blanked.pending[i].outcomes);
  }
}

TEST(ForecastCases, TakesADecisionOnTheAsOfDayAsKnown) {
  CaseFile file;
  file.cases.push_back({"A", kAsOf - Days{10}, kAsOf, "granted", {}});
  file.cases.push_back({"B", kAsOf - Days{10}, kAsOf + Days{1}, "granted", {}});
  const auto forecast = forecast_cases(file, kAsOf, small_request());
  ASSERT_THAT(forecast.pending, SizeIs(1));
  EXPECT_EQ(forecast.pending[0].id, "B");
}

TEST(ForecastCases, AreTheSameBitsForAnyNumberOfThreads) {
  const CaseFile file = simulate_cases(300, 0.02, 3);
  DecisionRequest request = small_request();
  const auto one = forecast_cases(file, kAsOf, request);
  for (const unsigned threads : {2U, 7U}) {
    request.threads = threads;
    const auto many = forecast_cases(file, kAsOf, request);
    for (std::size_t i = 0; i < one.pending.size(); ++i) {
      ASSERT_EQ(one.pending[i].outcomes, many.pending[i].outcomes);
    }
    for (std::size_t day = 0; day < one.fleet.size(); ++day) {
      ASSERT_EQ(one.fleet[day].mean, many.fleet[day].mean);
    }
  }
}

TEST(ForecastCases, CountsTheFleetThatTheCasesMakeUp) {
  const auto forecast =
      forecast_cases(simulate_cases(500, 0.02, 4), kAsOf, small_request(60, 2000));
  double expected = 0.0;
  for (const PendingForecast& pending : forecast.pending) expected += pending.any().back();
  const FleetDay& last = forecast.fleet.back();
  EXPECT_NEAR(last.mean, expected, 4.0 * last.sd / std::sqrt(2000.0) + 0.05 * expected);
}

// Simulate, fit, forecast: with a constant hazard the chance within 30 days is 1 - exp(-30 h)
// whatever the time waited. 40 files of 300 cases; of the fleets' 90 % intervals at least 32 must
// hold the true number (P(fewer) < 0.05 % if they held it with 90 %).
TEST(ForecastCases, RecoverWhatWasSimulated) {
  constexpr int kFiles = 40;
  int held = 0;
  double chance = 0.0;
  for (int i = 0; i < kFiles; ++i) {
    const CaseFile file = simulate_cases(300, 0.02, 100 + static_cast<std::uint64_t>(i));
    const auto forecast = forecast_cases(file, kAsOf, small_request(30, 200));
    double decided = 0.0;
    for (const PendingForecast& pending : forecast.pending) {
      chance += pending.any().back() / static_cast<double>(forecast.pending.size()) / kFiles;
      const auto one = std::ranges::find(file.cases, pending.id, &Case::id);
      if (*one->decided <= kAsOf + Days{30}) decided += 1.0;
    }
    const FleetDay& last = forecast.fleet.back();
    if (last.q05 <= decided && decided <= last.q95) ++held;
  }
  EXPECT_GE(held, 32);
  EXPECT_NEAR(chance, 1.0 - std::exp(-0.6), 0.05);
}

TEST(ForecastCases, DependOnTheTimeWaited) {
  // Everything is decided on day 20: a case of day 15 is decided sooner than one of day 1.
  CaseFile file;
  for (int i = 0; i < 200; ++i) {
    const Date day = kAsOf - Days{300 - i};
    file.cases.push_back({fmt::format("D{}", i), day, day + Days{20}, "granted", {}});
  }
  file.cases.push_back({"OLD", kAsOf - Days{15}, std::nullopt, "", {}});
  file.cases.push_back({"NEW", kAsOf - Days{1}, std::nullopt, "", {}});
  const auto forecast = forecast_cases(file, kAsOf, small_request(40));
  EXPECT_GT(forecast.pending[0].any()[9], 0.5);
  EXPECT_LT(forecast.pending[1].any()[9], 0.25);
  EXPECT_GT(forecast.pending[1].any()[29], 0.5);
}

TEST(ForecastCases, DifferByCovariate) {
  CaseFile file;
  file.covariates = {"team"};
  for (std::uint32_t i = 0; i < 600; ++i) {
    RandomStream stream{9, i, "team", Purpose::test};
    const bool fast = i % 2 == 0;
    Case one{fmt::format("T{}", i),
             kAsOf - Days{static_cast<int>(stream.uniform() * 300.0)},
             std::nullopt,
             "done",
             {fast ? "fast" : "slow"}};
    one.decided =
        one.submitted + Days{static_cast<int>(stream.exponential() / (fast ? 0.1 : 0.02))};
    file.cases.push_back(one);
  }
  file.cases.push_back({"F", kAsOf, std::nullopt, "", {"fast"}});
  file.cases.push_back({"S", kAsOf, std::nullopt, "", {"slow"}});
  file.cases.push_back({"N", kAsOf, std::nullopt, "", {"never met"}});
  const auto forecast = forecast_cases(file, kAsOf, small_request(20, 2000));
  const auto at = [&](const char* id) {
    return std::ranges::find(forecast.pending, id, &PendingForecast::id)->any()[13];
  };
  EXPECT_GT(at("F"), at("N"));
  EXPECT_GT(at("N"), at("S"));
}

TEST(DescribeFleet, IsTheMeanAndTheQuantilesOfTheDraws) {
  // Four draws over two days.
  const std::vector<std::uint32_t> counts{0, 1, 1, 2, 2, 3, 3, 4};
  const auto fleet = describe_fleet(counts, 4, 2);
  EXPECT_DOUBLE_EQ(fleet[0].mean, 1.5);
  EXPECT_NEAR(fleet[0].sd, std::sqrt(5.0 / 3.0), 1e-12);
  EXPECT_DOUBLE_EQ(fleet[0].q05, 0.0);
  EXPECT_DOUBLE_EQ(fleet[0].q50, 1.0);
  EXPECT_DOUBLE_EQ(fleet[0].q95, 3.0);
  EXPECT_DOUBLE_EQ(fleet[1].mean, 2.5);
}

}  // namespace
}  // namespace runout::regime
