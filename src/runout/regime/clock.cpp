#include "runout/regime/clock.h"

#include <chrono>

namespace runout::regime {

Clock::Clock(const Calendar& calendar, Date first, Date last) : first_{first} {
  for (Date day = first; day <= last; day += Days{1}) {
    const float working = calendar.is_working(day) ? 1.0F : 0.0F;
    tick_.push_back(working);
    open_.push_back(working);
  }
}

Clock::Clock(const std::vector<double>& by_weekday, Date first, Date last) : first_{first} {
  for (Date day = first; day <= last; day += Days{1}) {
    tick_.push_back(1.0F);
    open_.push_back(static_cast<float>(by_weekday[std::chrono::weekday{day}.c_encoding()]));
  }
}

}  // namespace runout::regime
