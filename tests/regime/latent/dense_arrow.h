// Arrows written out as dense matrices, for tests.
#pragma once

#include <cstddef>
#include <cstdint>

#include <Eigen/Dense>

#include "runout/regime/latent/arrow_matrix.h"

namespace runout::regime::fixtures {

/// Sizes of an arrow.
struct ArrowShape {
  std::size_t periods = 1;
  std::size_t size = 0;
  std::size_t chained = 0;
  std::size_t dense = 1;
};

/// A random positive definite arrow.
[[nodiscard]] ArrowMatrix random_arrow(const ArrowShape& shape, std::uint64_t seed);

/// The whole symmetric matrix: the periods' unknowns, then the dense ones.
[[nodiscard]] Eigen::MatrixXd dense_of(const ArrowMatrix& matrix);

/// The parts of a dense inverse that a selected inverse holds.
[[nodiscard]] SelectedInverse selected_from(const Eigen::MatrixXd& inverse,
                                            const ArrowShape& shape);

[[nodiscard]] Eigen::VectorXd joined(const ArrowVector& x);
[[nodiscard]] ArrowVector parted(const Eigen::VectorXd& x, std::size_t dense);
[[nodiscard]] Eigen::VectorXd random_vector(Eigen::Index size, std::uint64_t seed);

}  // namespace runout::regime::fixtures
