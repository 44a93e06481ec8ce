#include "runout/regime/latent/arrow_matrix.h"

#include "runout/base/error.h"
#include "runout/base/portable_math.h"
#include "runout/regime/latent/dense_kernels.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Eigen cuts products into pieces that fit the machine's caches, and the order of the sums with
/// them: same bits everywhere need the same cuts everywhere.
void fix_order_of_sums() {
  static const bool done = [] {
    Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 4 << 20);
    return true;
  }();
  static_cast<void>(done);
}

/// Lower Cholesky factor in place; false when not positive definite.
template <typename Block>
bool factor_in_place(Block&& block) {
  Eigen::LLT<Eigen::Ref<MatrixXd>> factor{block};
  return factor.info() == Eigen::Success;
}

}  // namespace

ArrowMatrix::ArrowMatrix(std::size_t period_count, std::size_t period_size,
                         std::size_t chained_size, std::size_t dense_size)
    : periods{period_count}, size{period_size}, chained{chained_size} {
  const auto rows = static_cast<Index>(period_count * period_size);
  block.setZero(rows, static_cast<Index>(period_size));
  link.setZero(static_cast<Index>(period_count * chained_size), 1);
  rim.setZero(static_cast<Index>(dense_size), rows);
  dense.setZero(static_cast<Index>(dense_size), static_cast<Index>(dense_size));
}

void ArrowMatrix::set_zero() {
  block.setZero();
  link.setZero();
  rim.setZero();
  dense.setZero();
}

bool ArrowCholesky::factor(const ArrowMatrix& matrix) {
  fix_order_of_sums();
  if (matrix.size > kMostUnknowns) throw Error{ErrorKind::internal, "too many unknowns a period"};
  periods_ = matrix.periods;
  q_ = static_cast<Index>(matrix.size);
  c_ = static_cast<Index>(matrix.chained);
  d_ = matrix.dense.rows();
  const std::size_t rows = padded(static_cast<std::size_t>(d_));
  const Instructions machine = widest_instructions();
  block_ = matrix.block;
  rim_.setZero(static_cast<Index>(rows), matrix.rim.cols());
  rim_.topRows(d_) = matrix.rim;
  link_.setZero(static_cast<Index>(periods_) * c_, c_);
  MatrixXd link;
  for (std::size_t t = 0; t < periods_; ++t) {
    auto own = block_.middleRows(at(t), q_);
    MatrixXd small = own;
    const bool is_chained = t > 0 && c_ > 0;
    if (is_chained) {
      const auto before = block_.middleRows(at(t) - c_, c_).rightCols(c_);
      const VectorXd links = matrix.link.middleRows(static_cast<Index>(t) * c_, c_);
      // The chained unknowns stand last in their block, so only their corner of its factor counts.
      link = links.asDiagonal();
      before.template triangularView<Eigen::Lower>()
          .transpose()
          .template solveInPlace<Eigen::OnTheRight>(link);
      small.bottomRightCorner(c_, c_).noalias() -= link * link.transpose();
      link_.middleRows(static_cast<Index>(t) * c_, c_) = link;
    }
    if (q_ > 0 && !factor_in_place(small)) return false;
    small.triangularView<Eigen::StrictlyUpper>().setZero();
    own = small;
    solve_forward({matrix.size, matrix.chained, small.data(), is_chained ? link.data() : nullptr},
                  is_chained ? rim_.col(at(t) - c_).data() : nullptr, rows,
                  rim_.data() + at(t) * rim_.rows(), machine);
  }
  MatrixXd dense = MatrixXd::Zero(static_cast<Index>(rows), static_cast<Index>(rows));
  dense.topLeftCorner(d_, d_) = matrix.dense;
  subtract_square(rim_.data(), rows, static_cast<std::size_t>(rim_.cols()), dense.data(), machine);
  dense_ = dense.topLeftCorner(d_, d_);
  if (!factor_in_place(dense_)) return false;
  return dense_.diagonal().allFinite();
}

void ArrowCholesky::forward(ArrowVector& x) const {
  for (std::size_t t = 0; t < periods_; ++t) {
    auto own = x.periods.segment(at(t), q_);
    if (t > 0 && c_ > 0) {
      own.tail(c_).noalias() -=
          link_.middleRows(static_cast<Index>(t) * c_, c_) * x.periods.segment(at(t) - c_, c_);
    }
    block_.middleRows(at(t), q_).triangularView<Eigen::Lower>().solveInPlace(own);
  }
  x.dense.noalias() -= rim_.topRows(d_) * x.periods;
  dense_.triangularView<Eigen::Lower>().solveInPlace(x.dense);
}

