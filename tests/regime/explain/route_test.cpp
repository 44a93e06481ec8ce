#include "runout/regime/explain/route.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

namespace runout::regime {
namespace {

constexpr Day kLongest = 400;

/// A state of two bins (the second from the 10th day on), one yes-or-no split, one covariate of two
/// levels, all given by hand.
class RouteTest : public ::testing::Test {
 protected:
  RouteTest() {
    model_.bins.starts = {0, 10};
    model_.bins.bin.assign(11, 0);
    model_.bins.bin[10] = 1;
    model_.causes = 2;
    model_.splits.resize(1);
    model_.splits[0].cause = 0;
    model_.last_cause = 1;
    ahead_ = make_draw(0.02, 0.04);
    long_run_ = make_draw(0.01, 0.01);
  }

  static StateDraw make_draw(double early, double late) {
    StateDraw draw;
    draw.bins = 2;
    draw.period_days = kLongest;
    draw.hazard = {early, late};
    draw.day_factor.assign(kLongest, 1.0);
    draw.effect = {2.0, 0.5};
    draw.splits.push_back({{0.0, 0.0}, {0.0}, {1.0, -1.0}});
    return draw;
  }

  RouteStage stage() const {
    RouteStage result;
    result.model = &model_;
    result.open.assign(kLongest, 1.0);
    result.ticks.assign(kLongest, 1);
    result.waited = 10;
    result.usual = {{{0, 0.5}, {1, 0.5}}};  // Logarithms of 2 and 1/2 cancel.
    result.own = {0};
    result.outcomes = {0, 1};
    return result;
  }

  std::vector<RouteTally> follow(const std::vector<RouteStage>& route, RouteFuture future,
                                 const std::vector<Knowledge>& knowledge) const {
    std::vector<RouteTally> tallies(knowledge.size(), RouteTally{kLongest, 2});
    for (std::size_t s = 0; s < route.size(); ++s) future.stages.push_back({&ahead_, &long_run_});
    follow_route(route, future, knowledge, tallies);
    return tallies;
  }

  StateModel model_;
  StateDraw ahead_;
  StateDraw long_run_;
};

TEST_F(RouteTest, HasTheMedianOfItsHazard) {
  const auto tallies = follow({stage()}, {},
                              {{},
                               {.waited = true},
                               {.waited = true, .calendar = true},
                               {.waited = true, .calendar = true, .covariates = 1}});
  constexpr double kLn2 = std::numbers::ln2;
  EXPECT_NEAR(tallies[0].medians[0], kLn2 / 0.01, 1e-9);
  EXPECT_NEAR(tallies[1].medians[0], kLn2 / 0.01, 1e-9);
  EXPECT_NEAR(tallies[2].medians[0], kLn2 / 0.04, 1e-9);
  EXPECT_NEAR(tallies[3].medians[0], kLn2 / 0.08, 1e-9);
  EXPECT_NEAR(*quantile_days(tallies[0], 0.5), kLn2 / 0.01, 1e-2);  // Straight lines in a day.
  EXPECT_NEAR(tallies[0].pending[100], std::exp(-1.0), 1e-12);
}

TEST_F(RouteTest, WithoutItsWaitBeginsInTheFirstBin) {
  const auto tallies = follow({stage()}, {}, {{.calendar = true}});
  // Ten days of 0.02, then 0.04.
  EXPECT_NEAR(tallies[0].medians[0], 10.0 + (std::numbers::ln2 - 0.2) / 0.04, 1e-9);
}

TEST_F(RouteTest, EndsInItsOutcomesByTheOdds) {
  const auto tallies =
      follow({stage()}, {}, {{.calendar = true}, {.calendar = true, .covariates = 1}});
  const double decided = 1.0 - tallies[0].pending[kLongest];
  EXPECT_NEAR(tallies[0].ended[0], decided / 2.0, 1e-6);  // The average effect is 0.
  EXPECT_NEAR(tallies[1].ended[0] / (tallies[1].ended[0] + tallies[1].ended[1]),
              1.0 / (1.0 + std::exp(-1.0)), 1e-9);
}

TEST_F(RouteTest, StandsStillOnClosedDays) {
  RouteStage closed = stage();
  for (std::size_t day = 0; day < 30; ++day) {
    closed.open[day] = 0.0;
    closed.ticks[day] = 0;
  }
  const auto tallies = follow({closed}, {}, {{}});
  EXPECT_NEAR(tallies[0].medians[0], 30.0 + std::numbers::ln2 / 0.01, 1e-9);
}

TEST_F(RouteTest, FeelsChangesOnlyWhereTheyAreKnown) {
  PaceAhead pace;
  pace.scale.assign(kLongest, 2.0);
  RouteFuture future;
  future.pace = &pace;
  const auto tallies = follow({stage()}, future, {{}, {.changes = true}});
  EXPECT_NEAR(tallies[0].medians[0], 2.0 * tallies[1].medians[0], 1e-9);
}

TEST_F(RouteTest, GoesThroughTheStageBefore) {
  RouteStage first = stage();
  first.waited = 0;
  first.outcomes = {std::nullopt, 1};
  RouteFuture future;
  future.thresholds = {0.5};  // At 0.01 a day: on day 50.
  future.uniforms = {0.1};    // The first cause: on it goes.
  auto tallies = follow({first, stage()}, future, {{}});
  EXPECT_NEAR(tallies[0].medians[0], 50.0 + std::numbers::ln2 / 0.01, 1e-9);
  EXPECT_DOUBLE_EQ(tallies[0].pending[50], 1.0);
  EXPECT_LT(tallies[0].pending[51], 1.0);
  future.uniforms = {0.9};  // The second: withdrawn on the way.
  tallies = follow({first, stage()}, future, {{}});
  EXPECT_DOUBLE_EQ(tallies[0].medians[0], 50.0);
  EXPECT_DOUBLE_EQ(tallies[0].ended[1], 1.0);
  EXPECT_DOUBLE_EQ(tallies[0].pending[49], 1.0);
  EXPECT_DOUBLE_EQ(tallies[0].pending[50], 0.0);
}

TEST_F(RouteTest, BeyondTheHorizonHasNoQuantile) {
  RouteStage closed = stage();
  closed.open.assign(kLongest, 0.0);
  const auto tallies = follow({closed}, {}, {{}});
  EXPECT_EQ(quantile_days(tallies[0], 0.5), std::nullopt);
  EXPECT_DOUBLE_EQ(tallies[0].medians[0], kLongest);
}

}  // namespace
}  // namespace runout::regime
