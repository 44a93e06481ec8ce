// Which licences and applications let a consignment go (S1, S3): scope, unit, mode.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "runout/book/snapshot.h"
#include "runout/flow/network.h"

namespace runout::forecast {

/// What a consignment must be covered for.
struct Cargo {
  const book::Item& item;
  std::string_view control_entry;  ///< the item's, or that of the control that asks for it
  std::string_view mode;           ///< of its lane; empty: the lane does not say
};

/// A licence or application with a mode lets go only over lanes of that mode.
[[nodiscard]] bool allows_mode(std::string_view mode, std::string_view lane_mode);

/// What scope.csv says of a subject and an item.
enum class ScopeMatch { no_rows, inside, outside };
[[nodiscard]] ScopeMatch match_scope(const book::Records& records, std::string_view subject,
                                     const book::Item& item);

/// True when the scope of the application holds the cargo: by its rows of scope.csv, without any
/// by its control entry.
[[nodiscard]] bool covers(const book::Records& records, const book::Application& application,
                          const Cargo& cargo);

/// Units of the licence that one unit of the item uses, in millionths: 1 for the same unit,
/// kg_per_unit for kilograms, nothing where the two units have nothing in common.
[[nodiscard]] std::optional<flow::Micro> licence_use_per_unit(const book::Licence& licence,
                                                              const book::Item& item);

/// True when the licence has something left to let go.
[[nodiscard]] bool has_something_left(const book::Snapshot& snapshot, std::size_t licence_row);

}  // namespace runout::forecast
