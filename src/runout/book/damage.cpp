#include "runout/book/damage.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "runout/base/dates.h"
#include "runout/base/text.h"

namespace runout::book {
namespace {

// UTF-8 of the blanks that spreadsheets and web pages leave behind: no-break, thin, narrow
// no-break, zero-width and the byte-order mark.
constexpr std::array<std::string_view, 5> kWideBlanks{"\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF",
                                                      "\xE2\x80\x8B", "\xEF\xBB\xBF"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string did_you_mean(std::string_view value, std::string_view why) {
  return fmt::format("did you mean '{}'? {}", value, why);
}

bool is_number(std::string_view text) { return parse_decimal(text).millionths.has_value(); }

/// "1.234.567,5" -> "1234567.5" where the signs stand as thousands signs do; nothing otherwise.
std::optional<std::string> without_thousands(std::string_view text) {
  std::string plain;
  std::string_view body = text;
  if (body.starts_with('-')) {
    plain = "-";
    body.remove_prefix(1);
  }
  std::vector<std::string> groups{""};
  std::string signs;
  for (std::size_t i = 0; i < body.size(); ++i) {
    std::size_t length = 1;
    for (const std::string_view blank : kWideBlanks) {
      if (body.substr(i).starts_with(blank)) length = blank.size();
    }
    const char c = length > 1 ? ' ' : body[i];
    i += length - 1;
    if (is_digit(c)) {
      groups.back() += c;
    } else if (c == '.' || c == ',' || c == ' ' || c == '\'') {
      signs += c;
      groups.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  if (signs.empty() || groups.front().empty() || groups.front().size() > 3) return std::nullopt;
  // The last sign is a decimal one if it differs from those before it.
  const char thousands = signs.front();
  const char last = signs.back();
  const bool has_fraction = last != thousands && (last == '.' || last == ',');
  const std::size_t whole_groups = groups.size() - (has_fraction ? 1 : 0);
  if (whole_groups < 2) return std::nullopt;
  for (std::size_t i = 0; i < whole_groups; ++i) {
    if (i > 0 && (groups[i].size() != 3 || signs[i - 1] != thousands)) return std::nullopt;
    plain += groups[i];
  }
  if (has_fraction) {
    if (groups.back().empty()) return std::nullopt;
    plain += "." + groups.back();
  }
  return plain;
}

/// "4.5E+09" -> "4500000000", while that is short enough to be meant.
std::optional<std::string> written_out(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos) return std::nullopt;
  std::string mantissa{text.substr(0, e)};
  std::ranges::replace(mantissa, ',', '.');
  std::string_view digits = text.substr(e + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int exponent = 0;
  const auto [end, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (failed != std::errc{} || end != digits.data() + digits.size() || exponent < -6 ||
      exponent > 12 || !is_number(mantissa)) {
    return std::nullopt;
  }
  std::size_t point = mantissa.find('.');
  if (point == std::string::npos) point = mantissa.size();
  std::string plain = mantissa;
  std::erase(plain, '.');
  while (exponent > 0) {
    if (++point > plain.size()) plain += '0';
    --exponent;
  }
  while (exponent < 0) {
    const std::size_t first = plain.starts_with('-') ? 1 : 0;
    if (point <= first + 1) {
      plain.insert(first, "0");
    } else {
      --point;
    }
    ++exponent;
  }
  if (point < plain.size()) plain.insert(point, ".");
  return is_number(plain) ? std::optional{plain} : std::nullopt;
}

std::string unit_help(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
  const std::string_view number = text.substr(0, end);
  const std::string_view rest = strip_blanks(text.substr(end));
  if (!is_number(number) || rest.empty()) return {};
  if (rest == "%") {
    const std::int64_t millionths = *parse_decimal(number).millionths;
    return fmt::format("write {}: shares are given as parts of 1", decimal_text(millionths / 100));
  }
  static constexpr std::array<std::string_view, 16> kUnits{
      "pcs", "pc", "pieces", "ea", "kg",    "g", "t",    "m",
      "mm",  "l",  "stk",    "st", "units", "d", "days", "eur"};
  const std::string word = lower_case(rest);
  const bool apart = end < text.size() && !is_letter(text[end]) && is_letter(rest.front());
  if (!apart && std::ranges::find(kUnits, word) == kUnits.end()) return {};
  return did_you_mean(number, "a number stands without its unit");
}

std::string decimal_comma_help(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || text.find(',', comma + 1) != std::string_view::npos) {
    return {};
  }
  std::string with_point{text};
  with_point[comma] = '.';
  if (!is_number(with_point)) return {};
  if (const auto plain = without_thousands(text)) {
    return fmt::format(
        "write {} or {}: in a file separated by commas a comma is neither a "
        "decimal nor a thousands sign",
        *plain, with_point);
  }
  return did_you_mean(with_point, "a decimal comma is read only in files separated by ; or tab");
}

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 100) year += 2000;
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional{Date{date}} : std::nullopt;
}

/// The three numbers of 30/06/2025, 6/30/25, 30.06.2025 or 2025/6/30 and the sign between them.
struct DateParts {
  std::array<int, 3> numbers{};
  char sign = '/';
  bool year_first = false;
};

std::optional<DateParts> split_date(std::string_view text) {
  DateParts parts;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at]) && at - begin < 5) {
      parts.numbers[i] = 10 * parts.numbers[i] + (text[at++] - '0');
    }
    if (at == begin) return std::nullopt;
    if (i == 0) parts.year_first = at - begin == 4;
    if (i == 2) break;
    if (at == text.size() || (text[at] != '/' && text[at] != '.' && text[at] != '-')) {
      return std::nullopt;
    }
    if (i == 1 && text[at] != parts.sign) return std::nullopt;
    parts.sign = text[at++];
    while (at < text.size() && text[at] == ' ') ++at;
  }
  // A time of day may follow.
  const bool ends = at == text.size() || text[at] == ' ' || text[at] == 'T';
  return ends ? std::optional{parts} : std::nullopt;
}

