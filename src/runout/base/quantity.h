// Exact decimal amounts: whole millionths in 64-bit integers, so that sums never leave crumbs.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runout/base/error.h"

namespace runout {

/// How many millionths make one.
inline constexpr std::int64_t kMillion = 1'000'000;

/// Amounts beyond this many units are refused where they are read; sums of a few then still fit.
inline constexpr std::int64_t kLargestUnits = 9'000'000'000'000;

/// How much of an item there is, in the item's own unit (pieces, kg, ...). May be negative (a
/// shortage). The tag keeps apart what must not be mixed: amounts of goods, money, plain ratios.
///
/// Invariant: the value is a whole number of millionths; adding throws Error{invalid_input}
/// instead of overflowing.
template <typename Tag>
class Decimal {
 public:
  constexpr Decimal() = default;
  [[nodiscard]] static constexpr Decimal from_millionths(std::int64_t millionths) {
    Decimal decimal;
    decimal.millionths_ = millionths;
    return decimal;
  }
  /// Throws Error{invalid_input} beyond kLargestUnits.
  [[nodiscard]] static constexpr Decimal from_units(std::int64_t units) {
    if (units > kLargestUnits || units < -kLargestUnits) {
      throw Error{ErrorKind::invalid_input, "amount too large to hold exactly"};
    }
    return from_millionths(units * kMillion);
  }

  [[nodiscard]] constexpr std::int64_t millionths() const noexcept { return millionths_; }
  /// Nearest double, for statistics and pictures only.
  [[nodiscard]] constexpr double value() const noexcept {
    return static_cast<double>(millionths_) / static_cast<double>(kMillion);
  }

  friend constexpr Decimal operator+(Decimal a, Decimal b) {
    Decimal sum;
    if (__builtin_add_overflow(a.millionths_, b.millionths_, &sum.millionths_)) {
      throw Error{ErrorKind::invalid_input, "amount too large to hold exactly"};
    }
    return sum;
  }
  friend constexpr Decimal operator-(Decimal a) { return from_millionths(-a.millionths_); }
  friend constexpr Decimal operator-(Decimal a, Decimal b) { return a + -b; }
  friend constexpr auto operator<=>(Decimal, Decimal) = default;

 private:
  std::int64_t millionths_ = 0;
};

using Quantity = Decimal<struct QuantityTag>;  ///< goods, in the item's unit
using Ratio = Decimal<struct RatioTag>;        ///< quantity_per, scrap, share, probability, ...

/// An amount of money, held exactly in millionths of the currency's main unit (contributions of
/// a tenth of a cent exist). `currency` is the ISO 4217 code in the user's spelling.
struct Money {
  std::int64_t millionths = 0;
  std::string currency;

  friend bool operator==(const Money&, const Money&) = default;
};

/// Throws Error{invalid_input} for different currencies or an overflow.
[[nodiscard]] Money operator+(const Money& a, const Money& b);

/// Why text is not a decimal that can be held.
enum class DecimalFault { not_a_number, too_fine, too_large };

/// Which sign separates the fraction. In files separated by `;` or tab a single comma is one too.
enum class DecimalSign { point, point_or_comma };

struct DecimalParse {
  std::optional<std::int64_t> millionths;
  DecimalFault fault = DecimalFault::not_a_number;  ///< when there are no millionths
};

/// Reads plain decimals such as "12", "-3.5", "+0.000001". No blanks, exponents, thousands signs
/// or bare points. More than six decimal places (trailing zeros aside) is too_fine.
[[nodiscard]] DecimalParse parse_decimal(std::string_view text,
                                         DecimalSign sign = DecimalSign::point);

/// The shortest text that parse_decimal reads back: "12", "0.5", "-3.25".
[[nodiscard]] std::string decimal_text(std::int64_t millionths);

/// quantity_per / (1 - scrap), rounded half up to a millionth. Requires quantity_per > 0 and
/// 0 <= scrap < 1. Throws Error{invalid_input} when the result is beyond kLargestUnits.
[[nodiscard]] Quantity quantity_needed(Ratio quantity_per, Ratio scrap);

}  // namespace runout
