// What the records can and cannot tell, as JSON for every command that forecasts decisions.
#pragma once

#include <optional>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "runout/regime/honesty/flag.h"
#include "runout/regime/promise_record.h"

namespace runout::report {

/// `[{code, message, help, applications}]`
[[nodiscard]] nlohmann::ordered_json flags_json(const std::vector<regime::Flag>& flags);

/// `[{state, of, block, covariate, unknowns, contraction, sd_before, sd_after}]`
[[nodiscard]] nlohmann::ordered_json contraction_json(const std::vector<regime::LearntPart>& parts);

/// The number, in hundredths, or null.
[[nodiscard]] nlohmann::ordered_json k_hat_json(std::optional<double> k_hat);

/// `[{source, judged, kept, open, holds}]`: by source; `holds` is the share taken to hold.
[[nodiscard]] nlohmann::ordered_json promises_json(
    const std::vector<regime::PromiseRecord>& promises);

}  // namespace runout::report
