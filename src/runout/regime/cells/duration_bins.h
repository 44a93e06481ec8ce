// Bins of waiting time: one day wide at first, then growing with the waiting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace runout::regime {

/// Up to so many days of waiting every bin is one day wide.
inline constexpr std::int32_t kSingleDays = 15;

/// Bins over whole days of a clock. Bin b holds the days starts[b] .. starts[b + 1] - 1; the last
/// bin is open.
struct DurationBins {
  std::vector<std::int32_t> starts;  ///< ascending from 0
  std::vector<std::uint16_t> bin;    ///< [day]; later days lie in the last bin

  [[nodiscard]] std::size_t size() const { return starts.size(); }
  /// The bin of the day that begins after `waited` whole days.
  [[nodiscard]] std::size_t of(std::int32_t waited) const {
    const auto day = static_cast<std::size_t>(waited);
    return day < bin.size() ? bin[day] : starts.size() - 1;
  }
};

/// Single days up to kSingleDays, then 10 % of the waiting time wide up to `longest` days, the longest
/// waiting seen; from there to `farthest` half of the waiting time wide. Every day of `marks`
/// (statutory limits, on which offices decide because they must) has a bin of its own.
[[nodiscard]] DurationBins make_duration_bins(std::int32_t longest, std::int32_t farthest,
                                              std::span<const std::int32_t> marks);

}  // namespace runout::regime