std::string day_number_help(std::string_view text) {
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || (end != text.data() + text.size() && *end != '.')) return {};
  if (text.size() == 8) {
    const auto date = make_date(number / 10000, number / 100 % 100, number % 100);
    return date ? fmt::format("did you mean '{}'?", to_string(*date)) : "";
  }
  // Day 1 of the spreadsheet's count is 1 January 1900, with a 29 February 1900 that never was.
  constexpr Date kDayZero{std::chrono::year{1899} / std::chrono::December / 30};
  if (number < 20000 || number > 80000) return {};
  return did_you_mean(to_string(kDayZero + Days{number}),
                      fmt::format("{} is how a spreadsheet counts that day", number));
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMostBytes = 60;
  std::string shown{text.substr(0, kMostBytes)};
  if (shown.size() < text.size()) {
    // Not in the middle of a character.
    while (!shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xC0U) == 0x80) {
      shown.pop_back();
    }
    shown += "...";
  }
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return "'" + shown + "'";
}

std::string_view strip_blanks(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    for (const std::string_view blank : kWideBlanks) {
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        again = true;
      }
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        again = true;
      }
    }
  }
  return text;
}

bool is_blank_row(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells,
                             [](const std::string& cell) { return strip_blanks(cell).empty(); });
}

bool is_failed_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kErrors{
      "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#NV", "#SPILL!"};
  return std::ranges::find(kErrors, strip_blanks(text)) != kErrors.end() ||
         text.starts_with("#####");
}

bool is_scientific(std::string_view text) {
  const std::size_t e = text.find("E+");
  if (e == std::string_view::npos || e == 0 || !is_digit(text.front())) return false;
  const std::string_view mantissa = text.substr(0, e);
  const std::string_view exponent = text.substr(e + 2);
  return std::ranges::all_of(mantissa,
                             [](char c) { return is_digit(c) || c == '.' || c == ','; }) &&
         (mantissa.size() == 1 || mantissa[1] == '.' || mantissa[1] == ',') &&
         exponent.size() >= 2 && exponent.size() <= 3 && std::ranges::all_of(exponent, is_digit);
}

