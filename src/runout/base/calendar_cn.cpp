// The Chinese public-holiday calendar: days off that fall in the week and make-up working days.
#include <chrono>

#include "runout/base/calendar.h"

namespace runout {
namespace {

constexpr Date on(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

const char* const k2025Notice =
    "State Council notice Guobanfadian [2024] No. 12 "
    "(ctaweb.org.cn/en/redianpinglun/10085.html; shine.cn/news/nation/2411129728)";
const char* const k2026Notice =
    "State Council notice of 4 Nov 2025 (sjgrand.cn/china-public-holiday-"
    "calendar-2026; sxwanpai.com/blog)";

CalendarException off(Date from, Date to, const char* name, const char* source) {
  return {from, to, false, name, source};
}

CalendarException make_up(Date day, const char* source) {
  return {day, day, true, "make-up working day", source};
}

}  // namespace

const std::vector<CalendarException>& chinese_calendar_exceptions() {
  static const std::vector<CalendarException> exceptions{
      off(on(2025, 1, 1), on(2025, 1, 1), "New Year", k2025Notice),
      make_up(on(2025, 1, 26), k2025Notice),
      off(on(2025, 1, 28), on(2025, 2, 4), "Spring Festival", k2025Notice),
      make_up(on(2025, 2, 8), k2025Notice),
      off(on(2025, 4, 4), on(2025, 4, 6), "Qingming", k2025Notice),
      make_up(on(2025, 4, 27), k2025Notice),
      off(on(2025, 5, 1), on(2025, 5, 5), "Labour Day", k2025Notice),
      off(on(2025, 5, 31), on(2025, 6, 2), "Dragon Boat", k2025Notice),
      make_up(on(2025, 9, 28), k2025Notice),
      off(on(2025, 10, 1), on(2025, 10, 8), "National Day and Mid-Autumn", k2025Notice),
      make_up(on(2025, 10, 11), k2025Notice),
      off(on(2026, 1, 1), on(2026, 1, 3), "New Year", k2026Notice),
      make_up(on(2026, 1, 4), k2026Notice),
      make_up(on(2026, 2, 14), k2026Notice),
      off(on(2026, 2, 15), on(2026, 2, 23), "Spring Festival", k2026Notice),
      make_up(on(2026, 2, 28), k2026Notice),
      off(on(2026, 4, 4), on(2026, 4, 6), "Qingming", k2026Notice),
      off(on(2026, 5, 1), on(2026, 5, 5), "Labour Day", k2026Notice),
      make_up(on(2026, 5, 9), k2026Notice),
      off(on(2026, 6, 19), on(2026, 6, 21), "Dragon Boat", k2026Notice),
      make_up(on(2026, 9, 20), k2026Notice),
      off(on(2026, 9, 25), on(2026, 9, 27), "Mid-Autumn", k2026Notice),
      off(on(2026, 10, 1), on(2026, 10, 7), "National Day", k2026Notice),
      make_up(on(2026, 10, 10), k2026Notice),
  };
  return exceptions;
}

}  // namespace runout
