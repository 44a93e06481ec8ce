#include "runout/regime/survival/covariates.h"

#include <cmath>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

void check_values(const Covariates& covariates, std::size_t records) {
  const std::size_t columns = covariates.names.size();
  if (covariates.values.size() != records * columns) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("{} covariate values for {} records and {} columns, expected {}",
                            covariates.values.size(), records, columns, records * columns)};
  }
  for (std::size_t i = 0; i < covariates.values.size(); ++i) {
    if (std::isfinite(covariates.values[i])) continue;
    throw Error{ErrorKind::invalid_input,
                fmt::format("record {}: column '{}' is {}, expected a finite number",
                            i / columns + 1, covariates.names[i % columns], covariates.values[i])};
  }
}

}  // namespace

Standardised standardise(const Covariates& covariates, std::size_t records) {
  check_values(covariates, records);
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto rows = static_cast<Eigen::Index>(records);
  const auto columns = static_cast<Eigen::Index>(covariates.names.size());
  Standardised result{Eigen::Map<const RowMajor>{covariates.values.data(), rows, columns},
                      Eigen::VectorXd(columns),
                      Eigen::VectorXd(columns),
                      {}};
  for (Eigen::Index column = 0; column < columns; ++column) {
    const std::string& name = covariates.names[static_cast<std::size_t>(column)];
    auto values = result.values.col(column);
    const double first = values[0];
    if ((values.array() == first).all()) {
      throw Error{ErrorKind::invalid_input,
                  fmt::format("column '{}' is {} in every record and can explain nothing; leave "
                              "it out",
                              name, first)};
    }
    result.mean[column] = values.mean();
    values.array() -= result.mean[column];
    result.scale[column] = std::sqrt(values.squaredNorm() / static_cast<double>(rows));
    values /= result.scale[column];
    result.labels.push_back(fmt::format("column '{}'", name));
  }
  return result;
}

}  // namespace runout::regime::survival
