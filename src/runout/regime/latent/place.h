// Counts and row numbers, as Eigen wants them.
#pragma once

#include <cstddef>

#include <Eigen/Core>

namespace runout::regime {

/// `n` as a row or column of a matrix.
[[nodiscard]] inline Eigen::Index place(std::size_t n) { return static_cast<Eigen::Index>(n); }

}  // namespace runout::regime
