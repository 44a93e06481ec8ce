// What aggregate reports say and do, as a section of the forecast's page and as a page of its own.
#pragma once

#include <filesystem>
#include <string>

#include "runout/regime/evidence/explain_evidence.h"
#include "runout/report/html_writer.h"

namespace runout::report {

/// A section: each report beside what was expected of it, with a picture, and the grants expected
/// with all reports, with none, and without each.
void write_evidence(HtmlWriter& html, const regime::EvidenceExplanation& explanation);

/// The same as one self-contained page.
[[nodiscard]] std::string evidence_page(const regime::EvidenceExplanation& explanation);

/// Writes the page; Error{forbidden} with path and reason when that fails.
void write_evidence_page(const regime::EvidenceExplanation& explanation,
                         const std::filesystem::path& path);

}  // namespace runout::report
