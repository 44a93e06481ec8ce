#include "runout/base/pert_days.h"

#include <algorithm>

#include "runout/base/portable_math.h"

namespace runout {

PertDays::PertDays(std::int32_t low, std::int32_t typical, std::int32_t high) : low_{low} {
  if (low >= high) return;
  const double range = static_cast<double>(high) - low;
  const double a = 1.0 + 4.0 * (static_cast<double>(typical) - low) / range;
  const double b = 1.0 + 4.0 * (static_cast<double>(high) - typical) / range;
  for (std::int32_t day = low; day < high; ++day) {
    chances_.push_back(portable::beta_share((static_cast<double>(day) - low + 0.5) / range, a, b));
  }
}

std::int32_t PertDays::at(double uniform) const {
  const auto first_above = std::ranges::upper_bound(chances_, uniform);
  return low_ + static_cast<std::int32_t>(first_above - chances_.begin());
}

}  // namespace runout
