// Decided cases that are most like one that is pending.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runout/regime/explain/explanation.h"

namespace runout::regime {

/// A decided case with the values of its covariates.
struct Candidate {
  SimilarCase found;                ///< `same` and `other` empty
  std::vector<std::string> values;  ///< [covariate], empty: not known
};

/// The `most` candidates nearest to a case filed on `filed_on` with `values`, the nearest first; on
/// a tie the one decided last, then the earlier in order. A covariate that differs counts as much
/// as a year between the filings, one that only one side knows as half.
[[nodiscard]] std::vector<SimilarCase> find_similar(std::vector<Candidate> candidates,
                                                    const std::vector<std::string>& covariates,
                                                    const std::vector<std::string>& values,
                                                    Date filed_on, std::size_t most = 5);

}  // namespace runout::regime
