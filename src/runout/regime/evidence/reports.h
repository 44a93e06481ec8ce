// What the aggregate reports of a book say, as terms with dates: read once, without a model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/regime/evidence/population.h"
#include "runout/regime/evidence/statement.h"

namespace runout::regime {

/// Decisions by some causes (bit c is ReviewCause c) on the days (after, to], after at most
/// `within` working days of review.
struct DatedCount {
  std::uint32_t causes = 0;
  std::optional<Date> after;  ///< nothing: from the beginning
  Date to;
  std::optional<std::int32_t> within;
};

/// p = part / (whole + sum of weight x count), and what is said of it.
struct DatedTerm {
  DatedCount part;
  double whole = 1.0;
  std::vector<std::pair<double, DatedCount>> rest;
  Statement statement;
};

/// One row of evidence.csv, understood.
struct ReportReading {
  std::string evidence;
  std::string population;
  std::string source;
  Date reported_on;
  std::string says;                ///< "5 of 180 granted by 30 June 2025"
  std::string authority;           ///< empty: the book has none
  std::vector<NamedLevel> levels;  ///< [covariate]
  std::string read_as;             ///< level_words, empty: the average case
  Date filed_from;                 ///< its applications were filed from here
  Date filed_to;                   ///< to here
  std::size_t own = 0;             ///< the book's own applications that it would count
  double weight = 1.0;             ///< after all reductions
  std::vector<std::string> remarks;
  std::string unused;            ///< why it is not used; empty: it is
  double selection = 0.0;        ///< standard deviation of what choosing to answer shifts
  std::vector<DatedTerm> terms;  ///< the first is the one to tell of; none where nothing is said
};

/// Reads all reports. Every application is counted once:
///
/// - own ones that a report counts (`own` is yes) are taken out of its numbers; where that is
///   impossible, or where it is not said whether they are in, its weight is reduced;
/// - a later report of the same population over the same window speaks of what happened since the
///   earlier one;
/// - reports that say the very same share one weight.
///
/// Reports of after the as-of day are left out. Blank `since` is half a year before the report, or
/// the first day of the authority's oldest rule, if that is later.
///
/// `evidence` are the snapshot's rows, or those with other weights.
[[nodiscard]] std::vector<ReportReading> read_reports(const book::Snapshot& snapshot,
                                                      const std::vector<book::Evidence>& evidence,
                                                      const std::vector<Covariate>& covariates);

}  // namespace runout::regime
