#include "runout/regime/latent/posterior_sample.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>

#include "regime/latent/field_fixture.h"
#include "runout/base/random.h"

namespace runout::regime {
namespace {

using fixtures::small_field;
using fixtures::SmallField;

TEST(AliasTable, DrawsByTheWeights) {
  const std::vector<double> weight{1.0, 0.0, 5.0, 2.0};
  const AliasTable table{weight};
  std::vector<double> share(weight.size(), 0.0);
  constexpr int kUniforms = 1000;
  for (std::size_t place = 0; place < weight.size(); ++place) {
    for (int u = 0; u < kUniforms; ++u) {
      share[table.pick(place, (u + 0.5) / kUniforms)] += 1.0 / (4.0 * kUniforms);
    }
  }
  for (std::size_t i = 0; i < weight.size(); ++i) EXPECT_NEAR(share[i], weight[i] / 8.0, 2e-3);
}

TEST(AliasTable, StaysAtItsPlaceWhereWeightsAreEqual) {
  const AliasTable table{std::vector<double>(5, 0.2)};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(table.pick(i, 0.999), i);
}

/// Log weights with a Pareto tail of this shape.
std::vector<double> pareto(double k, std::uint32_t count) {
  RandomStream stream{1, 0, "pareto", Purpose::test};
  std::vector<double> log_weight;
  for (std::uint32_t i = 0; i < count; ++i) log_weight.push_back(k * stream.exponential());
  return log_weight;
}

// The error of k-hat with 190 weights in the tail is about (1 + k) / sqrt(190).
TEST(SmoothTail, FindsTheShapeOfATail) {
  for (const double k : {0.2, 0.5, 1.0}) {
    std::vector<double> log_weight = pareto(k, 4000);
    EXPECT_NEAR(smooth_tail(log_weight), k, 0.3) << k;
    EXPECT_LE(*std::ranges::max_element(log_weight), 0.0);
  }
}

TEST(SmoothTail, KeepsTheOrderAndAllButTheTail) {
  const std::vector<double> before = pareto(0.5, 400);
  std::vector<double> after = before;
  smooth_tail(after);
  const double highest = *std::ranges::max_element(before);
  std::vector<std::size_t> order(before.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, std::less{}, [&](std::size_t i) { return before[i]; });
  for (std::size_t i = 0; i + 1 < order.size(); ++i)
    EXPECT_LE(after[order[i]], after[order[i + 1]]);
  for (std::size_t i = 0; i < 300; ++i) {
    EXPECT_NEAR(after[order[i]], before[order[i]] - highest, 1e-12);
  }
}

TEST(SmoothTail, LeavesEqualWeightsAlone) {
  std::vector<double> log_weight(100, -3.0);
  EXPECT_EQ(smooth_tail(log_weight), 0.0);
  EXPECT_EQ(log_weight.front(), 0.0);
}

/// A hazard of which only the level is unknown, and five days on which nothing was decided: its
/// posterior falls steeply on one side, and nearly like the wide prior on the other.
SmallField nothing_decided() {
  SmallField field =
      small_field({.shock = false, .jolt = true, .pace = false, .walk = false, .drift = false},
                  Family::poisson);
  field.hyper = {.level = 3.0, .mark = 1e-3, .shape = 1e-3, .jolt = 1e-3, .effect = {1e-3, 1e-3}};
  field.offset.assign(field.offset.size(), 0.0);
  for (Cell& cell : field.cells.cells) cell.exposure = cell.decided = 0.0;
  field.cells.cells.front().exposure = 5.0;
  field.cells.decided = 0.0;
  field.cells.exposure = 5.0;
  return field;
}

TEST(SamplePosterior, WalksWhereTheNormalApproximationFails) {
  const SmallField field = nothing_decided();
  const FieldPosterior posterior =
      fit_field(field.cells, field.layout, field.offset, field.hyper, {.rounds = 0});
  const PosteriorSample sample =
      sample_posterior(field.cells, field.offset, Family::poisson, posterior, 1);
  EXPECT_GT(sample.k_hat, kWeightsMend);
  EXPECT_TRUE(sample.walked);
  double all = 0.0;
  double mean = 0.0;
  double square = 0.0;
  for (double x = -20.0; x < 10.0; x += 0.001) {
    const double weight = std::exp(-x * x / 18.0 - 5.0 * std::exp(x));
    all += weight;
    mean += weight * x;
    square += weight * x * x;
  }
  mean /= all;
  const double deviation = std::sqrt(square / all - mean * mean);
  const auto level = sample.dense.row(0).array();
  const double found = level.mean();
  // Standard errors from 512 draws that walked a few steps.
  EXPECT_NEAR(found, mean, 0.3);
  EXPECT_NEAR(std::sqrt((level - found).square().mean()), deviation, 0.25);
}

TEST(SamplePosterior, IsTheSameEveryTime) {
  const SmallField field = small_field(Blocks{}, Family::poisson);
  const FieldPosterior posterior =
      fit_field(field.cells, field.layout, field.offset, field.hyper, {.rounds = 0});
  const auto draw = [&](std::uint64_t name) {
    return sample_posterior(field.cells, field.offset, Family::poisson, posterior, name);
  };
  EXPECT_EQ(draw(1).dense, draw(1).dense);
  EXPECT_NE(draw(1).dense, draw(2).dense);
}

}  // namespace
}  // namespace runout::regime
