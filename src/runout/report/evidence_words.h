// How aggregate reports and what they do to a forecast are said, the same on every face.
#pragma once

#include <string>

#include "runout/regime/evidence/explain_evidence.h"

namespace runout::report {

/// "12 %", "<1 %".
[[nodiscard]] std::string percent_words(double share);

/// "17 Jul", or "later than the horizon".
[[nodiscard]] std::string typical_words(const regime::GrantOutlook& outlook, Date as_of);

/// "12.3 within 30 days instead of 14.4, ...; the typical pending one 17 Jul instead of 2 Aug":
/// grants as they are, and as they would be otherwise.
[[nodiscard]] std::string compared_words(const regime::GrantOutlook& now,
                                         const regime::GrantOutlook& otherwise, Date as_of);

/// "What the aggregate reports do: 2 of 3 used."
[[nodiscard]] std::string used_words(const regime::EvidenceExplanation& explanation);

/// "Of the 12 pending, granted with all reports and with none: ..."; empty when none is used.
[[nodiscard]] std::string all_reports_words(const regime::EvidenceExplanation& explanation);

/// "sector automotive at MOFCOM, filed from 4 Apr to 30 Jun".
[[nodiscard]] std::string taken_words(const regime::ReportEffect& report, Date as_of);

/// "7 applications": independent ones that would say as much.
[[nodiscard]] std::string weight_words(const regime::ReportEffect& report);

}  // namespace runout::report
