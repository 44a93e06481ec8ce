// How each aggregate report moved the forecast: the same futures with and without it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/regime/regime.h"

namespace runout::regime {

/// Days ahead for which expected grants are told.
inline constexpr std::array<Day, 3> kExplainedDays{30, 60, 90};

/// What is expected of the pending applications.
struct GrantOutlook {
  /// Expected number granted within each of kExplainedDays; nothing beyond the horizon.
  std::array<std::optional<double>, kExplainedDays.size()> granted{};
  /// The median over the pending applications of the day by which each is granted in half of the
  /// futures; nothing beyond the horizon.
  std::optional<Date> typical_grant;
};

/// One report.
struct ReportEffect {
  std::string evidence;
  std::string population;
  std::string source;
  std::string says;
  std::string read_as;  ///< covariates; empty: the average case
  std::string authority;
  Date reported_on;
  Date filed_from;
  Date filed_to;
  std::size_t own = 0;  ///< applications of the book among those it would count
  bool used = false;
  std::vector<std::string> remarks;  ///< what was done to it
  std::string unused;                ///< why it is not used
  double weight = 0.0;               ///< power of its likelihood
  double applications = 0.0;         ///< independent ones that would say as much
  /// Probability of what it reports, as the model expected it from all else: median and the middle
  /// 90 %; and with the report. Nothing for a report without a statement.
  struct Share {
    double p = 0.0;
    double low = 0.0;
    double high = 0.0;
    double reported = 0.0;
    double with_report = 0.0;
    std::optional<double> of;  ///< applications the share is of, own ones taken out
  };
  std::optional<Share> share;
  GrantOutlook without;
};

struct EvidenceExplanation {
  Date as_of;
  std::size_t pending = 0;
  std::size_t replications = 0;
  GrantOutlook with_all;
  GrantOutlook with_none;
  std::vector<ReportEffect> reports;  ///< in the order of the book
};

/// Draws the same futures with all reports, with none, and without each of those used. At most
/// 4,000 replications each; the horizon is at least the largest of kExplainedDays.
[[nodiscard]] EvidenceExplanation explain_evidence(const book::Snapshot& snapshot,
                                                   const DrawSettings& settings);

}  // namespace runout::regime
