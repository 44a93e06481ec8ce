// How late decisions reach a book, and what that makes of its newest days.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/snapshot.h"
#include "runout/regime/clock.h"

namespace runout::regime {

/// When decisions become known after they have been made.
///
/// Learnt from `known_on` and `happened_on` of the decisions that the book has. Where three in four
/// are known on their day, or there are fewer than ten to learn from, all are taken to be known at
/// once.
struct ReportDelay {
  /// [days since the decision] share known by then, ascending to 1; empty: known at once.
  std::vector<double> known;
  std::size_t decisions = 0;  ///< learnt from

  [[nodiscard]] bool is_late() const { return !known.empty(); }
  [[nodiscard]] double share_known(Days since) const;
  /// Days within which this share of decisions is known.
  [[nodiscard]] int days_until(double share) const;
};

/// Learns the delay from the decisions known at the end of the snapshot's day.
///
/// What happened lately is known only if it was reported fast. Counting backwards takes care of
/// that: of the decisions that happened at least d days ago and were known within d days, the share
/// not known within d - 1 (reverse-time hazard; J. Kalbfleisch and J. Lawless, "Inference based on
/// retrospective ascertainment", JASA 84 (1989) 360-372), with one decision known at once added.
/// Decisions that happened before the book had its first late entry were typed in afterwards, and
/// say nothing; nor do delays of more than 120 days, corrections and intervals.
[[nodiscard]] ReportDelay learn_report_delay(const book::Snapshot& snapshot);

/// For the days up to the as-of day on which the clock ticks, newest first: how open the office was
/// times the share of decisions not known yet. Empty where all is known at once.
[[nodiscard]] std::vector<double> unknown_share(const ReportDelay& delay, const Clock& clock,
                                                Date as_of);

/// Closes the newest days by the share of their decisions that is not known yet: a day at risk
/// counts only as far as its decision would be on file.
void thin_newest_days(const ReportDelay& delay, Date as_of, std::vector<Clock>& clocks);

}  // namespace runout::regime
