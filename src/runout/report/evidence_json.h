// What aggregate reports do to a forecast, as JSON.
#pragma once

#include <string>

#include "runout/regime/evidence/explain_evidence.h"

namespace runout::report {

/// `{pending, replications, with_all, with_none, reports:[...]}` in one line without a line end;
/// an outlook is `{granted_within:[{days, mean}], typical_grant}`.
[[nodiscard]] std::string evidence_json(const regime::EvidenceExplanation& explanation);

}  // namespace runout::report
