// Covariates of records as one plain matrix, checked and brought to a common scale.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "runout/regime/survival/covariate_view.h"

namespace runout::regime::survival {

/// Columns with mean 0 and standard deviation 1: what the likelihoods are climbed on, so that no
/// unit of a covariate (years, euros) spoils the arithmetic.
struct Standardised {
  Eigen::MatrixXd values;           ///< [record][column]
  Eigen::VectorXd mean;             ///< [column] of the original
  Eigen::VectorXd scale;            ///< [column] standard deviation of the original
  std::vector<std::string> labels;  ///< "column 'age'", for messages
};

/// Throws Error (invalid_input) naming record and column if a value is not finite, if the matrix
/// has not `records` rows, or if a column has one value only.
[[nodiscard]] Standardised standardise(const Covariates& covariates, std::size_t records);

}  // namespace runout::regime::survival