void ArrowCholesky::backward(ArrowVector& x) const {
  dense_.triangularView<Eigen::Lower>().transpose().solveInPlace(x.dense);
  x.periods.noalias() -= rim_.topRows(d_).transpose() * x.dense;
  for (std::size_t t = periods_; t-- > 0;) {
    auto own = x.periods.segment(at(t), q_);
    if (t + 1 < periods_ && c_ > 0) {
      const auto next = static_cast<Index>(t + 1);
      own.tail(c_).noalias() -=
          link_.middleRows(next * c_, c_).transpose() * x.periods.segment(at(t + 1) + q_ - c_, c_);
    }
    block_.middleRows(at(t), q_).triangularView<Eigen::Lower>().transpose().solveInPlace(own);
  }
}

ArrowVector ArrowCholesky::solve(const ArrowVector& right) const {
  ArrowVector x = right;
  forward(x);
  backward(x);
  return x;
}

void ArrowCholesky::colour(ArrowVector& normal) const { backward(normal); }

void ArrowCholesky::colour_newest(MatrixXd& dense, MatrixXd& newest) const {
  dense_.triangularView<Eigen::Lower>().transpose().solveInPlace(dense);
  newest.noalias() -= rim_.topRows(d_).rightCols(q_).transpose() * dense;
  block_.bottomRows(q_).triangularView<Eigen::Lower>().transpose().solveInPlace(newest);
}

double ArrowCholesky::log_determinant() const {
  double sum = 0.0;
  for (std::size_t t = 0; t < periods_; ++t) {
    for (Index i = 0; i < q_; ++i) sum += portable::log(block_(at(t) + i, i));
  }
  for (Index i = 0; i < d_; ++i) sum += portable::log(dense_(i, i));
  return 2.0 * sum;
}

SelectedInverse ArrowCholesky::selected_inverse() const {
  SelectedInverse result;
  result.own.setZero(static_cast<Index>(periods_) * q_);
  result.link.setZero(static_cast<Index>(periods_) * c_, 1);
  const Index rows = rim_.rows();
  MatrixXd inverse_factor = MatrixXd::Zero(rows, rows);
  inverse_factor.topLeftCorner(d_, d_) =
      dense_.triangularView<Eigen::Lower>().solve(MatrixXd::Identity(d_, d_));
  result.dense.setZero(d_, d_);
  result.dense.selfadjointView<Eigen::Lower>().rankUpdate(
      inverse_factor.topLeftCorner(d_, d_).transpose());
  result.dense.triangularView<Eigen::StrictlyUpper>() = result.dense.transpose();
  if (q_ == 0) return result;
  // With the periods' part T of the matrix, the rim R and the dense factor L: the periods' part of
  // the inverse is inv(T) + Y' Y, where Y = inv(L) R inv(T).
  const Instructions machine = widest_instructions();
  const auto n = static_cast<std::size_t>(rows);
  MatrixXd x = rim_;  // R inv(factor of T)'; now by the other half of inv(T), from the newest on
  MatrixXd small;
  MatrixXd link;
  for (std::size_t t = periods_; t-- > 0;) {
    const bool is_chained = t + 1 < periods_ && c_ > 0;
    small = block_.middleRows(at(t), q_);
    if (is_chained) link = link_.middleRows(static_cast<Index>(t + 1) * c_, c_);
    solve_backward({static_cast<std::size_t>(q_), static_cast<std::size_t>(c_), small.data(),
                    is_chained ? link.data() : nullptr},
                   is_chained ? x.col(at(t + 1) + q_ - c_).data() : nullptr, n,
                   x.data() + at(t) * rows, machine);
  }
  MatrixXd y(rows, x.cols());
  multiply_lower(inverse_factor.data(), x.data(), n, static_cast<std::size_t>(x.cols()), y.data(),
                 machine);
  const auto product = [&](Index one, Index other) {
    return inner_product(y.data() + one * rows, y.data() + other * rows, n, machine);
  };
  MatrixXd newer;  // inv(T) of the next period's chained unknowns
  for (std::size_t t = periods_; t-- > 0;) {
    const MatrixXd inverse = block_.middleRows(at(t), q_).triangularView<Eigen::Lower>().solve(
        MatrixXd::Identity(q_, q_));
    MatrixXd own = inverse.transpose() * inverse;
    if (t + 1 < periods_ && c_ > 0) {
      const auto next = static_cast<Index>(t + 1) * c_;
      const MatrixXd to_next = link_.middleRows(next, c_) * inverse.bottomRows(c_);  // c x q
      const MatrixXd with_next = -(newer * to_next);
      own.noalias() -= with_next.transpose() * to_next;
      for (Index i = 0; i < c_; ++i) {
        const Index column = q_ - c_ + i;
        result.link(next + i, 0) =
            with_next(i, column) + product(at(t + 1) + column, at(t) + column);
      }
    }
    newer = own.bottomRightCorner(c_, c_);
    for (Index i = 0; i < q_; ++i) {
      result.own(at(t) + i) = own(i, i) + product(at(t) + i, at(t) + i);
    }
  }
  return result;
}

}  // namespace runout::regime
