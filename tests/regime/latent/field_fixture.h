// Small fields for tests, with the same field written out as a dense design and precision.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <Eigen/Dense>

#include "runout/regime/latent/field_fit.h"
#include "runout/regime/latent/likelihood.h"

namespace runout::regime::fixtures {

/// Cells, layout and deviations of a small field.
struct SmallField {
  SpellTable spells;
  CellTable cells;
  Layout layout;
  std::vector<double> offset;
  Hyper hyper;
  Family family = Family::poisson;
};

/// Random spells in six weeks and about a dozen bins, two covariates with blanks, a mark. For the
/// binomial family exposures are turned into counts.
[[nodiscard]] SmallField small_field(const Blocks& blocks, Family family, std::uint64_t seed = 1);

/// All blocks, and every choice that leaves out one of them or all but one.
[[nodiscard]] std::vector<Blocks> block_choices();

/// Rows of cells, columns of unknowns in the order of dense_of: from the model's definition.
[[nodiscard]] Eigen::MatrixXd design_of(const SmallField& field);
/// The prior's precision from its definition.
[[nodiscard]] Eigen::MatrixXd precision_of(const Layout& layout, const Hyper& hyper);
/// The log likelihood from its definition.
[[nodiscard]] double log_likelihood_of(const SmallField& field, const Eigen::VectorXd& unknowns);

[[nodiscard]] Eigen::Index unknowns_of(const Layout& layout);

}  // namespace runout::regime::fixtures
