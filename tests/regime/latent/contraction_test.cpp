#include "runout/regime/latent/contraction.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "regime/latent/dense_arrow.h"
#include "regime/latent/field_fixture.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using fixtures::SmallField;

const BlockContraction& block(const std::vector<BlockContraction>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &BlockContraction::block);
  EXPECT_NE(found, all.end()) << name;
  return *found;
}

FieldPosterior fit(const SmallField& field) {
  return fit_field(field.cells, field.layout, field.offset, field.hyper,
                   FieldSettings{.family = field.family, .rounds = 0});
}

/// The same numbers from whole matrices, by definition.
double by_definition(const FieldPosterior& field, const std::vector<Index>& unknowns) {
  const Layout& l = field.layout;
  const MatrixXd before = fixtures::precision_of(l, field.hyper).inverse();
  double sum = 0.0;
  for (const Index i : unknowns) {
    ArrowVector one = fixtures::parted(Eigen::VectorXd::Unit(before.rows(), i),
                                       static_cast<std::size_t>(l.dense_size));
    const double after = fixtures::joined(field.factor.solve(one))(i);
    sum += 1.0 - std::sqrt(after / before(i, i));
  }
  return sum / static_cast<double>(unknowns.size());
}

TEST(Contraction, IsThatOfWholeMatrices) {
  const SmallField small = fixtures::small_field(Blocks{}, Family::poisson);
  const FieldPosterior field = fit(small);
  const Layout& l = field.layout;
  const auto all = find_contractions(field);
  const auto dense = static_cast<Index>(l.periods * l.period_size);
  EXPECT_NEAR(block(all, "level").contraction, by_definition(field, {dense}), 1e-9);
  std::vector<Index> shape;
  for (std::size_t b = 0; b < l.bins; ++b) {
    shape.push_back(dense + static_cast<Index>(l.shape_at + b));
  }
  EXPECT_NEAR(block(all, "shape").contraction, by_definition(field, shape), 1e-6);
  std::vector<Index> pace;
  std::vector<Index> walk;
  for (std::size_t t = 0; t < l.periods; ++t) {
    if (field.expected_by_period[t] <= 0.0) continue;
    pace.push_back(static_cast<Index>(t * l.period_size + l.pace_at));
    if (t + 1 < l.periods) walk.push_back(static_cast<Index>(t * l.period_size + l.walk_at));
  }
  EXPECT_NEAR(block(all, "pace").contraction, by_definition(field, pace), 1e-6);
  EXPECT_EQ(block(all, "pace").unknowns, pace.size());
  EXPECT_NEAR(block(all, "walk").contraction, by_definition(field, walk), 1e-3);
  EXPECT_EQ(block(all, "walk").unknowns, walk.size());
}

TEST(Contraction, LiesBetweenNothingAndAll) {
  const SmallField small = fixtures::small_field(Blocks{}, Family::poisson);
  for (const BlockContraction& one : find_contractions(fit(small))) {
    EXPECT_GE(one.contraction, 0.0) << one.block;
    EXPECT_LT(one.contraction, 1.0) << one.block;
    EXPECT_LE(one.after, one.before) << one.block;
  }
}

TEST(Contraction, OfEveryBlockIsNoughtWithoutRecords) {
  SmallField small = fixtures::small_field(Blocks{}, Family::poisson);
  for (Cell& cell : small.cells.cells) cell = {cell.bin, cell.period, 0.0, 0.0};
  for (const BlockContraction& one : find_contractions(fit(small))) {
    EXPECT_NEAR(one.contraction, 0.0, 1e-6) << one.block;
  }
}

TEST(Contraction, CountsWhatReportsRemoved) {
  const SmallField small = fixtures::small_field(Blocks{}, Family::poisson);
  const FieldPosterior field = fit(small);
  const auto without = find_contractions(field);
  Eigen::VectorXd removed = Eigen::VectorXd::Zero(static_cast<Index>(field.layout.dense_size));
  const double level = block(without, "level").after;
  removed(0) = 0.75 * level * level;
  const auto with = find_contractions(field, removed);
  EXPECT_NEAR(block(with, "level").after, level / 2.0, 1e-12);
  EXPECT_DOUBLE_EQ(block(with, "shape").after, block(without, "shape").after);
}

}  // namespace
}  // namespace runout::regime
