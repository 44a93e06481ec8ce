#include "runout/book/licence_units.h"

#include <algorithm>

namespace runout::book {
namespace {

// Products of two counts of millionths need more than 64 bits.
__extension__ using Wide = __int128;
constexpr Wide kMost = Wide{kLargestUnits} * kMillion;

}  // namespace

std::optional<Quantity> in_licence_unit(const Item& item, Quantity quantity,
                                        const std::string& unit) {
  if (unit.empty() || unit == item.unit) return quantity;
  if (unit != "kg" || !item.kg_per_unit) return std::nullopt;
  const Wide product = Wide{quantity.millionths()} * item.kg_per_unit->millionths();
  const Wide rounded = (2 * product + kMillion) / (2 * Wide{kMillion});
  if (rounded > kMost) return std::nullopt;
  return Quantity::from_millionths(static_cast<std::int64_t>(rounded));
}

Quantity with_tolerance(Quantity quantity, Ratio tolerance) {
  const Wide limit = Wide{quantity.millionths()} * (kMillion + tolerance.millionths()) / kMillion;
  return Quantity::from_millionths(static_cast<std::int64_t>(std::min(limit, kMost)));
}

}  // namespace runout::book
