// Beta-PERT days by inversion: a table of chances, so that a draw is one uniform number and a look.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runout/base/random.h"

namespace runout {

/// Beta-PERT (lambda 4) on [low, high] with mode `typical`, rounded half up to whole days.
/// Source of the law: D. Malcolm, J. Roseboom, C. Clark, W. Fazar, "Application of a technique for
/// research and development program evaluation", Operations Research 7 (1959) 646-669.
class PertDays {
 public:
  /// low <= typical <= high; low >= high is low for sure.
  PertDays(std::int32_t low, std::int32_t typical, std::int32_t high);

  [[nodiscard]] std::int32_t low() const { return low_; }
  [[nodiscard]] std::int32_t high() const {
    return low_ + static_cast<std::int32_t>(chances_.size());
  }
  [[nodiscard]] bool is_fixed() const { return chances_.empty(); }
  /// P(days <= low + i), i = 0 .. high - low - 1, ascending.
  [[nodiscard]] std::span<const double> chances() const { return chances_; }

  /// The days of a uniform number: low and one more for each chance that it is not below.
  [[nodiscard]] std::int32_t at(double uniform) const;
  /// Draws; does not touch the stream where the days are fixed.
  [[nodiscard]] std::int32_t draw(RandomStream& stream) const {
    return is_fixed() ? low_ : at(stream.uniform());
  }

 private:
  std::int32_t low_;
  std::vector<double> chances_;
};

}  // namespace runout
