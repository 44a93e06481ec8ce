// What explanations of cases and of applications share.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runout/base/error.h"
#include "runout/regime/explain/explanation.h"
#include "runout/regime/explain/route.h"

namespace runout::regime {

/// How far an explanation looks ahead: two years, or as far as is asked.
[[nodiscard]] Day explained_horizon(const DecisionRequest& request);

/// Error{not_found} that names the nearest.
[[nodiscard]] Error unknown_application(const std::string& id, const std::vector<std::string>& ids,
                                        Date as_of);

/// Adds a covariate to a stage: the effects of its levels by how often they are met among `all`
/// cases, and the case's own. counts: [level].
void add_covariate(const StateSampler& sampler, std::size_t covariate,
                   const std::vector<double>& counts, double all, std::int32_t own,
                   RouteStage& stage);

/// "sector aerospace", "sector not known".
[[nodiscard]] std::string covariate_label(const std::string& covariate, const std::string& value);

/// The flags that concern an application.
[[nodiscard]] std::vector<Flag> flags_for(const std::vector<Flag>& flags, const std::string& id);

}  // namespace runout::regime
