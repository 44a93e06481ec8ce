// What is assumed about changes of authorities, in words for licence managers.
#pragma once

#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/future/known_changes.h"
#include "runout/regime/state_model.h"

namespace runout::regime {

/// One sentence a change. `review` is the fit that apply_changes has written to.
[[nodiscard]] std::vector<std::string> describe_changes(const std::vector<ChangeInUse>& changes,
                                                        const StateModel& review, Date as_of);

}  // namespace runout::regime
