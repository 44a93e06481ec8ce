// A plain file of cases: id, submitted, decided, outcome, and columns that may be covariates.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"

namespace runout::regime {

/// One case as the file has it.
struct Case {
  std::string id;
  Date submitted;
  std::optional<Date> decided;
  std::string outcome;                  ///< empty: decided without saying how, or not decided
  std::vector<std::string> covariates;  ///< [covariate] as asked for
};

struct CaseFile {
  std::vector<Case> cases;              ///< in the order of the file
  std::vector<std::string> covariates;  ///< names, in the order asked for
};

/// Whether the text is a plain file of cases: its header has id, submitted and decided.
[[nodiscard]] bool is_case_file(std::string_view text);

/// Reads a plain file of cases. Every fault is appended to `diagnostics` under `file`; with errors
/// among them the result must not be used. `covariates` are columns by name; one that is not there
/// is an error naming the nearest. Never throws on any text.
[[nodiscard]] CaseFile read_cases(std::string_view text, const std::string& file,
                                  const std::vector<std::string>& covariates,
                                  Diagnostics& diagnostics);

/// The latest date in the file; nothing without cases.
[[nodiscard]] std::optional<Date> latest_date(const CaseFile& file);

}  // namespace runout::regime
