#include "runout/book/parse/missing_column.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/text.h"

namespace runout::book {

Diagnostic missing_column(const FileSpec& spec, const std::string& name, std::string_view column,
                          const std::vector<std::string>& columns) {
  std::vector<std::string> unknown;  // a column that is known means itself
  std::ranges::copy_if(columns, std::back_inserter(unknown), [&](const std::string& other) {
    return spec.find_column(other) == nullptr;
  });
  std::string help = fmt::format("the columns are {}", fmt::join(columns, ", "));
  if (const auto nearest = nearest_word(column, unknown)) {
    help += fmt::format("; did you mean '{}' by '{}'?", column, *nearest);
  }
  return {Severity::error,
          "missing_column",
          name,
          1,
          std::string{column},
          "the required column is missing",
          std::move(help)};
}

}  // namespace runout::book
