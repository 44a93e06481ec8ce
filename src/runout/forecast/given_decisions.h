// Decisions given in a file instead of drawn: `application,decided_on,outcome[,replication]`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/diagnostics.h"
#include "runout/book/records.h"
#include "runout/forecast/forecast.h"

namespace runout::forecast {

/// Reads CSV text. Every fault is appended to `diagnostics` under `file` with its row: columns
/// missing, applications that the book does not have, outcomes that are no words, dates that are
/// none, replications outside 1..replications, a key twice. When there were errors the result must
/// not be used.
[[nodiscard]] std::vector<GivenDecision> parse_given_decisions(std::string_view text,
                                                               const std::string& file,
                                                               const book::Records& records,
                                                               std::size_t replications,
                                                               Diagnostics& diagnostics);

/// True for the outcomes that let goods go: granted, granted_partly, not_required.
[[nodiscard]] bool is_grant(std::string_view outcome);

}  // namespace runout::forecast
