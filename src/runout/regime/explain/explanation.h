// Why one application is forecast as it is, in days.
//
// The remaining time of a typical case, then what each thing known about this one adds or takes
// away: median remaining time after median remaining time, in one fixed order, so that the parts
// add up. The order: the average application on file, newly begun, at the authority's long-run
// pace; how long it has waited; the calendar; its covariates one by one; aggregate reports; changes
// of the authority. All steps are seen in the same futures. In another order the single parts would
// differ, their sum would not.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/book/snapshot.h"
#include "runout/regime/case_file.h"
#include "runout/regime/decision_forecast.h"

namespace runout::regime {

/// One step on the way from the typical case to this one.
struct ExplainedPart {
  std::string code;   ///< waited, calendar, covariate, reports, changes
  std::string label;  ///< "has waited 31 working days", "sector aerospace"
  double days = 0.0;  ///< by how much the median remaining time changes
  double low = 0.0;   ///< 10 and 90 % of the futures change by less
  double high = 0.0;
};

/// One way the case may end, of those that end within the horizon.
struct ExplainedOutcome {
  std::string name;
  double typical = 0.0;        ///< share for the typical case
  double chance = 0.0;         ///< for this one
  std::vector<double> change;  ///< [part] by how much each changes it
};

/// A decided case that is like this one.
struct SimilarCase {
  std::string id;
  std::optional<Date> filed_on;
  Date decided_on;
  std::int64_t waited = 0;  ///< days of the clock
  std::string outcome;
  std::vector<std::string> same;  ///< covariates on which both agree
  std::size_t other = 0;          ///< on which they differ
};

struct Explanation {
  Date as_of;
  std::string application;
  std::string state;  ///< where it stands, in words
  /// Of a decided application: the day and how. There is nothing else to explain then.
  struct Decision {
    std::optional<Date> on;
    std::string outcome;
    std::optional<std::int64_t> waited;
  };
  std::optional<Decision> decided;
  std::string day_words;  ///< what its clock counts: "working days"
  Day horizon = 0;
  std::size_t draws = 0;
  /// Median remaining calendar days of the typical case and of this one; a median beyond the
  /// horizon counts as the horizon and is said to be so.
  double typical_days = 0.0;
  double days = 0.0;
  bool beyond_horizon = false;  ///< some median is
  std::vector<ExplainedPart> parts;
  std::optional<Day> p10;  ///< of the remaining days; nothing: beyond the horizon
  std::optional<Day> p50;
  std::optional<Day> p90;
  std::vector<ExplainedOutcome> outcomes;
  double prior_share = 1.0;  ///< of its own hazard, 0..1
  std::vector<Flag> flags;   ///< that concern it
  std::vector<SimilarCase> similar;
};

/// Explains a case of a plain file. Throws Error{not_found} that names the nearest for a case that
/// the file does not have by the as-of day. `request.horizon` is the least that is looked ahead.
[[nodiscard]] Explanation explain_case(const CaseFile& file, Date as_of, const std::string& id,
                                       const DecisionRequest& request);

/// The same for an application of a book. `covariates` as in forecast_book_decisions.
[[nodiscard]] Explanation explain_application(const book::Snapshot& snapshot,
                                              const std::vector<std::string>& covariates,
                                              const std::string& application,
                                              const DecisionRequest& request);

}  // namespace runout::regime
