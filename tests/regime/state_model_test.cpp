#include "runout/regime/state_model.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "regime/cells/spell_fixture.h"
#include "regime/future/simulated_cases.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::VectorXd;
using fixtures::cut_in_two;
using fixtures::random_spells;
using fixtures::shuffled;
using fixtures::simulate_spells;
using fixtures::Truth;

StateSettings state_settings(Date as_of) {
  StateSettings settings;
  settings.as_of = as_of;
  return settings;
}

StateModel fit_state(const SpellTable& table, std::vector<std::string> outcomes = {"a", "b", "c"}) {
  return fit_state("case", table, case_prior(std::move(outcomes)), state_settings(kAsOf));
}

/// Largest difference between the modes and the deviations of two fits of the same shape.
double apart(const StateModel& one, const StateModel& other) {
  double largest = std::abs(one.day_spread - other.day_spread);
  const auto compare = [&](const FieldPosterior& a, const FieldPosterior& b) {
    ASSERT_EQ(a.mode.periods.size(), b.mode.periods.size());
    ASSERT_EQ(a.mode.dense.size(), b.mode.dense.size());
    largest =
        std::max({largest, (a.mode.dense - b.mode.dense).cwiseAbs().maxCoeff(),
                  (a.mode.periods - b.mode.periods).cwiseAbs().maxCoeff(),
                  std::abs(a.hyper.shape - b.hyper.shape), std::abs(a.hyper.walk - b.hyper.walk),
                  std::abs(a.log_marginal - b.log_marginal)});
  };
  compare(one.hazard, other.hazard);
  for (std::size_t s = 0; s < one.splits.size(); ++s) {
    compare(one.splits[s].field, other.splits[s].field);
  }
  return largest;
}

