#include "runout/base/calendar.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout {
namespace {

bool works(Week week, Date day) {
  const unsigned weekday = std::chrono::weekday{day}.iso_encoding();  // Monday 1 .. Sunday 7
  switch (week) {
    case Week::every_day:
      return true;
    case Week::mon_fri:
      return weekday <= 5;
    case Week::mon_sat:
      return weekday <= 6;
  }
  return true;
}

int working_days_a_week(Week week) {
  return week == Week::every_day ? 7 : week == Week::mon_fri ? 5 : 6;
}

/// A Monday far before every date that can be written, so that counts are never negative.
constexpr Date kMonday{Days{-719'162}};  // 0001-01-01
static_assert(std::chrono::weekday{kMonday} == std::chrono::Monday);

/// Days of the week worked in [kMonday, day].
std::int64_t count_by_week(Week week, Date day) {
  const std::int64_t days = (day - kMonday).count() + 1;
  const std::int64_t weeks = days >= 0 ? days / 7 : (days - 6) / 7;
  const std::int64_t rest = days - 7 * weeks;
  return weeks * working_days_a_week(week) +
         std::min<std::int64_t>(rest, working_days_a_week(week));
}

}  // namespace

Calendar::Calendar(std::string name, Week week, const std::vector<CalendarException>& exceptions)
    : name_{std::move(name)}, week_{week} {
  for (const CalendarException& exception : exceptions) {
    for (Date day = exception.from; day <= exception.to; day += Days{1}) {
      exceptions_[day] = exception.working;
    }
    const std::chrono::year first{std::chrono::year_month_day{exception.from}.year()};
    const std::chrono::year last{std::chrono::year_month_day{exception.to}.year()};
    const Date from{first / std::chrono::January / 1};
    const Date to{last / std::chrono::December / 31};
    known_from_ = std::min(known_from_.value_or(from), from);
    known_to_ = std::max(known_to_.value_or(to), to);
  }
  std::erase_if(exceptions_,
                [week](const auto& entry) { return entry.second == works(week, entry.first); });
  std::int64_t shift = 0;
  for (const auto& [day, working] : exceptions_) {
    shift += working ? 1 : -1;
    days_.push_back(day);
    shift_.push_back(shift);
  }
}

bool Calendar::is_working(Date day) const {
  const auto exception = exceptions_.find(day);
  return exception == exceptions_.end() ? works(week_, day) : exception->second;
}

std::optional<Date> Calendar::next_working(Date day) const {
  for (const Date end = day + Days{3660}; day < end; day += Days{1}) {
    if (is_working(day)) return day;
  }
  return std::nullopt;
}

std::int64_t Calendar::working_days_up_to(Date day) const {
  const auto later = std::ranges::upper_bound(days_, day);
  const std::int64_t shift =
      later == days_.begin() ? 0 : shift_[static_cast<std::size_t>(later - days_.begin()) - 1];
  return count_by_week(week_, day) + shift;
}

std::int64_t Calendar::working_days_between(Date from, Date to) const {
  return to <= from ? 0 : working_days_up_to(to) - working_days_up_to(from);
}

Date Calendar::add_working_days(Date start, std::int64_t n) const {
  // No week has fewer than five working days in seven, so 2n days and every exception are enough.
  constexpr std::int64_t kMost = 1'000'000;
  if (n < 0 || n > kMost) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("{} working days cannot be counted from {}", n, to_string(start))};
  }
  if (n == 0) return start;
  Date low = start;  // fewer than n working days in (start, low]
  Date high = start + Days{2 * n + 7 + static_cast<std::int64_t>(days_.size())};
  while (high - low > Days{1}) {
    const Date middle = low + (high - low) / 2;
    (working_days_between(start, middle) >= n ? high : low) = middle;
  }
  return high;
}

bool Calendar::covers(Date day) const noexcept {
  return !known_from_ || (*known_from_ <= day && day <= *known_to_);
}

const std::vector<std::string>& built_in_calendar_names() {
  static const std::vector<std::string> names{"every-day", "mon-fri", "mon-sat", "CN"};
  return names;
}

std::optional<Calendar> built_in_calendar(std::string_view name) {
  if (name == "every-day") return Calendar{"every-day", Week::every_day};
  if (name == "mon-fri") return Calendar{"mon-fri", Week::mon_fri};
  if (name == "mon-sat") return Calendar{"mon-sat", Week::mon_sat};
  if (name == "CN") return Calendar{"CN", Week::mon_fri, chinese_calendar_exceptions()};
  return std::nullopt;
}

}  // namespace runout
