#include "runout/cli/open_cases.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "runout/base/text.h"
#include "runout/book/file_text.h"
#include "runout/regime/case_file.h"

namespace runout::cli {

std::optional<std::string> find_case_text(const std::string& source) {
  const std::filesystem::path path{source};
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) return std::nullopt;
  std::string text = book::read_file(path);
  if (book::lower_extension(path) != ".csv" && !regime::is_case_file(text)) return std::nullopt;
  return text;
}

void check_covariates(const std::vector<std::string>& names,
                      const std::vector<std::string>& possible) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) {
      throw CLI::ValidationError{"--covariates", fmt::format("'{}' stands there twice", *name)};
    }
    if (std::ranges::find(possible, *name) != possible.end()) continue;
    const auto nearest = nearest_word(*name, possible);
    throw CLI::ValidationError{
        "--covariates",
        fmt::format("'{}' is not a covariate of this source; {}{}", *name,
                    possible.empty() ? std::string{"it has none"}
                                     : fmt::format("they are {}", fmt::join(possible, ", ")),
                    nearest ? fmt::format("; did you mean '{}'?", *nearest) : "")};
  }
}

}  // namespace runout::cli
