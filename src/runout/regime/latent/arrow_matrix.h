// A symmetric positive definite matrix shaped like an arrow: small blocks along the calendar, each
// chained to the next in its last few unknowns, and a dense rim that touches everything.
//
// With T periods of q unknowns, c of them chained, and D dense ones a factorisation takes about
// T q D^2 + D^3 / 3 multiplications and T q D numbers. Source of the selected inverse:
// K. Takahashi, J. Fagan, M. Chen, "Formation of a sparse bus impedance matrix" (1973), by blocks.
#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Dense>

namespace runout::regime {

/// A vector over the unknowns of an arrow: [period x q] and [dense].
struct ArrowVector {
  Eigen::VectorXd periods;
  Eigen::VectorXd dense;

  [[nodiscard]] double dot(const ArrowVector& other) const {
    return periods.dot(other.periods) + dense.dot(other.dense);
  }
};

struct ArrowMatrix {
  std::size_t periods = 0;
  std::size_t size = 0;     ///< q, unknowns of a period
  std::size_t chained = 0;  ///< c, the last ones of them
  Eigen::MatrixXd block;    ///< (T q) x q: the periods' own blocks one below the other
  Eigen::MatrixXd link;     ///< (T c) x 1: period t with t - 1, each chained unknown with itself
  Eigen::MatrixXd rim;      ///< D x (T q): dense unknowns by the periods' ones
  Eigen::MatrixXd dense;    ///< D x D, lower triangle

  ArrowMatrix() = default;
  ArrowMatrix(std::size_t period_count, std::size_t period_size, std::size_t chained_size,
              std::size_t dense_size);
  void set_zero();
};

/// Parts of the inverse that variances and chains need.
struct SelectedInverse {
  Eigen::VectorXd own;    ///< [period x q] the diagonal
  Eigen::MatrixXd link;   ///< as ArrowMatrix::link
  Eigen::MatrixXd dense;  ///< D x D, both triangles
};

/// Cholesky factor of an arrow.
class ArrowCholesky {
 public:
  /// False when the matrix is not positive definite.
  [[nodiscard]] bool factor(const ArrowMatrix& matrix);
  [[nodiscard]] ArrowVector solve(const ArrowVector& right) const;
  /// log of the determinant.
  [[nodiscard]] double log_determinant() const;
  [[nodiscard]] SelectedInverse selected_inverse() const;
  /// Turns independent standard normal numbers, in place, into a draw with the inverse as
  /// covariance.
  void colour(ArrowVector& normal) const;
  /// The reverse of `colour` seen from the other side: V becomes W with W' W = V' (inverse) V, and
  /// `colour` of W is the inverse times V.
  void whiten(ArrowVector& x) const { forward(x); }
  /// The same for the dense unknowns and the newest period alone, [column] draws at once.
  /// dense: D x n, newest: q x n.
  void colour_newest(Eigen::MatrixXd& dense, Eigen::MatrixXd& newest) const;

 private:
  [[nodiscard]] Eigen::Index at(std::size_t period) const {
    return static_cast<Eigen::Index>(period) * q_;
  }
  void forward(ArrowVector& x) const;
  void backward(ArrowVector& x) const;

  std::size_t periods_ = 0;
  Eigen::Index q_ = 0;
  Eigen::Index c_ = 0;
  Eigen::Index d_ = 0;
  Eigen::MatrixXd block_;  ///< (T q) x q: lower triangular factors of the periods
  Eigen::MatrixXd link_;   ///< (T c) x c: factor between t and the chained unknowns of t - 1
  Eigen::MatrixXd rim_;    ///< D x (T q), below it zeros up to whole lanes (dense_kernels.h)
  Eigen::MatrixXd dense_;  ///< D x D lower triangular
};

}  // namespace runout::regime
