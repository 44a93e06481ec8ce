// Time-to-event records as plain numbers, and who was at risk when: the common start of estimators.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace runout::regime::survival {

/// One record: seen from `entry` (exclusive) to `exit` (inclusive), in days.
///
/// `entry` is 0 for a record seen from its origin, later for one first seen then (left truncation).
/// `cause` is 0 for a record still without event at `exit` (right censoring), else 1, 2, ...
struct Observation {
  double entry = 0.0;
  double exit = 0.0;
  int cause = 0;
};

/// Counts at each distinct exit, in order of time. A record is at risk at t if entry < t <= exit:
/// one that is censored on the day of an event is still at risk there.
struct RiskTable {
  std::size_t causes = 0;
  std::vector<double> time;      ///< [step] days
  std::vector<double> at_risk;   ///< [step] records
  std::vector<double> events;    ///< [step] of all causes
  std::vector<double> by_cause;  ///< [step][cause - 1]
};

/// Throws Error (invalid_input) unless there is a record, every number is finite, every exit is
/// after its entry and every cause is 0..`causes`; names the record, counted from 1.
void check_observations(std::span<const Observation> observations, std::size_t causes);

/// Counts the records, after check_observations. O(n log n).
[[nodiscard]] RiskTable make_risk_table(std::span<const Observation> observations,
                                        std::size_t causes);

/// Records with entry < time <= exit.
[[nodiscard]] std::size_t count_at_risk(std::span<const Observation> observations, double time);

/// The same records with all causes but `cause` taken as censoring, and `cause` as 1.
[[nodiscard]] std::vector<Observation> only_cause(std::span<const Observation> observations,
                                                  int cause);

}  // namespace runout::regime::survival