TEST(FitState, WithoutRecordsIsThePrior) {
  const StateModel model = fit_state(SpellTable{});
  EXPECT_EQ(model.decided, 0.0);
  EXPECT_EQ(model.day_spread, 0.0);
  EXPECT_LT(model.hazard.mode.dense.cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_EQ(model.splits.size(), 2u);
}

TEST(FitState, DoesNotChangeWhenRecordsAreCutInTwo) {
  const SpellTable table = random_spells(1, 300, kAsOf);
  EXPECT_LT(apart(fit_state(table), fit_state(cut_in_two(table, 2))), 1e-7);
}

TEST(FitState, DoesNotDependOnTheOrderOfRecords) {
  const SpellTable table = random_spells(2, 300, kAsOf);
  EXPECT_LT(apart(fit_state(table), fit_state(shuffled(table, 3))), 1e-7);
}

TEST(FitState, DoesNotDependOnTheOrderOfLevels) {
  const SpellTable table = random_spells(3, 300, kAsOf);
  SpellTable turned = table;
  for (std::size_t i = 0; i < turned.spells.size(); ++i) {
    std::int32_t& level = turned.levels[i * 2 + 1];
    if (level != kNoLevel) level = 2 - level;
  }
  const StateModel one = fit_state(table);
  const StateModel other = fit_state(turned);
  const auto effects = [](const StateModel& model) -> VectorXd {
    return model.hazard.mode.dense.tail(3);
  };
  EXPECT_LT((effects(one) - effects(other).reverse()).cwiseAbs().maxCoeff(), 1e-7);
  const Index others = one.hazard.mode.dense.size() - 3;
  EXPECT_LT((one.hazard.mode.dense.head(others) - other.hazard.mode.dense.head(others))
                .cwiseAbs()
                .maxCoeff(),
            1e-7);
  EXPECT_NEAR(one.hazard.log_marginal, other.hazard.log_marginal, 1e-7);
}

TEST(FitState, ReachesTheSameFromAnEarlierFit) {
  const SpellTable table = random_spells(5, 300, kAsOf);
  SpellTable before = table;
  before.spells.pop_back();
  before.levels.resize(before.spells.size() * before.covariates.size());
  const StateModel earlier = fit_state(before);
  StateSettings settings = state_settings(kAsOf);
  settings.before = &earlier;
  const StateModel warm = fit_state("case", table, case_prior({"a", "b", "c"}), settings);
  const StateModel cold = fit_state(table);
  // Deviations end their updates within so much of the best log marginal likelihood.
  EXPECT_NEAR(warm.hazard.log_marginal, cold.hazard.log_marginal, 0.5);
  EXPECT_LT((warm.hazard.mode.dense - cold.hazard.mode.dense).cwiseAbs().maxCoeff(), 0.1);
}

TEST(FitState, LetsRareLevelsShareAnEffect) {
  SpellTable table = fixtures::table_with({fixtures::every_day(kAsOf - Days{99}, kAsOf)}, {5});
  // Levels 4, 1 and 2 are the most frequent ones; 2 comes before 3, which is as frequent.
  for (const std::int32_t level : {4, 4, 4, 1, 1, 2, 3, 0}) {
    fixtures::add_spell(table, kAsOf - Days{20}, kAsOf - Days{5}, 0, 0.0, {level});
  }
  StateSettings settings = state_settings(kAsOf);
  settings.most_levels = 3;
  const StateModel model = fit_state("case", table, case_prior({"a"}), settings);
  EXPECT_EQ(model.effect_of_level[0], (std::vector<std::int32_t>{2, 1, 3, 3, 0}));
  EXPECT_EQ(model.hazard.layout.levels[0], 4u);
}

TEST(FitState, KeepsToTheDecisionsThatEachCauseHas) {
  Truth truth;
  truth.chance = [](int, int, const auto&) { return 0.03; };
  truth.causes = {0.1, 0.2, 0.7};
  const StateModel model = fit_state(simulate_spells(truth, 4));
  EXPECT_EQ(model.splits[0].cause, 2u);
  EXPECT_EQ(model.splits[1].cause, 1u);
  EXPECT_EQ(model.last_cause, 0u);
}

// Posterior standard deviations are what the truth is allowed to lie away: 4 of them leave 1 in
// 16,000 to chance for each of the six effects and the level.
TEST(FitState, RecoversTheEffectsThatWereSimulated) {
  Truth truth;
  truth.cases = 5000;
  truth.levels = {2, 4};
  const std::vector<double> first{-0.5, 0.5};
  const std::vector<double> second{0.6, 0.2, -0.2, -0.6};
  truth.chance = [&](int, int, const std::vector<std::int32_t>& levels) {
    const double sum =
        first[static_cast<std::size_t>(levels[0])] + second[static_cast<std::size_t>(levels[1])];
    return 1.0 - std::exp(-0.03 * std::exp(sum));
  };
  const StateModel model = fit_state(simulate_spells(truth, 5), {"a"});
  const FieldPosterior& field = model.hazard;
  const auto covariance = field.factor.selected_inverse().dense;
  const auto expect_differences = [&](std::size_t covariate, const std::vector<double>& effects) {
    const auto at = static_cast<Index>(field.layout.effect_at[covariate]);
    for (Index i = 1; i < static_cast<Index>(effects.size()); ++i) {
      const double found = field.mode.dense(at + i) - field.mode.dense(at);
      const double variance =
          covariance(at, at) + covariance(at + i, at + i) - 2.0 * covariance(at, at + i);
      EXPECT_NEAR(found, effects[static_cast<std::size_t>(i)] - effects[0],
                  4.0 * std::sqrt(variance))
          << covariate << " " << i;
      EXPECT_LT(std::sqrt(variance), 0.1);
    }
  };
  expect_differences(0, first);
  expect_differences(1, second);
}

/// Log hazard of a case without covariates, at the mode.
double log_hazard(const StateModel& model, std::int32_t waited, std::size_t period) {
  const Layout& layout = model.hazard.layout;
  const ArrowVector& mode = model.hazard.mode;
  const std::size_t bin = model.bins.of(waited);
  double sum =
      model.offset[bin] + mode.dense(0) + mode.dense(static_cast<Index>(layout.shape_at + bin));
  const auto first = static_cast<Index>(period * layout.period_size);
  for (std::size_t i = layout.jolt_at; i < layout.drift_at; ++i) {
    sum += mode.periods(first + static_cast<Index>(i));
  }
  const HatPoint hat = layout.bin_hat[bin];
  for (const std::size_t at : {std::size_t{0}, layout.drift_at}) {
    const auto place = first + static_cast<Index>(at + hat.hat);
    sum += (1.0 - hat.fraction) * mode.periods(place) + hat.fraction * mode.periods(place + 1);
  }
  return sum;
}

TEST(FitState, RecoversTheShapeThatWasSimulated) {
  Truth truth;
  truth.cases = 20'000;
  truth.chance = [](int waited, int, const auto&) { return waited < 20 ? 0.01 : 0.05; };
  const StateModel model = fit_state(simulate_spells(truth, 6), {"a"});
  for (const std::int32_t waited : {2, 10, 17, 25, 40}) {
    double mean = 0.0;
    constexpr std::size_t kPeriods = 20;
    for (std::size_t t = model.periods.count - kPeriods; t < model.periods.count; ++t) {
      mean += log_hazard(model, waited, t) / kPeriods;
    }
    EXPECT_NEAR(mean, std::log(-std::log1p(-truth.chance(waited, 0, {}))), 0.2) << waited;
  }
}

TEST(FitState, RecoversThePaceThatWasSimulated) {
  Truth truth;
  truth.cases = 20'000;
  const auto pace = [](int back) { return std::sin(back / 40.0); };
  truth.chance = [&](int, int back, const auto&) { return 0.03 * std::exp(pace(back)); };
  const StateModel model = fit_state(simulate_spells(truth, 7), {"a"});
  double squares = 0.0;
  constexpr std::size_t kPeriods = 60;
  for (std::size_t t = model.periods.count - kPeriods; t < model.periods.count; ++t) {
    const auto back = static_cast<int>((kAsOf - model.periods.last_day(t)).count()) + 3;
    const double error = log_hazard(model, 12, t) - std::log(0.03) - pace(back);
    squares += error * error / kPeriods;
  }
  EXPECT_LT(std::sqrt(squares), 0.25);  // The pace itself goes up and down by 0.7.
}

TEST(FitState, BearsDecisionsInAWeekOfHolidays) {
  // Nobody works in the last week of January, and yet decisions bear its dates.
  const Date first = kAsOf - Days{400};
  const Date holidays = parse_date("2025-01-28");  // A week counted back from the as-of day.
  SpellTable table;
  table.clocks.emplace_back(std::vector<double>(7, 1.0), first, kAsOf);
  table.clocks.back().scale_openness(holidays, holidays + Days{6}, 0.0);
  for (int i = 0; i < 900; ++i) {
    const Date filed = first + Days{i % 380};
    const Date decided = filed + Days{10 + i % 20};
    table.spells.push_back({0.0, filed, std::min(decided, kAsOf),
                            decided <= kAsOf ? std::optional<std::size_t>{0} : std::nullopt, 0});
  }
  const Hyper hyper = fit_state(table, {"a"}).hazard.hyper;
  EXPECT_LT(hyper.jolt, 1.0);
  EXPECT_LT(hyper.pace, 1.0);
}

TEST(FitState, FindsBatchesOfDecisionsOnSingleDays) {
  Truth truth;
  truth.cases = 4000;
  truth.chance = [](int, int, const auto&) { return 0.04; };
  const double steady = fit_state(simulate_spells(truth, 8), {"a"}).day_spread;
  // All is decided on one day of five.
  truth.chance = [](int, int back, const auto&) { return back * 7919 % 5 == 0 ? 0.2 : 0.0; };
  const double batches = fit_state(simulate_spells(truth, 8), {"a"}).day_spread;
  EXPECT_LT(steady, 0.1);
  EXPECT_GT(batches, 1.0);
}

}  // namespace
}  // namespace runout::regime
