#include "runout/regime/latent/prior.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "regime/latent/dense_arrow.h"
#include "regime/latent/field_fixture.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using fixtures::dense_of;
using fixtures::joined;
using fixtures::parted;
using fixtures::precision_of;
using fixtures::random_vector;
using fixtures::small_field;
using fixtures::SmallField;
using fixtures::unknowns_of;

double log_determinant(const MatrixXd& matrix) {
  const MatrixXd lower = matrix.llt().matrixL();
  return 2.0 * lower.diagonal().array().log().sum();
}

class Priors : public ::testing::TestWithParam<std::size_t> {
 protected:
  SmallField field_ = small_field(fixtures::block_choices()[GetParam()], Family::poisson);
  Layout layout_ = field_.layout;
  Hyper hyper_ = field_.hyper;

  [[nodiscard]] MatrixXd precision(const Hyper& hyper) const {
    ArrowMatrix sum{layout_.periods, layout_.period_size, layout_.chained(), layout_.dense_size};
    add_prior_precision(layout_, hyper, sum);
    return dense_of(sum);
  }
  /// A block's precision at deviation 1, from what the deviation changes.
  [[nodiscard]] MatrixXd structure(const LearntBlock& block) const {
    Hyper one = hyper_;
    Hyper two = hyper_;
    block.value(one) = 1.0;
    block.value(two) = 0.5;
    return (precision(two) - precision(one)) / 3.0;
  }
};

TEST_P(Priors, HaveThePrecisionOfTheirDefinition) {
  const MatrixXd expected = precision_of(layout_, hyper_);
  EXPECT_LT((precision(hyper_) - expected).cwiseAbs().maxCoeff(),
            1e-12 * expected.cwiseAbs().maxCoeff());
}

TEST_P(Priors, AreAppliedAsTheirPrecisionIs) {
  const VectorXd x = random_vector(unknowns_of(layout_), 4);
  const VectorXd applied = joined(apply_prior(layout_, hyper_, parted(x, layout_.dense_size)));
  const VectorXd expected = precision(hyper_) * x;
  EXPECT_LT((applied - expected).cwiseAbs().maxCoeff(), 1e-12 * expected.cwiseAbs().maxCoeff());
}

TEST_P(Priors, HaveTheDeterminantOfTheirPrecisionUpToAConstant) {
  const double apart = log_determinant(precision(hyper_)) - prior_log_determinant(layout_, hyper_);
  for (const LearntBlock& block : learnt_blocks(layout_)) {
    Hyper other = hyper_;
    block.value(other) *= 1.7;
    EXPECT_NEAR(log_determinant(precision(other)) - prior_log_determinant(layout_, other), apart,
                1e-6)
        << block.name;
  }
  Hyper other = hyper_;
  other.level = 0.3;
  other.pace_kept = 0.5;
  EXPECT_NEAR(log_determinant(precision(other)) - prior_log_determinant(layout_, other), apart,
              1e-6);
}

TEST_P(Priors, HaveTheSquareOfEachBlock) {
  const VectorXd x = random_vector(unknowns_of(layout_), 5);
  for (const LearntBlock& block : learnt_blocks(layout_)) {
    const double expected = x.dot(structure(block) * x);
    EXPECT_NEAR(block_square(layout_, hyper_, block, parted(x, layout_.dense_size)), expected,
                1e-9 * expected)
        << block.name;
  }
}

TEST_P(Priors, HaveTheTraceOfEachBlock) {
  const fixtures::ArrowShape shape{layout_.periods, layout_.period_size, layout_.chained(),
                                   layout_.dense_size};
  const MatrixXd covariance = dense_of(fixtures::random_arrow(shape, 6)).inverse();
  for (const LearntBlock& block : learnt_blocks(layout_)) {
    const double expected = (structure(block) * covariance).trace();
    EXPECT_NEAR(block_trace(layout_, hyper_, block, fixtures::selected_from(covariance, shape)),
                expected, 1e-9 * std::abs(expected) + 1e-12)
        << block.name;
  }
}

TEST_P(Priors, CountTheRankOfEachBlock) {
  for (const LearntBlock& block : learnt_blocks(layout_)) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver{structure(block)};
    const auto rank = (solver.eigenvalues().array() > 1e-9).count();
    EXPECT_EQ(block.rank, static_cast<double>(rank)) << block.name;
  }
}

INSTANTIATE_TEST_SUITE_P(OfFields, Priors, ::testing::Range(std::size_t{0}, std::size_t{10}));

/// Variances and covariances of the unknowns before any record.
class PriorBelief : public ::testing::Test {
 protected:
  SmallField field_ = small_field(Blocks{}, Family::poisson);
  Layout layout_ = field_.layout;
  MatrixXd covariance_ = precision_of(layout_, field_.hyper).inverse();

  [[nodiscard]] double between(std::size_t at, std::size_t period, std::size_t other) const {
    const auto place = [&](std::size_t t) {
      return static_cast<Index>(t * layout_.period_size + at);
    };
    return covariance_(place(period), place(other));
  }
};

TEST_F(PriorBelief, SpreadsTheWalkFromTheNewestPeriodIntoThePast) {
  const double step = field_.hyper.walk * field_.hyper.walk;
  const std::size_t newest = layout_.periods - 1;
  for (std::size_t back = 0; back <= newest; ++back) {
    EXPECT_NEAR(between(layout_.walk_at, newest - back, newest - back),
                static_cast<double>(back) * step, 2e-6)
        << back;
  }
}

TEST_F(PriorBelief, KeepsThePaceStationary) {
  const double variance = field_.hyper.pace * field_.hyper.pace;
  for (std::size_t t = 0; t < layout_.periods; ++t) {
    EXPECT_NEAR(between(layout_.pace_at, t, t), variance, 1e-9) << t;
  }
  EXPECT_NEAR(between(layout_.pace_at, 1, 3), variance * 0.85 * 0.85, 1e-9);
}

TEST_F(PriorBelief, HoldsTheMeanOfTheShapeAtNought) {
  const auto bins = static_cast<Index>(layout_.bins);
  const auto dense = static_cast<Index>(layout_.periods * layout_.period_size);
  const auto shape = dense + static_cast<Index>(layout_.shape_at);
  const double variance =
      covariance_.block(shape, shape, bins, bins).sum() / static_cast<double>(bins * bins);
  EXPECT_NEAR(variance, 1e-4, 1e-9);
  // The level is what it is believed to be on average over the bins.
  EXPECT_NEAR(covariance_(dense, dense), field_.hyper.level * field_.hyper.level, 1e-9);
}

TEST(LearntBlocks, BelieveInSmallDeviations) {
  const SmallField field = small_field(Blocks{}, Family::poisson);
  for (const LearntBlock& block : learnt_blocks(field.layout)) {
    // P(deviation > 0.5) under the exponential law.
    EXPECT_LE(std::exp(-0.5 * block.rate), 0.05) << block.name;
    EXPECT_GT(block.rank, 0.0) << block.name;
  }
}

}  // namespace
}  // namespace runout::regime
