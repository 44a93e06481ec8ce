// The page of an explanation: one self-contained file that can be mailed.
#pragma once

#include <filesystem>
#include <string>

#include "runout/regime/explain/explanation.h"

namespace runout::report {

/// The answer, the bridge in days as a picture, how it may end, similar cases, and the flags.
[[nodiscard]] std::string explanation_page(const regime::Explanation& explanation);

/// Writes the page; Error{forbidden} with path and reason when that fails.
void write_explanation(const regime::Explanation& explanation, const std::filesystem::path& path);

}  // namespace runout::report
