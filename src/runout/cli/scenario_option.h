// The option --scenario, which several commands have.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "runout/book/records.h"
#include "runout/regime/future/scenario.h"

namespace runout::cli {

/// Adds --scenario, which may be given several times.
void add_scenarios(CLI::App& command, std::vector<std::string>& texts);

/// Reads what was given. Throws CLI::ValidationError for one that stands there twice and for an
/// authority that is none of `authorities` (of a plain file: none at all).
[[nodiscard]] std::vector<regime::Scenario> read_scenarios(
    const std::vector<std::string>& texts, const std::vector<std::string>& authorities);

/// All authorities that a book names.
[[nodiscard]] std::vector<std::string> authorities_of(const book::Records& records);

}  // namespace runout::cli
