// The pages of the documentation as files: which there are, reading and rewriting them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace runout::docs {

/// README.md and every page below docs/, relative to the source folder, sorted.
[[nodiscard]] std::vector<std::string> all_pages();

[[nodiscard]] std::vector<std::string> read_page(const std::string& page);
void write_page(const std::string& page, const std::vector<std::string>& lines);

/// True when RUNOUT_UPDATE_DOCS=1 asks to rewrite what the pages show (`./dev docs`).
[[nodiscard]] bool updating();

}  // namespace runout::docs
