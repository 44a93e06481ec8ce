#include "runout/regime/waiting_prior.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runout/base/random.h"
#include "runout/regime/future/state_draw.h"
#include "runout/regime/state_model.h"
#include "runout/regime/training.h"

namespace runout::regime {
namespace {

/// Quantiles of the waiting time of a case whose seven levels were never met, before any record.
struct Predicted {
  double q05 = 0.0;
  double q50 = 0.0;
  double q95 = 0.0;
  double first_outcome = 0.0;
};

Predicted predict(const WaitingPrior& prior) {
  SpellTable table;
  for (const std::string& name : book_covariates()) {
    table.covariates.push_back({name, {}, {}});
    table.covariates.back().add("new");
  }
  const StateModel model = fit_state("state", table, prior, {.as_of = Date{}, .marks = {}});
  constexpr Day kHorizon = 1500;
  constexpr std::uint32_t kDraws = 4000;
  constexpr std::uint32_t kBlock = 100;
  const StateSampler sampler{model, kHorizon};
  const std::vector<std::int32_t> levels(table.covariates.size(), 0);
  const std::vector<std::size_t> effects = sampler.effects_of(levels);
  std::vector<double> waits;
  std::vector<StateDraw> draws(kBlock);
  Predicted predicted;
  for (std::uint32_t r = 0; r < kDraws; ++r) {
    if (r % kBlock == 0) sampler.draw(5, r, draws);
    const StateDraw& draw = draws[r % kBlock];
    double needed = RandomStream{5, r, "case", Purpose::decision}.exponential();
    for (const std::size_t effect : effects) needed /= draw.effect[effect];
    double collected = 0.0;
    Day day = 1;
    while (day < kHorizon) {
      collected += draw.hazard_on(day, model.bins.of(day - 1));
      if (collected >= needed) break;
      ++day;
    }
    waits.push_back(day);
    const double uniform = RandomStream{5, r, "outcome", Purpose::test}.uniform();
    if (sampler.cause(draw, effects, day, model.bins.of(day - 1), uniform) == 0) {
      predicted.first_outcome += 1.0 / kDraws;
    }
  }
  std::ranges::sort(waits);
  predicted.q05 = waits[kDraws / 20];
  predicted.q50 = waits[kDraws / 2];
  predicted.q95 = waits[kDraws - kDraws / 20];
  return predicted;
}

// The documented prior predictive; 7 % of room for the simulation and the pieces.
TEST(WaitingPrior, PredictsTheDocumentedReview) {
  const Predicted review = predict(review_prior());
  EXPECT_NEAR(review.q05, 10.0, 0.7);
  EXPECT_NEAR(review.q50, 45.0, 3.0);
  EXPECT_NEAR(review.q95, 400.0, 28.0);
  EXPECT_NEAR(review.first_outcome, 0.80, 0.02);
}

TEST(WaitingPrior, PredictsTheDocumentedPreparation) {
  const Predicted preparing = predict(preparing_prior());
  EXPECT_NEAR(preparing.q05, 15.0, 1.0);
  EXPECT_NEAR(preparing.q50, 45.0, 3.0);
  EXPECT_NEAR(preparing.q95, 120.0, 8.5);
  EXPECT_NEAR(preparing.first_outcome, 0.97, 0.02);
}

TEST(WaitingPrior, PredictsTheDocumentedResubmission) {
  const Predicted returned = predict(returned_prior());
  EXPECT_NEAR(returned.q05, 4.0, 0.3);
  EXPECT_NEAR(returned.q50, 15.0, 1.0);
  EXPECT_NEAR(returned.q95, 60.0, 4.5);
  EXPECT_NEAR(returned.first_outcome, 0.90, 0.02);
}

TEST(WaitingPrior, SplitsSumToOne) {
  for (const WaitingPrior& prior :
       {preparing_prior(), review_prior(), returned_prior(), case_prior({"a", "b", "c"})}) {
    double sum = 0.0;
    for (const double share : prior.split) sum += share;
    EXPECT_NEAR(sum, 1.0, 1e-12);
    EXPECT_EQ(prior.split.size(), prior.outcomes.size());
  }
}

TEST(WaitingPrior, TemplateRisesFromNothing) {
  const WaitingPrior prior = review_prior();
  EXPECT_EQ(template_hazard(prior, 0.0), 0.0);
  double before = 0.0;
  for (double days = 1.0; days < 20'000.0; days *= 1.3) {
    const double now = template_hazard(prior, days);
    EXPECT_GT(now, before);
    before = now;
  }
  EXPECT_NEAR(prior_survival(prior, prior.median), 0.5, 1e-12);
}

}  // namespace
}  // namespace runout::regime
