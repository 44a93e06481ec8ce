#include "runout/regime/cells/duration_bins.h"

#include <algorithm>

namespace runout::regime {
namespace {

constexpr std::int32_t kDaysPerGrowth = 10;
constexpr std::int32_t kDaysPerFarGrowth = 2;

}  // namespace

DurationBins make_duration_bins(std::int32_t longest, std::int32_t farthest,
                                std::span<const std::int32_t> marks) {
  DurationBins bins;
  const std::int32_t end = std::max(longest, farthest);
  for (std::int32_t day = 0; day <= end;) {
    bins.starts.push_back(day);
    day += day < kSingleDays
               ? 1
               : std::max(1, day / (day <= longest ? kDaysPerGrowth : kDaysPerFarGrowth));
  }
  for (const std::int32_t mark : marks) {
    if (mark < 0 || mark > end) continue;
    bins.starts.push_back(mark);
    bins.starts.push_back(mark + 1);
  }
  std::ranges::sort(bins.starts);
  const auto repeated = std::ranges::unique(bins.starts);
  bins.starts.erase(repeated.begin(), repeated.end());
  bins.bin.resize(static_cast<std::size_t>(bins.starts.back()) + 1);
  for (std::size_t b = 0; b < bins.starts.size(); ++b) {
    const auto from = static_cast<std::size_t>(bins.starts[b]);
    const auto to =
        b + 1 < bins.starts.size() ? static_cast<std::size_t>(bins.starts[b + 1]) : bins.bin.size();
    std::fill(bins.bin.begin() + static_cast<std::ptrdiff_t>(from),
              bins.bin.begin() + static_cast<std::ptrdiff_t>(to), static_cast<std::uint16_t>(b));
  }
  return bins;
}

}  // namespace runout::regime
