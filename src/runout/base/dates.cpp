#include "runout/base/dates.h"

#include <array>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout {
namespace {

std::optional<int> parse_digits(std::string_view digits) {
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = 10 * number + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<Date> find_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_digits(text.substr(0, 4));
  const auto month = parse_digits(text.substr(5, 2));
  const auto day = parse_digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{Date{date}} : std::nullopt;
}

Date parse_date(std::string_view text) {
  if (const auto date = find_date(text)) return *date;
  throw Error{ErrorKind::invalid_input, fmt::format("'{}' is not a date like 2025-06-30", text)};
}

std::string to_string(Date date) {
  const std::chrono::year_month_day parts{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(parts.year()),
                     static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
}

std::string to_words(Date date, WithYear with_year) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day parts{date};
  const std::string words = fmt::format("{} {} {}", kDays[std::chrono::weekday{date}.c_encoding()],
                                        static_cast<unsigned>(parts.day()),
                                        kMonths[static_cast<unsigned>(parts.month()) - 1]);
  return with_year == WithYear::yes ? fmt::format("{} {}", words, static_cast<int>(parts.year()))
                                    : words;
}

}  // namespace runout
