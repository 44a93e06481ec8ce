#include "runout/book/store/xlsx_value.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace runout::book {
namespace {

// 1 March 1900 is day 61 in the 1900 system, which believes in a 29 February 1900.
constexpr Date kEpoch1900 = std::chrono::year{1899} / 12 / 30;
constexpr Date kEpoch1904 = std::chrono::year{1904} / 1 / 1;
constexpr double kFirstSerial = 61.0;
constexpr double kLastSerial = 2'958'466.0;  // after 31 December 9999
constexpr std::int64_t kSecondsPerDay = 86'400;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

void append_utf8(std::string& text, unsigned code) {
  if (code < 0x80) {
    text.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    text.push_back(static_cast<char>(0xC0U | (code >> 6U)));
    text.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  } else {
    text.push_back(static_cast<char>(0xE0U | (code >> 12U)));
    text.push_back(static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)));
    text.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  }
}

/// The code of "_xHHHH_" at the start of the text; nothing for anything else. Halves of a pair of
/// 16-bit units and NUL are left as they are written.
std::optional<unsigned> escape_at(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return std::nullopt;
  unsigned code = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return std::nullopt;
    code = 16 * code + static_cast<unsigned>(digit);
  }
  if (code == 0 || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
  return code;
}

}  // namespace

std::string number_text(double value) {
  if (!std::isfinite(value)) return "";
  if (value == 0.0) return "0";
  // Fifteen digits are what spreadsheets show; more would be crumbs of binary arithmetic.
  std::array<char, 40> shown{};
  const auto short_end = std::to_chars(shown.data(), shown.data() + shown.size(), value,
                                       std::chars_format::scientific, 14)
                             .ptr;
  double rounded = 0.0;
  std::from_chars(shown.data(), short_end, rounded);
  std::array<char, 512> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), rounded, std::chars_format::fixed)
          .ptr;
  return {digits.data(), end};
}

std::optional<std::string> date_text(double serial, DateSystem system) {
  const double first = system == DateSystem::from_1900 ? kFirstSerial : 0.0;
  const bool is_a_day = serial >= first && serial < kLastSerial - 1500.0;  // false for NaN, too
  if (!is_a_day) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(std::llround(serial * kSecondsPerDay));
  const Date date = (system == DateSystem::from_1900 ? kEpoch1900 : kEpoch1904) +
                    Days{static_cast<int>(seconds / kSecondsPerDay)};
  const std::int64_t rest = seconds % kSecondsPerDay;
  if (rest == 0) return to_string(date);
  return fmt::format("{} {:02}:{:02}:{:02}", to_string(date), rest / 3600, rest / 60 % 60,
                     rest % 60);
}

std::optional<double> serial_of(Date date) {
  const double serial = static_cast<double>((date - kEpoch1900).count());
  if (!date_text(serial, DateSystem::from_1900)) return std::nullopt;
  return serial;
}

bool is_date_format(std::string_view format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c == '"') {  // literal text
      i = std::min(format.find('"', i + 1), format.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;                  // the next character is literal, a width or a filling
    } else if (c == '[') {  // [Red], [$-409], but [h] and [mm] count hours and minutes
      const std::size_t end = std::min(format.find(']', i), format.size());
      const std::string_view inside = format.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        return true;
      }
      i = end;
    } else if (std::string_view{";Gg"}.find(c) != std::string_view::npos) {
      return false;  // General, or the end of the section for positive numbers
    } else if (std::string_view{"dDmMyYhHsS"}.find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool is_built_in_date_format(int number) {
  return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) ||
         (number >= 45 && number <= 47) || (number >= 50 && number <= 58);
}

std::string escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    escaped += text[i] == '_' && escape_at(text.substr(i)) ? std::string_view{"_x005F_"}
                                                           : text.substr(i, 1);
  }
  return escaped;
}

std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '_') {
      if (const auto code = escape_at(text.substr(i))) {
        append_utf8(plain, *code);
        i += 7;
        continue;
      }
    }
    plain.push_back(text[i++]);
  }
  return plain;
}

std::optional<std::size_t> column_of(std::string_view address) {
  constexpr std::size_t kColumns = 16'384;
  std::size_t column = 0;
  for (const char c : address) {
    if (c < 'A' || c > 'Z') break;
    column = 26 * column + static_cast<std::size_t>(c - 'A') + 1;
    if (column > kColumns) return std::nullopt;
  }
  if (column == 0) return std::nullopt;
  return column - 1;
}

std::string column_name(std::size_t column) {
  std::string name;
  for (++column; column > 0; column = (column - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return name;
}

}  // namespace runout::book
