// Quantities in the unit in which a licence counts them.
#pragma once

#include <optional>
#include <string>

#include "runout/book/records.h"

namespace runout::book {

/// `quantity` of an item in `unit`, rounded half up to a millionth: the same for an empty unit or
/// the item's own, by kg_per_unit for kg. Nothing when the one cannot be told in the other, or the
/// result is beyond kLargestUnits.
[[nodiscard]] std::optional<Quantity> in_licence_unit(const Item& item, Quantity quantity,
                                                      const std::string& unit);

/// quantity x (1 + tolerance), rounded down to a millionth; the largest amount where that is more.
[[nodiscard]] Quantity with_tolerance(Quantity quantity, Ratio tolerance);

}  // namespace runout::book
