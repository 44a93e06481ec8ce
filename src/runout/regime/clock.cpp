#include "runout/regime/clock.h"

#include <algorithm>
#include <chrono>

namespace runout::regime {

Clock::Clock(const Calendar& calendar, Date first, Date last) : first_{first} {
  for (Date day = first; day <= last; day += Days{1}) {
    const float working = calendar.is_working(day) ? 1.0F : 0.0F;
    tick_.push_back(working);
    open_.push_back(working);
  }
  add_up();
}

Clock::Clock(const std::vector<double>& by_weekday, Date first, Date last) : first_{first} {
  for (Date day = first; day <= last; day += Days{1}) {
    tick_.push_back(1.0F);
    open_.push_back(static_cast<float>(by_weekday[std::chrono::weekday{day}.c_encoding()]));
  }
  add_up();
}

void Clock::scale_openness(Date first, Date last, double factor) {
  for (Date day = std::max(first, first_); day <= std::min(last, this->last()); day += Days{1}) {
    float& open = open_[index(day)];
    open = static_cast<float>(static_cast<double>(open) * factor);
  }
  open_to_.assign(1, 0.0);
  for (const float open : open_) {
    open_to_.push_back(open_to_.back() + static_cast<double>(open));
  }
}

void Clock::add_up() {
  ticks_to_.assign(1, 0);
  open_to_.assign(1, 0.0);
  for (std::size_t i = 0; i < tick_.size(); ++i) {
    if (tick_[i] > 0.0F) tick_days_.push_back(static_cast<std::int32_t>(i));
    ticks_to_.push_back(static_cast<std::int32_t>(tick_days_.size()));
    open_to_.push_back(open_to_.back() + static_cast<double>(open_[i]));
  }
}

}  // namespace runout::regime
