// Calendar days, and reading and writing them as ISO 8601 text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runout {

/// A calendar day, and a whole number of them. The standard types already have the right algebra:
/// Date - Date is Days, Date + Days is Date, and Date + Date does not compile.
using Date = std::chrono::sys_days;
using Days = std::chrono::days;

/// Reads "2025-06-30"; nothing on anything else, including 2025-02-30.
[[nodiscard]] std::optional<Date> find_date(std::string_view text);

/// As find_date, but throws Error{invalid_input} where that finds nothing.
[[nodiscard]] Date parse_date(std::string_view text);

/// Writes the same form parse_date reads.
[[nodiscard]] std::string to_string(Date date);

/// "Thu 17 Jul", for people; with the year where `with_year` says so.
enum class WithYear { no, yes };
[[nodiscard]] std::string to_words(Date date, WithYear with_year = WithYear::no);

}  // namespace runout
