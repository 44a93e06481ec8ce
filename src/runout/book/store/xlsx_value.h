// Cells of a workbook as text, and text as cells: numbers, dates, escapes, addresses.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "runout/base/dates.h"

namespace runout::book {

/// Rows of a sheet, at most.
inline constexpr std::size_t kMostRows = 1'048'576;

/// The two ways in which workbooks count days.
enum class DateSystem { from_1900, from_1904 };

/// Writes a number as people would: up to 15 significant digits, never an exponent.
[[nodiscard]] std::string number_text(double value);

/// Writes a day number as "2025-06-30", with " 14:30:00" after it when it has a time of day.
/// Nothing for numbers that are no day (below 1 March 1900 in the 1900 system, beyond 9999).
[[nodiscard]] std::optional<std::string> date_text(double serial, DateSystem system);

/// The number of a day in the 1900 system; nothing for days before 1 March 1900, of which
/// programs disagree.
[[nodiscard]] std::optional<double> serial_of(Date date);

/// True when a number format shows a date or time: "yyyy-mm-dd", "d/m/yy", not "0.00 \"days\"".
[[nodiscard]] bool is_date_format(std::string_view format);
/// The same of the formats that are known by number only.
[[nodiscard]] bool is_built_in_date_format(int number);

/// Text that looks like an escape itself ("_x000D_") with its first character escaped ("_x005F_").
[[nodiscard]] std::string escape(std::string_view text);
/// Undoes _x000D_ escapes.
[[nodiscard]] std::string unescape(std::string_view text);

/// The column of an address such as "AB12", counted from 0; nothing beyond column XFD.
[[nodiscard]] std::optional<std::size_t> column_of(std::string_view address);
/// "AB"
[[nodiscard]] std::string column_name(std::size_t column);

}  // namespace runout::book
