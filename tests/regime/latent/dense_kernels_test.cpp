#include "runout/regime/latent/dense_kernels.h"

#include <vector>

#include <gmock/gmock.h>
#include <Eigen/Dense>

#include "runout/base/random.h"
#include "runout/regime/latent/place.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr Instructions kAll[] = {Instructions::plain, Instructions::avx2, Instructions::avx512};

MatrixXd random_matrix(std::size_t rows, std::size_t columns, std::uint32_t seed) {
  RandomStream stream{seed, 0, "matrix", Purpose::test};
  MatrixXd matrix(place(rows), place(columns));
  for (double& value : matrix.reshaped()) value = stream.normal();
  return matrix;
}

MatrixXd random_lower(std::size_t size, std::uint32_t seed) {
  MatrixXd matrix = random_matrix(size, size, seed).triangularView<Eigen::Lower>();
  matrix.diagonal().array() = matrix.diagonal().array().abs() + 3.0;
  return matrix;
}

/// Expects what `compute` gives with every kind of instructions near `expected`, with the same
/// bits.
template <typename Compute>
void expect_everywhere(const MatrixXd& expected, const Compute& compute) {
  const MatrixXd plain = compute(Instructions::plain);
  ASSERT_EQ(plain.rows(), expected.rows());
  EXPECT_LT((plain - expected).cwiseAbs().maxCoeff(), 1e-10);
  for (const Instructions which : kAll) {
    if (!has_instructions(which)) continue;
    EXPECT_TRUE(compute(which) == plain) << static_cast<int>(which);
  }
}

class DenseKernels : public ::testing::TestWithParam<std::size_t> {
 protected:
  std::size_t n_ = padded(GetParam());
};

TEST_P(DenseKernels, SubtractTheSquareOfAMatrix) {
  for (const std::size_t k : {1U, 127U, 300U}) {
    const MatrixXd a = random_matrix(n_, k, 1);
    const MatrixXd c = random_matrix(n_, n_, 2);
    const MatrixXd expected = (c - a * a.transpose()).triangularView<Eigen::Lower>();
    expect_everywhere(expected, [&](Instructions which) -> MatrixXd {
      MatrixXd result = c;
      subtract_square(a.data(), n_, k, result.data(), which);
      return result.triangularView<Eigen::Lower>();
    });
  }
}

TEST_P(DenseKernels, MultiplyByALowerTriangle) {
  const MatrixXd l = random_lower(n_, 3);
  for (const std::size_t m : {1U, 3U, 10U}) {
    const MatrixXd x = random_matrix(n_, m, 4);
    expect_everywhere(l * x, [&](Instructions which) {
      MatrixXd y(place(n_), place(m));
      multiply_lower(l.data(), x.data(), n_, m, y.data(), which);
      return y;
    });
  }
}

TEST_P(DenseKernels, SolveAlongTheChain) {
  const std::size_t q = 5;
  const std::size_t c = 3;
  const MatrixXd lower = random_lower(q, 5);
  const MatrixXd link = random_matrix(c, c, 6);
  const MatrixXd neighbour = random_matrix(n_, c, 7);
  const MatrixXd x = random_matrix(n_, q, 8);
  const MatrixXd inverse = lower.inverse();
  for (const bool is_chained : {false, true}) {
    const ChainedBlock block{q, c, lower.data(), is_chained ? link.data() : nullptr};
    MatrixXd forward = x;
    MatrixXd backward = x;
    if (is_chained) {
      forward.rightCols(place(c)) -= neighbour * link.transpose();
      backward.rightCols(place(c)) -= neighbour * link;
    }
    expect_everywhere(forward * inverse.transpose(), [&](Instructions which) {
      MatrixXd result = x;
      solve_forward(block, neighbour.data(), n_, result.data(), which);
      return result;
    });
    expect_everywhere(backward * inverse, [&](Instructions which) {
      MatrixXd result = x;
      solve_backward(block, neighbour.data(), n_, result.data(), which);
      return result;
    });
  }
}

TEST_P(DenseKernels, MultiplyColumns) {
  const MatrixXd x = random_matrix(n_, 2, 9);
  expect_everywhere(MatrixXd::Constant(1, 1, x.col(0).dot(x.col(1))), [&](Instructions which) {
    return MatrixXd::Constant(1, 1, inner_product(x.data(), x.data() + n_, n_, which)).eval();
  });
}

INSTANTIATE_TEST_SUITE_P(OfRows, DenseKernels, ::testing::Values(1, 8, 9, 91, 300));

}  // namespace
}  // namespace runout::regime