std::string number_help(std::string_view text, DecimalSign sign) {
  const std::string_view bare = strip_blanks(text);
  if (bare.size() != text.size() && parse_decimal(bare, sign).millionths) {
    return did_you_mean(bare, "there are blanks around it");
  }
  if (is_failed_formula(bare)) return "a formula of the spreadsheet has failed";
  if (bare.size() > 1 && bare.ends_with('-')) {
    const std::string_view body = bare.substr(0, bare.size() - 1);
    const auto plain = parse_decimal(body, sign).millionths ? std::optional{std::string{body}}
                                                            : without_thousands(body);
    if (plain) return did_you_mean("-" + *plain, "the minus stands behind the number");
  }
  if (bare.size() > 2 && bare.starts_with('(') && bare.ends_with(')') &&
      is_number(bare.substr(1, bare.size() - 2))) {
    return did_you_mean("-" + std::string{bare.substr(1, bare.size() - 2)},
                        "a negative number takes a minus, not brackets");
  }
  if (const auto plain = written_out(bare)) {
    return did_you_mean(*plain, "a spreadsheet has shortened it and may have lost digits");
  }
  if (sign == DecimalSign::point) {
    if (std::string help = decimal_comma_help(bare); !help.empty()) return help;
  }
  if (const auto plain = without_thousands(bare)) {
    return did_you_mean(*plain, "thousands signs are not read");
  }
  if (is_number("0" + std::string{bare}) && bare.starts_with('.')) {
    return fmt::format("did you mean '0{}'?", bare);
  }
  if (bare.ends_with('.') && is_number(bare.substr(0, bare.size() - 1))) {
    return fmt::format("did you mean '{}'?", bare.substr(0, bare.size() - 1));
  }
  static constexpr std::array<std::string_view, 10> kUnknown{
      "-", "--", "?", "n/a", "na", "tbd", "tba", "null", "none", "unknown"};
  if (std::ranges::find(kUnknown, lower_case(bare)) != kUnknown.end()) {
    return "leave the cell empty where nothing is known";
  }
  return unit_help(bare);
}

std::string date_help(std::string_view text) {
  const std::string_view bare = strip_blanks(text);
  if (bare.size() != text.size() && find_date(bare)) {
    return did_you_mean(bare, "there are blanks around it");
  }
  if (is_failed_formula(bare)) return "a formula of the spreadsheet has failed";
  if (bare.size() > 10 && (bare[10] == ' ' || bare[10] == 'T') && find_date(bare.substr(0, 10))) {
    return did_you_mean(bare.substr(0, 10), "a day stands without a time");
  }
  if (std::string help = day_number_help(bare); !help.empty()) return help;
  const auto parts = split_date(bare);
  if (!parts) return {};
  const auto [a, b, c] = parts->numbers;
  if (parts->year_first) {
    const auto date = make_date(a, b, c);
    return date ? fmt::format("did you mean '{}'?", to_string(*date)) : "";
  }
  const auto day_first = make_date(c, b, a);
  // Dots are used where the day comes first.
  const auto month_first = parts->sign == '.' ? std::nullopt : make_date(c, a, b);
  if (day_first && month_first && *day_first != *month_first) {
    return fmt::format("it may be {} (day first) or {} (month first)", to_string(*day_first),
                       to_string(*month_first));
  }
  const auto date = day_first ? day_first : month_first;
  return date ? fmt::format("did you mean '{}'?", to_string(*date)) : "";
}

std::string yes_no_help(std::string_view text) {
  static constexpr std::array<std::string_view, 11> kYes{"yes", "y",  "true", "1",    "ja", "j",
                                                         "oui", "si", "wahr", "vrai", "x"};
  static constexpr std::array<std::string_view, 9> kNo{"no",  "n",    "false",  "0",  "nein",
                                                       "non", "faux", "falsch", "not"};
  const std::string word = lower_case(strip_blanks(text));
  if (is_failed_formula(word)) return "a formula of the spreadsheet has failed";
  if (std::ranges::find(kYes, word) != kYes.end()) return "did you mean 'yes'?";
  if (std::ranges::find(kNo, word) != kNo.end()) return "did you mean 'no'?";
  return {};
}

}  // namespace runout::book
