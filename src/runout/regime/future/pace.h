// How changes of the authorities bear on the days ahead, in one future.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/regime/future/known_changes.h"
#include "runout/regime/future/state_draw.h"

namespace runout::regime {

/// One authority's days ahead.
struct PaceAhead {
  std::vector<double> scale;  ///< [day - 1] factor on the hazard of a review; empty: 1
  struct InForce {
    std::size_t effect = 0;  ///< of a change that the records know, on who decides what
    Day last = kNever;
  };
  std::vector<InForce> in_force;

  [[nodiscard]] double on(Day day) const {
    return scale.empty() ? 1.0 : scale[static_cast<std::size_t>(day) - 1];
  }
  /// Adds the effects in force on a day to those of a case.
  void add_effects(Day day, std::vector<std::size_t>& effects) const {
    for (const InForce& one : in_force) {
      if (day <= one.last) effects.push_back(one.effect);
    }
  }
};

/// Draws the changes' part of a future.
class PaceSampler {
 public:
  PaceSampler() = default;
  /// `review` must be a sampler of the state that apply_changes has written to.
  PaceSampler(std::vector<ChangeInUse> changes, std::vector<std::string> authorities, Date as_of,
              Day horizon, const StateSampler& review);

  /// True when nothing ever changes: draws are empty then.
  [[nodiscard]] bool is_idle() const { return changes_.empty(); }
  /// ahead: [authority]. Random numbers are named by the change: another change, the same numbers.
  void draw(std::uint64_t seed, std::uint32_t replication, const StateDraw& review,
            std::vector<PaceAhead>& ahead) const;

 private:
  std::vector<ChangeInUse> changes_;  ///< that reach into the future
  std::vector<std::size_t> effect_;   ///< [change] number of the learnt effect
  std::vector<std::string> authorities_;
  Date as_of_;
  Day horizon_ = 0;
};

}  // namespace runout::regime
