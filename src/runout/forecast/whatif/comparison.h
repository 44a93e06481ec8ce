// The same futures as the book has them and with something changed: the paired difference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/book/snapshot.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/whatif/changes.h"

namespace runout::forecast {

/// A number before and after, and the mean of the differences of single futures with its paired
/// standard error.
struct Compared {
  Estimate before;
  Estimate after;
  Estimate difference;  ///< after less before
};

struct LineComparison {
  std::string line;
  std::string currency;
  DateQuantiles run_out_before;
  DateQuantiles run_out_after;
  Compared p_runout_soon;  ///< within kSoon days
  Compared p_runout;       ///< within the horizon
  Compared stop_days;
  Compared lost_units;
  Compared loss;
  bool is_changed = false;  ///< in any future
};

/// Losses of all lines in one currency.
struct TotalComparison {
  std::string currency;
  Compared loss;
};

struct Comparison {
  static constexpr Day kSoon = 30;
  Date as_of;
  Day horizon = 0;
  std::size_t replications = 0;
  std::uint64_t seed = 1;
  std::vector<std::string> changes;     ///< in words
  std::vector<LineComparison> lines;    ///< in the order of the book
  std::vector<TotalComparison> totals;  ///< by currency
  std::size_t lines_followed = 0;       ///< simulated again; the others cannot change
  Diagnostics warnings;                 ///< new ones, of the book as changed
};

/// Simulates both. The same random numbers on both sides; stock of the as-of day is a fact and
/// stays as it is but for the changes of it. Only lines that the changes can touch are simulated
/// again. The request's `given` is not used. Throws Error{conflict} when `progress` says to stop.
[[nodiscard]] Comparison compare_futures(const book::Snapshot& snapshot, const Changes& changes,
                                         const ForecastRequest& request);

}  // namespace runout::forecast
