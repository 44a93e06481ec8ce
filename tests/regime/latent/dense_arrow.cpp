#include "regime/latent/dense_arrow.h"

#include "runout/base/random.h"

#include "runout/regime/latent/place.h"

namespace runout::regime::fixtures {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

}  // namespace

ArrowMatrix random_arrow(const ArrowShape& shape, std::uint64_t seed) {
  ArrowMatrix matrix{shape.periods, shape.size, shape.chained, shape.dense};
  RandomStream stream{seed, 0, "arrow", Purpose::test};
  const auto fill = [&](MatrixXd& part) {
    for (Index i = 0; i < part.size(); ++i) part.data()[i] = stream.normal();
  };
  fill(matrix.block);
  fill(matrix.link);
  fill(matrix.rim);
  fill(matrix.dense);
  matrix.link.topRows(place(shape.chained)).setZero();  // The first period follows none.
  for (std::size_t t = 0; t < shape.periods; ++t) {
    auto own = matrix.block.middleRows(place(t * shape.size), place(shape.size));
    own = (own + own.transpose()).eval();
  }
  matrix.dense = (matrix.dense + matrix.dense.transpose()).eval();
  // A diagonal that outweighs its row makes it positive definite.
  const VectorXd sums = dense_of(matrix).cwiseAbs().rowwise().sum();
  for (Index i = 0; i < matrix.block.rows(); ++i) {
    matrix.block(i, i % place(shape.size)) = sums(i) + 0.1;
  }
  for (Index i = 0; i < matrix.dense.rows(); ++i) {
    matrix.dense(i, i) = sums(matrix.block.rows() + i) + 0.1;
  }
  return matrix;
}

MatrixXd dense_of(const ArrowMatrix& m) {
  const Index q = place(m.size);
  const Index c = place(m.chained);
  const Index rows = m.block.rows();
  const Index d = m.dense.rows();
  MatrixXd full = MatrixXd::Zero(rows + d, rows + d);
  for (Index t = 0; t < place(m.periods); ++t) {
    full.block(t * q, t * q, q, q) = m.block.middleRows(t * q, q);
    for (Index i = 0; t > 0 && i < c; ++i) {
      const Index own = t * q + q - c + i;
      full(own, own - q) = full(own - q, own) = m.link(t * c + i, 0);
    }
  }
  full.bottomLeftCorner(d, rows) = m.rim;
  full.topRightCorner(rows, d) = m.rim.transpose();
  full.bottomRightCorner(d, d) = m.dense.selfadjointView<Eigen::Lower>();
  return full;
}

SelectedInverse selected_from(const MatrixXd& inverse, const ArrowShape& shape) {
  const Index q = place(shape.size);
  const Index c = place(shape.chained);
  const Index periods = place(shape.periods);
  const Index d = place(shape.dense);
  SelectedInverse selected;
  selected.own = inverse.diagonal().head(periods * q);
  selected.link.setZero(periods * c, 1);
  for (Index t = 0; t < periods; ++t) {
    for (Index i = 0; t > 0 && i < c; ++i) {
      const Index own = t * q + q - c + i;
      selected.link(t * c + i, 0) = inverse(own, own - q);
    }
  }
  selected.dense = inverse.bottomRightCorner(d, d);
  return selected;
}

VectorXd joined(const ArrowVector& x) {
  VectorXd all(x.periods.size() + x.dense.size());
  all << x.periods, x.dense;
  return all;
}

ArrowVector parted(const VectorXd& x, std::size_t dense) {
  return {x.head(x.size() - place(dense)), x.tail(place(dense))};
}

VectorXd random_vector(Index size, std::uint64_t seed) {
  RandomStream stream{seed, 0, "vector", Purpose::test};
  VectorXd x(size);
  for (Index i = 0; i < size; ++i) x(i) = stream.normal();
  return x;
}

}  // namespace runout::regime::fixtures
