// What the forecast of a plain file's decisions rests on.
#pragma once

#include "runout/regime/case_file.h"
#include "runout/regime/collect_cases.h"
#include "runout/regime/regime.h"
#include "runout/regime/state_model.h"

namespace runout::regime {

/// Describes a fitted state: counts, the share of the prior, flags and what was learnt of each
/// part. `model` is fitted to `cases`.
[[nodiscard]] Basis describe_cases(const CaseFile& file, const CollectedCases& cases,
                                   const StateModel& model);

}  // namespace runout::regime
