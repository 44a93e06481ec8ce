#include "runout/base/quantity.h"

#include <fmt/format.h>

namespace runout {

// Products of two counts of millionths need more than 64 bits.
__extension__ using Wide = __int128;

Money operator+(const Money& a, const Money& b) {
  if (a.currency != b.currency) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("cannot add {} to {}", b.currency, a.currency)};
  }
  Money sum{0, a.currency};
  if (__builtin_add_overflow(a.millionths, b.millionths, &sum.millionths)) {
    throw Error{ErrorKind::invalid_input, "amount of money too large to hold"};
  }
  return sum;
}

DecimalParse parse_decimal(std::string_view text, DecimalSign sign) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);

  constexpr std::int64_t kLargest = kLargestUnits * kMillion;
  Wide value = 0;
  int digits = 0;
  int decimals = -1;  // -1 before the decimal sign
  bool too_fine = false;
  bool too_large = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++digits;
      if (decimals >= 0) ++decimals;
      if (decimals > 6) {
        too_fine = too_fine || c != '0';
      } else if (!too_large) {
        value = 10 * value + (c - '0');
        too_large = value > Wide{kLargest};
      }
    } else if ((c == '.' || (c == ',' && sign == DecimalSign::point_or_comma)) && decimals < 0 &&
               digits > 0) {
      decimals = 0;
    } else {
      return {};
    }
  }
  if (digits == 0 || decimals == 0) return {};
  for (int place = decimals < 0 ? 0 : decimals; place < 6 && !too_large; ++place) {
    value *= 10;
    too_large = value > Wide{kLargest};
  }
  if (too_large) return {std::nullopt, DecimalFault::too_large};
  if (too_fine) return {std::nullopt, DecimalFault::too_fine};
  return {static_cast<std::int64_t>(negative ? -value : value), {}};
}

std::string decimal_text(std::int64_t millionths) {
  const bool negative = millionths < 0;
  // Negating in unsigned arithmetic is defined for the smallest number too.
  const auto magnitude = negative ? 0U - static_cast<std::uint64_t>(millionths)
                                  : static_cast<std::uint64_t>(millionths);
  std::string text = fmt::format("{}{}", negative ? "-" : "", magnitude / kMillion);
  if (magnitude % kMillion != 0) {
    text += fmt::format(".{:06}", magnitude % kMillion);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

Quantity quantity_needed(Ratio quantity_per, Ratio scrap) {
  const Wide numerator = Wide{quantity_per.millionths()} * kMillion;
  const Wide denominator = kMillion - scrap.millionths();
  const Wide rounded = (2 * numerator + denominator) / (2 * denominator);
  if (rounded > Wide{kLargestUnits} * kMillion) {
    throw Error{ErrorKind::invalid_input, fmt::format("{} / (1 - {}) is too large to hold exactly",
                                                      decimal_text(quantity_per.millionths()),
                                                      decimal_text(scrap.millionths()))};
  }
  return Quantity::from_millionths(static_cast<std::int64_t>(rounded));
}

}  // namespace runout
