// Adds up replications, block by block, without keeping them: counts by day, sums, blame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "runout/base/draws.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/forecast.h"

namespace runout::forecast {

/// How often an event fell on each day.
class DayCounts {
 public:
  explicit DayCounts(Day horizon) : days_{static_cast<std::size_t>(horizon) + 1} {}
  /// Days before the first simulated one count as day 0; days beyond the horizon are no event.
  void add(Day day);

  /// Share of `replications` in which the event came by the end of each day 1..horizon.
  [[nodiscard]] std::vector<ChanceByDay> chances(std::size_t replications) const;
  /// Earliest days by which at least 10, 50 and 90 % of all replications have had the event.
  [[nodiscard]] DateQuantiles quantiles(std::size_t replications, Date as_of) const;
  [[nodiscard]] std::size_t count_by(Day day) const;
  /// The greatest standard error of the chances by any day; nothing for one replication.
  [[nodiscard]] std::optional<double> largest_error(std::size_t replications) const;

 private:
  [[nodiscard]] std::uint64_t count_on(std::size_t day) const {
    return day < by_day_.size() ? by_day_[day] : 0;
  }

  std::size_t days_;  ///< horizon + 1
  /// To the last day with an event: what is decided has one at the beginning, in a large book most.
  std::vector<std::uint64_t> by_day_;
};

/// Mean and standard error of a number, one value a replication. The mean of whole numbers is
/// exact; squares are summed by B. Welford, "Note on a method for calculating corrected sums of
/// squares and products", Technometrics 4 (1962) 419-420.
class NumberTally {
 public:
  __extension__ using Wide = __int128;
  /// Adds `millionths` / 1e6.
  void add(Wide millionths);
  [[nodiscard]] Estimate estimate() const;

 private:
  std::size_t count_ = 0;
  Wide sum_ = 0;
  double running_mean_ = 0.0;
  double squares_ = 0.0;
};

/// Money that a line loses, in millionths of its currency.
struct LossRates {
  std::vector<std::int64_t> contribution;  ///< [row of the line] for each unit
  std::int64_t stop_day = 0;
};

/// What a line loses in one replication, in millionths of its currency. `rates`: [network line].
[[nodiscard]] NumberTally::Wide loss_of(const flow::Network& network,
                                        const std::vector<LossRates>& rates,
                                        const flow::Simulation& simulation, std::size_t replication,
                                        std::size_t line);

/// What one line suffers over all replications.
struct LineTally {
  explicit LineTally(Day horizon) : run_out{horizon}, stop{horizon}, restart{horizon} {}
  DayCounts run_out;
  DayCounts stop;
  DayCounts restart;
  NumberTally lost_units;
  NumberTally stop_days;
  NumberTally loss;
  /// (point, 1 + consignment or 0, 1 + policy or 0, 1 + application or 0, cause) -> sum of shares
  using Culprit = std::tuple<flow::Index, std::size_t, std::size_t, std::size_t, flow::Cause>;
  std::map<Culprit, double> blame;
  double blamed = 0.0;  ///< sum of all shares
};

/// What becomes of one application over all replications.
struct ApplicationTally {
  explicit ApplicationTally(Day horizon) : in_hand{horizon}, refused{horizon} {}
  DayCounts in_hand;
  DayCounts refused;
};

struct Tally {
  Tally(const BuiltNetwork& built, const std::vector<LossRates>& rates);

  /// Adds a block of replications; blocks must come in order.
  void add(const Draws& draws, const flow::Simulation& simulation);

  /// The greatest standard error of any line's chance of a run-out by any day.
  [[nodiscard]] std::optional<double> largest_error() const;

  std::size_t replications = 0;
  std::vector<LineTally> lines;                ///< [network line]
  std::vector<ApplicationTally> applications;  ///< [application, as in Draws]

 private:
  const BuiltNetwork& built_;
  const std::vector<LossRates>& rates_;  ///< [network line]
};

}  // namespace runout::forecast
