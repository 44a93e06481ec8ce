#include "runout/regime/latent/arrow_matrix.h"

#include <limits>

#include <gmock/gmock.h>

#include "regime/latent/dense_arrow.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using fixtures::ArrowShape;
using fixtures::dense_of;
using fixtures::joined;
using fixtures::parted;
using fixtures::random_arrow;
using fixtures::random_vector;

constexpr double kExact = 1e-11;

class Arrows : public ::testing::TestWithParam<ArrowShape> {
 protected:
  void SetUp() override {
    matrix_ = random_arrow(shape_, 5);
    full_ = dense_of(matrix_);
    inverse_ = full_.inverse();
    ASSERT_TRUE(factor_.factor(matrix_));
  }
  [[nodiscard]] Index rows() const { return full_.rows(); }

  ArrowShape shape_ = GetParam();
  ArrowMatrix matrix_;
  MatrixXd full_;
  MatrixXd inverse_;
  ArrowCholesky factor_;
};

TEST_P(Arrows, AreSolvedAsTheDenseMatrixIs) {
  const VectorXd right = random_vector(rows(), 1);
  const VectorXd x = joined(factor_.solve(parted(right, shape_.dense)));
  EXPECT_LT((full_ * x - right).cwiseAbs().maxCoeff(), kExact * right.norm());
}

TEST_P(Arrows, HaveTheDeterminantOfTheDenseMatrix) {
  const MatrixXd lower = full_.llt().matrixL();
  EXPECT_NEAR(factor_.log_determinant(), 2.0 * lower.diagonal().array().log().sum(), 1e-10);
}

TEST_P(Arrows, HaveTheInverseOfTheDenseMatrixOnTheirPattern) {
  const SelectedInverse found = factor_.selected_inverse();
  const SelectedInverse expected = fixtures::selected_from(inverse_, shape_);
  const auto expect_near = [](const MatrixXd& one, const MatrixXd& other) {
    ASSERT_EQ(one.rows(), other.rows());
    ASSERT_EQ(one.cols(), other.cols());
    if (one.size() > 0) {
      EXPECT_LT((one - other).cwiseAbs().maxCoeff(), kExact);
    }
  };
  expect_near(found.own, expected.own);
  expect_near(found.link, expected.link);
  expect_near(found.dense, expected.dense);
}

TEST_P(Arrows, ColourWhiteNumbersWithTheInverseAsCovariance) {
  MatrixXd coloured(rows(), rows());
  for (Index i = 0; i < rows(); ++i) {
    ArrowVector unit = parted(VectorXd::Unit(rows(), i), shape_.dense);
    factor_.colour(unit);
    coloured.col(i) = joined(unit);
  }
  EXPECT_LT((coloured * coloured.transpose() - inverse_).cwiseAbs().maxCoeff(), kExact);
}

TEST_P(Arrows, WhitenBackwards) {
  const VectorXd right = random_vector(rows(), 2);
  ArrowVector white = parted(right, shape_.dense);
  factor_.whiten(white);
  EXPECT_NEAR(white.dot(white), right.dot(inverse_ * right), kExact * right.squaredNorm());
  factor_.colour(white);
  EXPECT_LT((joined(white) - inverse_ * right).cwiseAbs().maxCoeff(), kExact * right.norm());
}

// The newest period and the dense unknowns stand last: their draws need none of the others.
TEST_P(Arrows, ColourTheNewestPeriodAlone) {
  const auto size = static_cast<Index>(shape_.size);
  const auto dense = static_cast<Index>(shape_.dense);
  const MatrixXd unit = MatrixXd::Identity(size + dense, size + dense);
  MatrixXd newest = unit.topRows(size);
  MatrixXd last = unit.bottomRows(dense);
  factor_.colour_newest(last, newest);
  MatrixXd coloured(size + dense, size + dense);
  coloured << newest, last;
  const MatrixXd expected = inverse_.bottomRightCorner(size + dense, size + dense);
  EXPECT_LT((coloured * coloured.transpose() - expected).cwiseAbs().maxCoeff(), kExact);
}

TEST_P(Arrows, ColourTheNewestPeriodAsTheWhole) {
  const VectorXd white = random_vector(rows(), 3);
  ArrowVector whole = parted(white, shape_.dense);
  MatrixXd newest = whole.periods.tail(static_cast<Index>(shape_.size));
  MatrixXd dense = whole.dense;
  factor_.colour(whole);
  factor_.colour_newest(dense, newest);
  EXPECT_LT((dense - whole.dense).cwiseAbs().maxCoeff(), kExact);
  if (newest.size() > 0) {
    EXPECT_LT((newest - whole.periods.tail(newest.rows())).cwiseAbs().maxCoeff(), kExact);
  }
}

TEST_P(Arrows, AreRefusedWhereNotPositiveDefinite) {
  for (Index i = 0; i < rows(); ++i) {
    for (const double bad : {-1.0, std::numeric_limits<double>::quiet_NaN()}) {
      ArrowMatrix broken = matrix_;
      double& entry = i < broken.block.rows()
                          ? broken.block(i, i % static_cast<Index>(shape_.size))
                          : broken.dense(i - broken.block.rows(), i - broken.block.rows());
      entry = bad;
      EXPECT_FALSE(ArrowCholesky{}.factor(broken)) << i << " " << bad;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(OfManySizes, Arrows,
                         ::testing::Values(ArrowShape{1, 1, 0, 1}, ArrowShape{1, 3, 2, 2},
                                           ArrowShape{5, 0, 0, 4}, ArrowShape{1, 0, 0, 1},
                                           ArrowShape{4, 1, 0, 3}, ArrowShape{4, 1, 1, 3},
                                           ArrowShape{6, 3, 2, 5}, ArrowShape{20, 4, 2, 10},
                                           ArrowShape{7, 2, 2, 1}, ArrowShape{12, 9, 1, 30}));

}  // namespace
}  // namespace runout::regime
