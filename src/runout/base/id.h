// Typed row numbers: a LineId cannot be passed where an ItemId is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace runout {

/// Position of one entity in its own table, counted from zero. Cheap to copy and to use
/// as an index into the arrays of a simulation. It means nothing outside the running process: what
/// users type and files hold is the entity's code, a string such as "MAG-42SH-01".
template <typename Entity>
class Id {
 public:
  explicit constexpr Id(std::size_t row) noexcept : row_{static_cast<std::uint32_t>(row)} {}

  [[nodiscard]] constexpr std::size_t index() const noexcept { return row_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::uint32_t row_;
};

using ItemId = Id<struct ItemEntity>;
using SiteId = Id<struct SiteEntity>;
using LaneId = Id<struct LaneEntity>;
using ApplicationId = Id<struct ApplicationEntity>;

}  // namespace runout
