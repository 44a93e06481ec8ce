#include "runout/book/clock.h"

#include <algorithm>

namespace runout::book {

std::int64_t Clock::count(Date from, Date to) const {
  if (to <= from) return 0;
  return unit == ClockUnit::calendar ? (to - from).count()
                                     : calendar->working_days_between(from, to);
}

Date Clock::add(std::int64_t n) const {
  return unit == ClockUnit::calendar ? start + Days{n} : calendar->add_working_days(start, n);
}

std::int64_t Clock::elapsed(Date day) const { return count(start, day); }

std::int64_t Clock::paused(Date day) const {
  std::int64_t days = 0;
  for (const Pause& pause : pauses) {
    days += count(std::max(pause.from, start), std::min(pause.to.value_or(day), day));
  }
  return days;
}

Date Clock::end(std::int64_t length, Date as_of) const {
  Date end = add(length);
  std::int64_t rested = 0;
  for (const Pause& pause : pauses) {
    if (pause.from >= end) break;
    rested += count(std::max(pause.from, start), pause.to.value_or(std::max(as_of, pause.from)));
    end = add(length + rested);
  }
  return end;
}

}  // namespace runout::book
