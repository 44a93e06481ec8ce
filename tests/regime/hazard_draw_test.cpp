#include "runout/regime/hazard_draw.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "runout/base/random.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

DrawnHazard constant(double hazard) {
  DrawnHazard drawn;
  drawn.starts = {0.0};
  drawn.hazard = {hazard};
  drawn.cumulative = {0.0};
  drawn.share = {1.0};
  drawn.causes = 1;
  return drawn;
}

DrawnHazard steps() {
  DrawnHazard drawn;
  drawn.starts = {0.0, 10.0, 20.0};
  drawn.hazard = {0.1, 0.0, 0.2};
  drawn.cumulative = {0.0, 1.0, 1.0};
  drawn.share = {0.25, 1.0, 0.5, 1.0, 0.9, 1.0};
  drawn.causes = 2;
  return drawn;
}

TEST(DrawnHazard, SolvesWhatItCollects) {
  const DrawnHazard drawn = steps();
  EXPECT_DOUBLE_EQ(drawn.solve(0.0, 0.5), 5.0);
  EXPECT_DOUBLE_EQ(drawn.solve(5.0, 0.5), 10.0);
  EXPECT_DOUBLE_EQ(drawn.solve(0.0, 1.4), 22.0);  // nothing happens in the second piece
  EXPECT_DOUBLE_EQ(drawn.solve(12.0, 0.2), 21.0);
  EXPECT_DOUBLE_EQ(drawn.collected(22.0), 1.4);
}

TEST(DrawnHazard, NeverEndsWithoutHazard) {
  EXPECT_EQ(constant(0.0).solve(3.0, 0.1), std::numeric_limits<double>::infinity());
}

TEST(DrawnHazard, SharesCausesByPiece) {
  const DrawnHazard drawn = steps();
  EXPECT_EQ(drawn.cause(5.0, 0.2), 0u);
  EXPECT_EQ(drawn.cause(5.0, 0.3), 1u);
  EXPECT_EQ(drawn.cause(25.0, 0.8), 0u);
}

// A line that needs n licences waits for the last: the mean of the maximum of n exponential waits
// with mean m is m (1 + 1/2 + ... + 1/n).
TEST(DrawnHazard, TheLastOfSevenLicencesComesWhenTheFormulaSays) {
  const DrawnHazard drawn = constant(1.0 / 45.0);
  constexpr int kReplications = 40'000;
  double sum = 0.0;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    double last = 0.0;
    for (std::uint64_t licence = 0; licence < 7; ++licence) {
      RandomStream stream{21, r, licence, Purpose::decision};
      last = std::max(last, drawn.solve(0.0, stream.exponential()));
    }
    sum += last;
  }
  // sd of the maximum: 45 sqrt(1 + 1/4 + ... + 1/49) = 55.3; four standard errors.
  EXPECT_NEAR(sum / kReplications, 116.678571, 4.0 * 55.3 / std::sqrt(kReplications));
}

// Cycles of two stages with rate 0.1 each: m(t) = t/20 - 1/4 + exp(-0.2 t) / 4.
TEST(DrawnHazard, TwoStageCyclesRenewAsTheFormulaSays) {
  const DrawnHazard stage = constant(0.1);
  constexpr int kReplications = 40'000;
  double renewals = 0.0;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    RandomStream stream{22, r, "cycle", Purpose::test};
    for (double time = 0.0;; renewals += 1.0) {
      time += stage.solve(0.0, stream.exponential());
      time += stage.solve(0.0, stream.exponential());
      if (time > 30.0) break;
    }
  }
  EXPECT_NEAR(renewals / kReplications, 1.250620, 4.0 * 0.85 / std::sqrt(kReplications));
}

// Up with rate 0.25 out of down, down with rate 0.04 out of up: down for 0.04 / 0.29 of the time.
TEST(DrawnHazard, SupplyThatFailsAndRecoversIsDownForTheKnownShare) {
  const DrawnHazard failing = constant(0.04);
  const DrawnHazard recovering = constant(0.25);
  double up = 0.0;
  double down = 0.0;
  RandomStream stream{23, 0, "supply", Purpose::test};
  for (int cycle = 0; cycle < 60'000; ++cycle) {
    up += failing.solve(0.0, stream.exponential());
    down += recovering.solve(0.0, stream.exponential());
  }
  // Relative sd of the ratio about sqrt(2 / cycles) (1 - share).
  EXPECT_NEAR(down / (up + down), 0.137931, 4.0 * 0.137931 * std::sqrt(2.0 / 60'000.0));
}

TEST(HazardSampler, DrawsHazardsAroundTheirMean) {
  SpellTable table;
  const HazardPosterior posterior =
      fit_hazard(table, review_prior(), {.as_of = Date{}, .most_pieces = 24});
  const HazardSampler sampler{"review", posterior, {}};
  DrawnHazard drawn;
  double sum = 0.0;
  constexpr std::uint32_t kDraws = 20'000;
  for (std::uint32_t r = 0; r < kDraws; ++r) {
    sampler.draw_hazard(31, r, drawn);
    sum += drawn.hazard[5] / posterior.mean_hazard(5);
    for (std::size_t piece = 0; piece < posterior.pieces(); ++piece) {
      ASSERT_GE(drawn.hazard[piece], 0.0);
      ASSERT_NEAR(drawn.share[piece * 4 + 3], 1.0, 1e-12);
    }
  }
  EXPECT_NEAR(sum / kDraws, 1.0, 4.0 * 1.0 / std::sqrt(kDraws));
}

TEST(HazardSampler, KeepsTheNumbersOfALevelWhenAnotherIsAdded) {
  SpellTable table;
  table.covariates.push_back({"holder", {}, {}});
  table.covariates[0].add("ACME");
  const FitSettings settings{.as_of = Date{}};
  const HazardPosterior one = fit_hazard(table, review_prior(), settings);
  std::vector<double> few;
  HazardSampler{"review", one, table.covariates}.draw_factors(1, 4, few);
  SpellTable larger;
  larger.covariates.push_back({"holder", {}, {}});
  larger.covariates[0].add("ZETA");
  larger.covariates[0].add("ACME");
  const HazardPosterior two = fit_hazard(larger, review_prior(), settings);
  std::vector<double> more;
  HazardSampler{"review", two, larger.covariates}.draw_factors(1, 4, more);
  EXPECT_EQ(few.at(0), more.at(1));
  EXPECT_NE(more.at(0), more.at(1));
}

}  // namespace
}  // namespace runout::regime
