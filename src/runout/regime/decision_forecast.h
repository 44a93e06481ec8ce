// Forecasts of the first decision on every pending case: the question, and what comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/regime/case_file.h"
#include "runout/regime/evidence/explain_evidence.h"
#include "runout/regime/regime.h"

namespace runout::regime {

struct DecisionRequest {
  Day horizon = 180;  ///< calendar days
  std::size_t draws = 1000;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  std::vector<Scenario> scenarios = {};  ///< changes of authorities; of a file: for all its cases
};

/// One pending case.
struct PendingForecast {
  std::string id;
  std::string state;                          ///< where it stands, in words for people
  std::vector<std::vector<double>> outcomes;  ///< [outcome][day - 1] decided so by then
  /// [day - 1] decided by the end of as_of + day: the sum of `outcomes`.
  [[nodiscard]] std::vector<double> any() const;
};

/// The number of the pending cases decided by the end of a day, over the draws.
struct FleetDay {
  Day days = 0;
  double mean = 0.0;
  double sd = 0.0;
  double q05 = 0.0;
  double q50 = 0.0;
  double q95 = 0.0;
};

struct DecisionForecast {
  Date as_of;
  Day horizon = 0;
  std::size_t draws = 0;
  std::vector<std::string> outcomes;     ///< names
  std::vector<PendingForecast> pending;  ///< in the order of the source
  std::vector<FleetDay> fleet;           ///< [day - 1]
  Basis basis;
  std::optional<EvidenceExplanation> evidence;  ///< only where asked for
};

/// Fits the cases known at the end of `as_of` and forecasts those pending then. Rows submitted
/// later are ignored; a decision dated later is not known. A decision on day d of a case submitted
/// on day s falls into its (d - s + 1)-th day.
[[nodiscard]] DecisionForecast forecast_cases(const CaseFile& file, Date as_of,
                                              const DecisionRequest& request);

/// The same for the pending applications of a book: shares of the draws of draw_decisions. Outcomes
/// are granted, refused, returned and withdrawn; filing is no decision. `covariates` are some of
/// book_covariates().
[[nodiscard]] DecisionForecast forecast_book_decisions(const book::Snapshot& snapshot,
                                                       const std::vector<std::string>& covariates,
                                                       const DecisionRequest& request);

/// Counts decided cases by day and describes them. counts: [draw][day - 1], cumulative.
[[nodiscard]] std::vector<FleetDay> describe_fleet(const std::vector<std::uint32_t>& counts,
                                                   std::size_t draws, Day horizon);

}  // namespace runout::regime
