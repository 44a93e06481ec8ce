// What commands need that work on a plain file of cases as well as on a book.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace runout::cli {

/// The content of a plain file of cases; nothing when the source is something else. A name that
/// ends in .csv says that it is meant as one, whatever is in it.
[[nodiscard]] std::optional<std::string> find_case_text(const std::string& source);

/// Refuses names that are no covariates of the source, and names that stand twice, as errors of
/// --covariates.
void check_covariates(const std::vector<std::string>& names,
                      const std::vector<std::string>& possible);

}  // namespace runout::cli
