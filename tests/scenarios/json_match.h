// Whether what a scenario expects is contained in what the program printed.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace runout::scenarios {

/// Every difference, each with its path: "lines[GYOR-2].run_out.p50: expected ..., found ...".
///
/// Objects: every expected key is there and matches. Arrays of objects of which the expected ones
/// all have the same naming key (line, application, order, item, days, in this order of preference)
/// are matched by it: every expected element must be there. Other arrays match element by element.
/// Whole numbers match exactly, others within 1e-9 relative.
[[nodiscard]] std::vector<std::string> find_differences(const nlohmann::json& expected,
                                                        const nlohmann::json& found,
                                                        const std::string& path = "");

}  // namespace runout::scenarios
