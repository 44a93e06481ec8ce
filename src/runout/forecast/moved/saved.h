// Forecasts that a book keeps: what each said of each line, and what is needed to make it again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/book/records.h"
#include "runout/book/tables.h"
#include "runout/forecast/forecast.h"
#include "runout/regime/future/scenario.h"

namespace runout::forecast {

/// When one line runs out, over all futures.
struct RunOuts {
  std::string line;
  std::vector<book::SavedLine::DayCount> days;  ///< ascending; futures without one are not in it
  std::optional<Date> secured;  ///< run-out date with what is secured; nothing: beyond the horizon
  std::string alert;            ///< the alert that fired, "p=0.2,days=30"; else empty

  /// Futures that have run out by the end of `day`.
  [[nodiscard]] std::int64_t count_by(Day day) const;
};

struct SavedForecast {
  std::string name;
  Date as_of;
  std::int64_t batch = 0;  ///< the last one of the book at that time
  Day horizon = 0;
  std::int64_t replications = 0;
  std::uint64_t seed = 1;
  UnknownItems unknown_items = UnknownItems::free;
  std::vector<regime::Scenario> scenarios;
  std::string program;
  std::vector<RunOuts> lines;  ///< in the order of the rows

  [[nodiscard]] const RunOuts* find(const std::string& line) const;
  /// The earliest day by which the line has run out in half of the futures; nothing beyond the
  /// horizon.
  [[nodiscard]] std::optional<Date> median(const RunOuts& line) const;
  /// Share of the futures in which the line runs out by the end of `date`.
  [[nodiscard]] double chance_by(const RunOuts& line, Date date) const;
  /// Standard error of such a share.
  [[nodiscard]] double error_of(double p) const;
};

/// All of them, in the order of their first rows. Throws Error{invalid_input} for a scenario that
/// cannot be read, by file and row.
[[nodiscard]] std::vector<SavedForecast> find_saved(const book::Records& records);

/// A forecast as it would be saved.
[[nodiscard]] SavedForecast to_saved(const Forecast& forecast, std::string name, std::int64_t batch,
                                     UnknownItems unknown_items,
                                     std::vector<regime::Scenario> scenarios);

/// Its rows of forecasts.csv.
[[nodiscard]] book::Table rows_of(const SavedForecast& saved);

/// "2025-06-30", or with "-2", "-3", ... after it where the name is taken.
[[nodiscard]] std::string free_name(const std::vector<SavedForecast>& saved, Date as_of);

}  // namespace runout::forecast
