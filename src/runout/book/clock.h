// Waiting clocks: days counted on a calendar from a start, less the stretches in which they rest.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runout/base/calendar.h"
#include "runout/base/dates.h"
#include "runout/book/records.h"

namespace runout::book {

/// A stretch in which a clock rests: the days in (from, to]. The day of the query still counts,
/// the day of its answer does not, so a query answered on its own day pauses nothing.
struct Pause {
  Date from;
  std::optional<Date> to;  ///< nothing: not ended yet
};

/// A clock that starts at the end of `start` and rests in `pauses` (ascending, not overlapping).
struct Clock {
  const Calendar* calendar = nullptr;
  ClockUnit unit = ClockUnit::working;
  Date start;
  std::vector<Pause> pauses;

  /// Days counted in (start, day], paused ones included.
  [[nodiscard]] std::int64_t elapsed(Date day) const;
  /// Days of the pauses in (start, day]; those not ended yet count up to `day`.
  [[nodiscard]] std::int64_t paused(Date day) const;
  [[nodiscard]] std::int64_t waited(Date day) const { return elapsed(day) - paused(day); }

  /// The day on which `length` days have been waited, as far as pauses are known at the end of
  /// `as_of`: each pause that begins before the end moves it. An open one counts up to `as_of`.
  [[nodiscard]] Date end(std::int64_t length, Date as_of) const;

 private:
  [[nodiscard]] std::int64_t count(Date from, Date to) const;
  [[nodiscard]] Date add(std::int64_t n) const;
};

}  // namespace runout::book
