// The reports of a book as terms of its fitted review.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/regime/book_model.h"
#include "runout/regime/evidence/report_update.h"
#include "runout/regime/evidence/reports.h"

namespace runout::regime {

/// The first day of which any report to be used speaks; nothing without one.
[[nodiscard]] std::optional<Date> reports_reach_back(const std::vector<ReportReading>& readings);

/// Terms of a fitted book. A report's applications are taken as filed on the days on which the
/// book's own were (those observed from their filing on), each spread over a month, and three more
/// evenly; counts and shares of applications filed are less exact by what that leaves open.
/// `review` must have the grid of the fit; the model must outlive the set.
struct BookReports {
  ReportSet set;
  std::vector<std::size_t> reading_of_term;  ///< [term]
};
[[nodiscard]] BookReports make_report_set(const book::Snapshot& snapshot, const BookModel& model,
                                          const std::vector<ReportReading>& readings);

/// What one reading comes to in the model after the update.
struct ReadingOutlook {
  double p = 0.0;                   ///< of its first term
  double log_odds_deviation = 0.0;  ///< of the same
  double applications = 0.0;        ///< independent ones that would say as much
};

/// Updates the review with all readings of positive weight. [reading]; nothing for one without
/// terms.
std::vector<std::optional<ReadingOutlook>> use_reports(const book::Snapshot& snapshot,
                                                       BookModel& model,
                                                       const std::vector<ReportReading>& readings);

/// Sentences on reports for the forecast's notes: how many are used, and which are not and why.
[[nodiscard]] std::vector<std::string> report_notes(const std::vector<ReportReading>& readings);

}  // namespace runout::regime
