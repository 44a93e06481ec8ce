// How many of a report's applications are the book's own.
#pragma once

#include <string>

#include "runout/book/snapshot.h"
#include "runout/regime/evidence/population.h"

namespace runout::regime {

/// Which own applications a report would count.
struct OwnQuestion {
  std::string authority;
  const std::vector<NamedLevel>* levels = nullptr;  ///< [covariate] as book_covariates()
  Date since;                                       ///< first day
  Date to;                                          ///< last day
};

/// Own applications filed from `since` to `to`, by what had come of them at the end of `to`.
struct OwnFiled {
  std::size_t filed = 0;
  std::size_t granted = 0;
  std::size_t refused = 0;
  std::size_t withdrawn = 0;
};
[[nodiscard]] OwnFiled count_own_filed(const book::Snapshot& snapshot, const OwnQuestion& question);

/// Own decisions made from `since` to `to`, whenever filed.
struct OwnDecided {
  std::size_t granted = 0;
  std::size_t refused = 0;
  std::size_t quick = 0;  ///< of both, after at most `within` working days since filing
};
[[nodiscard]] OwnDecided count_own_decided(const book::Snapshot& snapshot,
                                           const OwnQuestion& question, std::int64_t within);

/// The authority with most applications in the book; empty without any.
[[nodiscard]] std::string usual_authority(const book::Snapshot& snapshot);

}  // namespace runout::regime
