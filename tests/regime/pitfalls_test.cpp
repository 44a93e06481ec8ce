// What goes wrong in other programs that forecast waiting times, one test each.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "book_fixture.h"
#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"
#include "regime/future/simulated_cases.h"
#include "runout/base/random.h"
#include "runout/regime/backtest/backtest.h"
#include "runout/regime/backtest/case_replay.h"
#include "runout/regime/decision_forecast.h"
#include "runout/regime/future/state_draw.h"

namespace runout::regime {
namespace {

using fixtures::simulate_spells;
using fixtures::Truth;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::SizeIs;

DecisionRequest request_of(Day horizon, std::size_t draws = 300) {
  return {.horizon = horizon, .draws = draws, .seed = 3};
}

void add_case(CaseFile& file, Date submitted, std::optional<Date> decided,
              std::vector<std::string> covariates = {}, const std::string& outcome = "granted") {
  Case one;
  one.id = fmt::format("C{}", file.cases.size());
  one.submitted = submitted;
  one.decided = decided;
  if (decided) one.outcome = outcome;
  one.covariates = std::move(covariates);
  file.cases.push_back(std::move(one));
}

/// Cases filed evenly over a year, decided by the same chance on every day of the wait.
CaseFile steady_cases(std::uint32_t count, double chance, std::uint64_t seed = 1) {
  CaseFile file;
  for (std::uint32_t i = 0; i < count; ++i) {
    RandomStream stream{seed, i, "steady", Purpose::test};
    const Date submitted = kAsOf - Days{static_cast<int>(stream.uniform() * 365.0)};
    const auto days = static_cast<int>(std::log(stream.uniform()) / std::log1p(-chance));
    add_case(file, submitted, submitted + Days{days});
  }
  return file;
}

const PendingForecast& forecast_of(const DecisionForecast& forecast, const std::string& id) {
  return *std::ranges::find(forecast.pending, id, &PendingForecast::id);
}

TEST(Pitfall, TiesOnTheDayOfFilingBelongToTheFirstDayAlone) {
  // Half of all is decided on the day of filing, the rest on day 30.
  CaseFile file;
  for (int day = 300; day > 0; --day) {
    add_case(file, kAsOf - Days{day}, kAsOf - Days{day});
    const Date late = kAsOf - Days{day - 30};
    add_case(file, kAsOf - Days{day}, late <= kAsOf ? std::optional{late} : std::nullopt);
  }
  const std::string fresh = fmt::format("C{}", file.cases.size());
  add_case(file, kAsOf, std::nullopt);  // Filed today, and today is over.
  const auto forecast = forecast_cases(file, kAsOf, request_of(40));
  const auto any = forecast_of(forecast, fresh).any();
  EXPECT_LT(any[19], 0.15);
  EXPECT_GT(any[39], 0.8);
}

TEST(Pitfall, CasesDecidedAndPendingOnTheSameDayAreBothAtRiskOnIt) {
  SpellTable table = fixtures::table_with({fixtures::every_day(kAsOf - Days{20}, kAsOf)});
  fixtures::add_spell(table, kAsOf - Days{3}, kAsOf, 0);
  fixtures::add_spell(table, kAsOf - Days{3}, kAsOf, std::nullopt);
  const CellTable cells =
      count_cells(table, {make_duration_bins(10, 10, {}), {.as_of = kAsOf, .days = 7, .count = 1}});
  EXPECT_EQ(cells.at_risk_on.back(), 2.0);
  EXPECT_EQ(fixtures::exposure_in(cells, 3, 0), 1.5);  // Half a day of the decided one.
}

TEST(Pitfall, PendingMeansDecidedAfterTheAsOfDay) {
  CaseFile file;
  add_case(file, kAsOf - Days{9}, kAsOf - Days{1});
  add_case(file, kAsOf - Days{9}, kAsOf);
  add_case(file, kAsOf - Days{9}, kAsOf + Days{1});
  add_case(file, kAsOf + Days{1}, std::nullopt);  // Not filed yet.
  const auto forecast = forecast_cases(file, kAsOf, request_of(10));
  ASSERT_THAT(forecast.pending, SizeIs(1));
  EXPECT_EQ(forecast.pending[0].id, "C2");
}

TEST(Pitfall, APlannedDayIsNoDecision) {
  CaseFile file = steady_cases(200, 0.05);
  const auto without = forecast_cases(file, kAsOf, request_of(30));
  for (Case& one : file.cases) {
    if (one.decided > kAsOf) one.decided = kAsOf + Days{1};  // "We decide tomorrow."
  }
  const auto planned = forecast_cases(file, kAsOf, request_of(30));
  for (std::size_t i = 0; i < without.pending.size(); ++i) {
    ASSERT_EQ(planned.pending[i].any(), without.pending[i].any());
  }
}

TEST(Pitfall, ACaseThatWaitsLongerThanAllOthersStillHasAForecast) {
  CaseFile file = steady_cases(300, 0.05);
  const std::string old = fmt::format("C{}", file.cases.size());
  add_case(file, kAsOf - Days{2000}, std::nullopt);
  const auto forecast = forecast_cases(file, kAsOf, request_of(180));
  const auto any = forecast_of(forecast, old).any();
  EXPECT_GT(any.back(), 0.02);
  EXPECT_LT(any.back(), 0.98);
  EXPECT_GT(any.back(), any.front());
}

TEST(Pitfall, ACovariateThatIsTheSameForAllShiftsNothing) {
  CaseFile file = steady_cases(400, 0.03);
  const auto without = forecast_cases(file, kAsOf, request_of(30, 1000));
  file.covariates = {"country"};
  for (Case& one : file.cases) one.covariates = {"JP"};
  const auto with = forecast_cases(file, kAsOf, request_of(30, 1000));
  EXPECT_NEAR(with.fleet.back().mean, without.fleet.back().mean, 0.05 * without.fleet.back().mean);
}

TEST(Pitfall, NoDecisionIsDrawnWithinTheTimeAlreadyWaited) {
  auto snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "G", "2025-01-06", "2025-01-20");
  // Waited longer than the only decision took, a little, and not at all.
  fixtures::add(snapshot, fixtures::application("OLD"), book::ApplicationState::accepted, 400);
  fixtures::add(snapshot, fixtures::application("MID"), book::ApplicationState::accepted, 5);
  fixtures::add(snapshot, fixtures::application("NEW"), book::ApplicationState::accepted, 0);
  const auto drawn = draw_decisions(snapshot, {}, {}, {.replications = 500, .seed = 4});
  for (std::size_t r = 0; r < 500; ++r) {
    for (std::size_t i = 1; i < 4; ++i) {
      ASSERT_GE(drawn.draws.final_day[drawn.draws.cell(r, i)], 1);
    }
  }
}

// With three of ten decided on every day the chance of a day is 0.3, and of two 0.51. A hazard that
// counts the whole day of the decision as waiting, or a sum of hazards instead of their integral,
// gives 0.26 and 0.45, or 0.30 and 0.60.
TEST(Pitfall, ChancesAreIntegralsOfTheHazardAndNotItsSums) {
  Truth truth;
  truth.cases = 20'000;
  truth.chance = [](int, int, const auto&) { return 0.3; };
  StateSettings settings;
  settings.as_of = truth.as_of;
  const StateModel model =
      fit_state("case", simulate_spells(truth, 1), case_prior({"a"}), settings);
  const StateSampler sampler{model, 2};
  std::vector<StateDraw> futures(400);
  sampler.draw(1, 0, futures);
  double one = 0.0;
  double two = 0.0;
  for (const StateDraw& future : futures) {
    const double first = future.hazard_on(1, 1);
    one += (1.0 - std::exp(-first)) / 400.0;
    two += (1.0 - std::exp(-first - future.hazard_on(2, 2))) / 400.0;
  }
  EXPECT_NEAR(one, 0.3, 0.015);
  EXPECT_NEAR(two, 0.51, 0.02);
}

TEST(Pitfall, OutcomesAddUpToTheChanceOfAnyDecision) {
  CaseFile file = steady_cases(300, 0.05);
  for (std::size_t i = 0; i < file.cases.size(); i += 3) file.cases[i].outcome = "refused";
  const auto forecast = forecast_cases(file, kAsOf, request_of(30));
  ASSERT_THAT(forecast.outcomes, ElementsAre("granted", "refused"));
  double expected = 0.0;
  for (const PendingForecast& one : forecast.pending) {
    const auto any = one.any();
    for (std::size_t day = 0; day < any.size(); ++day) {
      ASSERT_NEAR(any[day], one.outcomes[0][day] + one.outcomes[1][day], 1e-12);
    }
    expected += any.back();
  }
  EXPECT_NEAR(forecast.fleet.back().mean, expected, 1e-9 * expected);
}

/// Mean log hazard over the mode's weeks from..to (0 the newest) in the bin of day 12.
double log_hazard(const StateModel& model, std::size_t from, std::size_t to) {
  const Layout& layout = model.hazard.layout;
  const std::size_t bin = model.bins.of(12);
  const HatPoint hat = layout.bin_hat[bin];
  double mean = 0.0;
  for (std::size_t back = from; back <= to; ++back) {
    const auto at = static_cast<Eigen::Index>((layout.periods - 1 - back) * layout.period_size);
    const auto own =
        model.hazard.mode.periods.segment(at, static_cast<Eigen::Index>(layout.period_size));
    double sum = own.segment(static_cast<Eigen::Index>(layout.jolt_at),
                             static_cast<Eigen::Index>(layout.common()))
                     .sum();
    for (const std::size_t block : {std::size_t{0}, layout.drift_at}) {
      const auto place = static_cast<Eigen::Index>(block + hat.hat);
      sum += (1.0 - hat.fraction) * own(place) + hat.fraction * own(place + 1);
    }
    mean += sum / static_cast<double>(to - from + 1);
  }
  const auto shape = static_cast<Eigen::Index>(layout.shape_at + bin);
  return mean + model.offset[bin] + model.hazard.mode.dense(0) + model.hazard.mode.dense(shape);
}

TEST(Pitfall, APolicyDateInTheMiddleOfAWeekBlursThatWeekOnly) {
  // Three times as fast since 38 days before the as-of day, a Friday: the sixth week back.
  Truth truth;
  truth.cases = 20'000;
  truth.chance = [](int, int back, const auto&) { return back < 38 ? 0.09 : 0.03; };
  StateSettings settings;
  settings.as_of = truth.as_of;
  const StateModel model =
      fit_state("case", simulate_spells(truth, 2), case_prior({"a"}), settings);
  EXPECT_NEAR(log_hazard(model, 0, 4), std::log(0.09), 0.15);
  EXPECT_NEAR(log_hazard(model, 6, 10), std::log(0.03), 0.15);
}

TEST(Pitfall, TheFutureOfARandomWalkDoesNotExplode) {
  // The pace goes up and down around the same mean: a year ahead is hardly less known than a month.
  Truth truth;
  truth.cases = 12'000;
  std::vector<double> pace(truth.days / 7 + 1);
  RandomStream stream{6, 0, "pace", Purpose::test};
  double now = 0.0;
  for (double& week : pace) week = now = 0.8 * now + 0.3 * stream.normal();
  truth.chance = [&](int, int back, const auto&) {
    return 0.03 * std::exp(pace[static_cast<std::size_t>(back / 7)]);
  };
  StateSettings settings;
  settings.as_of = truth.as_of;
  const StateModel model =
      fit_state("case", simulate_spells(truth, 3), case_prior({"a"}), settings);
  constexpr Day kYear = 365;
  const StateSampler sampler{model, kYear};
  std::vector<StateDraw> futures(400);
  sampler.draw(1, 0, futures);
  const auto deviation = [&](Day day) {
    double sum = 0.0;
    double squares = 0.0;
    for (const StateDraw& future : futures) {
      const double one =
          std::log(future.hazard[static_cast<std::size_t>((day - 1) / 7) * future.bins + 12]);
      sum += one / 400.0;
      squares += one * one / 400.0;
    }
    return std::sqrt(squares - sum * sum);
  };
  EXPECT_LT(deviation(kYear), 1.6 * deviation(30));
}

// The weighted Brier score needs the chance of being observed just before a day, and many programs
// take it just after. Scores here need no weights: days that are not wholly observed are not used.
TEST(Pitfall, ScoresUseOnlyDaysWhoseHorizonIsObserved) {
  const CaseFile file = steady_cases(400, 0.03);
  backtest::BacktestRequest request;
  request.observed_until = kAsOf;
  request.horizon = 60;
  request.horizons = {14, 30};
  request.draws = 50;
  request.as_of = {kAsOf - Days{90}, kAsOf - Days{29}};
  const auto result = backtest::run_backtest(backtest::CaseReplay{file}, request);
  ASSERT_THAT(result.dates, SizeIs(1));
  EXPECT_EQ(result.dates[0].as_of, kAsOf - Days{90});
  ASSERT_THAT(result.skipped, SizeIs(1));
  EXPECT_EQ(result.skipped[0].code, "not_observed");
}

}  // namespace
}  // namespace runout::regime
