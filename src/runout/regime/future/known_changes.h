// What changes that have begun make of the records, and what of them reaches into the future.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/regime/future/intervention.h"
#include "runout/regime/spells.h"
#include "runout/regime/state_model.h"

namespace runout::regime {

/// A change as the forecast uses it.
struct ChangeInUse {
  Intervention change;
  /// Covariate of the spells that says "in force": the step is learnt. Nothing: all else.
  std::optional<std::size_t> covariate = std::nullopt;
  /// Decisions during a freeze: it is taken as a slow-down.
  std::size_t decided_in_freeze = 0;
  /// Neither the records nor the days ahead can feel it: in force since before the first day on
  /// which anybody waited, or over by then.
  bool says_nothing = false;
};

/// Builds the changes that have begun into the spells. A freeze closes the clock on its days, so
/// that they count as no exposure. Any other change adds a covariate with one level, in force on
/// its days, for which spells are cut; the mean of its size goes into the clock, its deviation is
/// appended to `given`. clocks_of: [clock] whose it is.
[[nodiscard]] std::vector<ChangeInUse> apply_changes(const std::vector<Intervention>& changes,
                                                     const std::vector<std::string>& clocks_of,
                                                     Date as_of, SpellTable& table,
                                                     std::vector<double>& given);

/// Posterior of a learnt step: mean and deviation of its factor's logarithm.
[[nodiscard]] SizeLaw learnt_size(const ChangeInUse& change, const StateModel& model);

}  // namespace runout::regime
