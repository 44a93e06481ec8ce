#include "runout/regime/waiting_prior.h"

#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "runout/base/portable_math.h"
#include "runout/regime/future/state_draw.h"
#include "runout/regime/state_model.h"

namespace runout::regime {
namespace {

/// Quantiles of the waiting time of a case without covariates, before any record.
struct Predicted {
  double q05 = 0.0;
  double q50 = 0.0;
  double q95 = 0.0;
  double first_outcome = 0.0;
};

/// The day, not necessarily whole, after which a share of the cases still waits.
double day_left(const std::vector<double>& waiting, double share) {
  std::size_t day = 1;
  while (day + 1 < waiting.size() && waiting[day] > share) ++day;
  const double before = waiting[day - 1];
  return static_cast<double>(day - 1) + (before - share) / (before - waiting[day]);
}

/// Averages the chance of still waiting over futures, rather than waits: a few hundred are enough.
Predicted predict(const WaitingPrior& prior, Day horizon) {
  constexpr std::uint32_t kPriorDraws = 400;
  constexpr std::uint32_t kBlock = 50;
  const StateModel model = fit_state("state", SpellTable{}, prior, {.as_of = Date{}, .marks = {}});
  const StateSampler sampler{model, horizon};
  std::vector<double> waiting(static_cast<std::size_t>(horizon) + 1, 0.0);
  std::vector<StateDraw> draws(kBlock);
  Predicted predicted;
  for (std::uint32_t r = 0; r < kPriorDraws; ++r) {
    if (r % kBlock == 0) sampler.draw(5, r, draws);
    const StateDraw& draw = draws[r % kBlock];
    double collected = 0.0;
    waiting[0] += 1.0 / kPriorDraws;
    for (Day day = 1; day <= horizon; ++day) {
      collected += draw.hazard_on(day, model.bins.of(day - 1));
      waiting[static_cast<std::size_t>(day)] += portable::exp(-collected) / kPriorDraws;
    }
    constexpr int kUniforms = 20;
    const auto day = static_cast<Day>(prior.median);
    for (int i = 0; i < kUniforms; ++i) {
      const double uniform = (i + 0.5) / kUniforms;
      if (sampler.cause(draw, {}, day, model.bins.of(day - 1), uniform) == 0) {
        predicted.first_outcome += 1.0 / (kPriorDraws * kUniforms);
      }
    }
  }
  predicted.q05 = day_left(waiting, 0.95);
  predicted.q50 = day_left(waiting, 0.5);
  predicted.q95 = day_left(waiting, 0.05);
  return predicted;
}

// The documented prior predictive; 7 % of room for the simulation and the pieces.
TEST(WaitingPrior, PredictsTheDocumentedReview) {
  const Predicted review = predict(review_prior(), 700);
  EXPECT_NEAR(review.q05, 10.0, 0.7);
  EXPECT_NEAR(review.q50, 45.0, 3.0);
  EXPECT_NEAR(review.q95, 400.0, 28.0);
  EXPECT_NEAR(review.first_outcome, 0.80, 0.02);
}

TEST(WaitingPrior, PredictsTheDocumentedPreparation) {
  const Predicted preparing = predict(preparing_prior(), 220);
  EXPECT_NEAR(preparing.q05, 15.0, 1.0);
  EXPECT_NEAR(preparing.q50, 45.0, 3.0);
  EXPECT_NEAR(preparing.q95, 120.0, 8.5);
  EXPECT_NEAR(preparing.first_outcome, 0.97, 0.02);
}

TEST(WaitingPrior, PredictsTheDocumentedResubmission) {
  const Predicted returned = predict(returned_prior(), 120);
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
