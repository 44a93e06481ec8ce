// Covariates of records as callers give them.
#pragma once

#include <span>
#include <string>

namespace runout::regime::survival {

/// A row of numbers for every record, in the order of the records. May have no columns.
struct Covariates {
  std::span<const double> values;      ///< [record][column]
  std::span<const std::string> names;  ///< [column], for messages
};

}  // namespace runout::regime::survival
