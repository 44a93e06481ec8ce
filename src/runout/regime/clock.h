// How calendar days count: how much waiting time one adds, and how open the office is on it.
#pragma once

#include <cstdint>
#include <vector>

#include "runout/base/calendar.h"
#include "runout/base/dates.h"

namespace runout::regime {

/// A clock over a range of calendar days.
///
/// On each day a running case gains tick(day) of waiting time (0 or 1), during which its hazard is
/// multiplied by open(day). An authority's working-day clock has both 1 on working days and both 0
/// on others; the clock of a plain file ticks every day and is more or less open by weekday.
class Clock {
 public:
  /// The clock of an authority over [first, last].
  Clock(const Calendar& calendar, Date first, Date last);
  /// Ticks every day over [first, last]; `by_weekday` holds the openness, Sunday first.
  Clock(const std::vector<double>& by_weekday, Date first, Date last);

  /// Multiplies the openness of the days first..last: 0 for a halt, during which waiting goes on.
  void scale_openness(Date first, Date last, double factor);

  [[nodiscard]] Date first() const { return first_; }
  [[nodiscard]] Date last() const { return first_ + Days{static_cast<int>(tick_.size()) - 1}; }
  /// Days outside the range do not count.
  [[nodiscard]] double tick(Date day) const { return covers(day) ? tick_[index(day)] : 0.0; }
  [[nodiscard]] double open(Date day) const { return covers(day) ? open_[index(day)] : 0.0; }
  /// Waiting time gained on the days from first() up to `day`, that day included; `day` may lie one
  /// before first().
  [[nodiscard]] std::int32_t ticks_to(Date day) const {
    return ticks_to_[static_cast<std::size_t>((day - first_).count() + 1)];
  }
  /// Openness added up in the same way.
  [[nodiscard]] double open_to(Date day) const {
    return open_to_[static_cast<std::size_t>((day - first_).count() + 1)];
  }
  /// The day on which ticks_to reaches `ticks` >= 1; the last day if it never does.
  [[nodiscard]] Date day_of_tick(std::int32_t ticks) const {
    const auto i = static_cast<std::size_t>(ticks) - 1;
    return i < tick_days_.size() ? first_ + Days{tick_days_[i]} : last();
  }

 private:
  [[nodiscard]] bool covers(Date day) const { return first_ <= day && day <= last(); }
  [[nodiscard]] std::size_t index(Date day) const {
    return static_cast<std::size_t>((day - first_).count());
  }

  void add_up();

  Date first_;
  std::vector<float> tick_;
  std::vector<float> open_;
  std::vector<std::int32_t> ticks_to_;   ///< [days from the one before first_]
  std::vector<double> open_to_;          ///< likewise
  std::vector<std::int32_t> tick_days_;  ///< [n] days from first_ to the n + 1-th tick
};

}  // namespace runout::regime
