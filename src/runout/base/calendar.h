// Working-day calendars: a week with exceptions, and the arithmetic of statutory clocks on them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"

namespace runout {

/// Which days of the week are worked before exceptions.
enum class Week { every_day, mon_fri, mon_sat };

/// One stretch of days (both ends included) that departs from the week.
struct CalendarException {
  Date from;
  Date to;
  bool working = false;
  std::string name;    ///< "Spring Festival"
  std::string source;  ///< where the fact comes from
};

/// A working-day calendar. Immutable; counting is O(log n) within the years it knows.
///
/// Invariant: of overlapping exceptions the later one in the list holds. Outside the years its
/// exceptions cover (`known_from`..`known_to`, whole years) it falls back to its week.
class Calendar {
 public:
  Calendar(std::string name, Week week, const std::vector<CalendarException>& exceptions = {});

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] bool is_working(Date day) const;

  /// The earliest working day on or after `day`; nothing if none within ten years.
  [[nodiscard]] std::optional<Date> next_working(Date day) const;

  /// Number of working days in (from, to]; 0 when to <= from.
  [[nodiscard]] std::int64_t working_days_between(Date from, Date to) const;

  /// The n-th working day after `start` (n >= 1; n = 0 gives start): n working days from start
  /// end on it. Throws Error{invalid_input} for n < 0 or when the calendar has none to give.
  [[nodiscard]] Date add_working_days(Date start, std::int64_t n) const;

  /// First and last day of the years the exceptions cover; nothing without exceptions.
  [[nodiscard]] std::optional<Date> known_from() const noexcept { return known_from_; }
  [[nodiscard]] std::optional<Date> known_to() const noexcept { return known_to_; }
  /// True when the day lies in years of which this calendar has exceptions, or has none at all.
  [[nodiscard]] bool covers(Date day) const noexcept;

 private:
  [[nodiscard]] std::int64_t working_days_up_to(Date day) const;

  std::string name_;
  Week week_;
  std::map<Date, bool> exceptions_;  ///< only days that differ from the week
  std::vector<Date> days_;           ///< keys of exceptions_, ascending
  std::vector<std::int64_t> shift_;  ///< working days added by days_[0..i]
  std::optional<Date> known_from_;
  std::optional<Date> known_to_;
};

/// Builds "every-day", "mon-fri", "mon-sat" or "CN"; nothing for another name.
/// CN is the Chinese public-holiday calendar with its make-up working days (calendar_cn.cpp).
[[nodiscard]] std::optional<Calendar> built_in_calendar(std::string_view name);

/// The names built_in_calendar knows.
[[nodiscard]] const std::vector<std::string>& built_in_calendar_names();

/// The exceptions of the built-in CN calendar, with their sources.
[[nodiscard]] const std::vector<CalendarException>& chinese_calendar_exceptions();

}  // namespace runout
