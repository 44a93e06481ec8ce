#include "runout/regime/latent/likelihood.h"

#include <cmath>
#include <functional>

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
using fixtures::log_likelihood_of;
using fixtures::parted;
using fixtures::random_vector;
using fixtures::small_field;
using fixtures::SmallField;
using fixtures::unknowns_of;

/// Central differences with the leading error removed: about 1e-9 of the values.
VectorXd slope_along(const std::function<VectorXd(double)>& f) {
  constexpr double kStep = 1e-3;
  const VectorXd narrow = (f(kStep) - f(-kStep)) / (2.0 * kStep);
  const VectorXd wide = (f(2.0 * kStep) - f(-2.0 * kStep)) / (4.0 * kStep);
  return (4.0 * narrow - wide) / 3.0;
}

class Likelihoods : public ::testing::TestWithParam<std::tuple<Family, std::size_t>> {
 protected:
  SmallField field_ =
      small_field(fixtures::block_choices()[std::get<1>(GetParam())], std::get<0>(GetParam()));
  CellLikelihood likelihood_{field_.cells, field_.layout, field_.offset, field_.family};
  VectorXd at_ = 0.4 * random_vector(unknowns_of(field_.layout), 3);

  double evaluate(const VectorXd& x) {
    return likelihood_.evaluate(parted(x, field_.layout.dense_size));
  }
  VectorXd gradient(const VectorXd& x) {
    evaluate(x);
    ArrowVector sum = parted(VectorXd::Zero(x.size()), field_.layout.dense_size);
    likelihood_.add_gradient(sum);
    return joined(sum);
  }
  MatrixXd curvature(CellLikelihood::Effects effects = CellLikelihood::Effects::fresh) {
    const Layout& layout = field_.layout;
    ArrowMatrix sum{layout.periods, layout.period_size, layout.chained(), layout.dense_size};
    likelihood_.add_curvature(sum, effects);
    return dense_of(sum);
  }
};

TEST_P(Likelihoods, AreTheSumOverCells) {
  const double expected = log_likelihood_of(field_, at_);
  EXPECT_NEAR(evaluate(at_), expected, 1e-11 * std::abs(expected));
}

TEST_P(Likelihoods, HaveTheGradientOfDifferences) {
  const VectorXd found = gradient(at_);
  for (Index i = 0; i < at_.size(); ++i) {
    const VectorXd expected = slope_along([&](double step) {
      return VectorXd::Constant(1, evaluate(at_ + step * VectorXd::Unit(at_.size(), i)));
    });
    ASSERT_NEAR(found(i), expected(0), 1e-6) << i;
  }
}

TEST_P(Likelihoods, HaveTheCurvatureOfDifferences) {
  evaluate(at_);
  const MatrixXd found = curvature();
  for (Index i = 0; i < at_.size(); ++i) {
    const VectorXd expected = slope_along(
        [&](double step) { return gradient(at_ + step * VectorXd::Unit(at_.size(), i)); });
    ASSERT_LT((found.col(i) + expected).cwiseAbs().maxCoeff(), 1e-6) << i;
  }
}

TEST_P(Likelihoods, MayTakeTheCurvatureOfEffectsFromAnEarlierPoint) {
  evaluate(at_);
  const MatrixXd before = curvature();
  evaluate(0.5 * at_);
  const MatrixXd mixed = curvature(CellLikelihood::Effects::may_be_old);
  const MatrixXd after = curvature();
  const auto effects = static_cast<Index>(field_.layout.dense_size - field_.layout.effects_at);
  const Index others = at_.size() - effects;
  EXPECT_EQ(mixed.bottomRows(effects), before.bottomRows(effects));
  EXPECT_EQ(mixed.topLeftCorner(others, others), after.topLeftCorner(others, others));
}

TEST_P(Likelihoods, ExpectAsManyAsTheHazardSays) {
  evaluate(at_);
  const std::vector<double> found = likelihood_.expected_by_period();
  const VectorXd eta = fixtures::design_of(field_) * at_;
  std::vector<double> expected(found.size(), 0.0);
  for (std::size_t i = 0; i < field_.cells.cells.size(); ++i) {
    const Cell& cell = field_.cells.cells[i];
    const double hazard = std::exp(eta(static_cast<Index>(i)) + field_.offset[cell.bin]);
    expected[cell.period] +=
        cell.exposure * (field_.family == Family::poisson ? hazard : hazard / (1.0 + hazard));
  }
  for (std::size_t t = 0; t < found.size(); ++t) EXPECT_NEAR(found[t], expected[t], 1e-9) << t;
}

TEST_P(Likelihoods, StayFiniteFarFromTheData) {
  for (const double far : {-800.0, -60.0, 60.0, 800.0}) {
    VectorXd x = at_;
    x(x.size() - static_cast<Index>(field_.layout.dense_size)) = far;
    EXPECT_TRUE(std::isfinite(evaluate(x))) << far;
    EXPECT_TRUE(gradient(x).allFinite()) << far;
    EXPECT_TRUE(curvature().allFinite()) << far;
  }
}

INSTANTIATE_TEST_SUITE_P(OfFields, Likelihoods,
                         ::testing::Combine(::testing::Values(Family::poisson, Family::binomial),
                                            ::testing::Values(0, 1, 2, 4, 5, 6, 7, 8, 9)));

}  // namespace
}  // namespace runout::regime
