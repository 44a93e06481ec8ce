// The words of changes: where they come from, how they are split, how a right one looks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runout::forecast {

/// One change as somebody wrote it.
struct ChangeText {
  std::string text;
  std::string source;   ///< "--change", or the name of a file
  std::size_t row = 0;  ///< line of the file; 0 on the command line
};

/// The lines of a file of changes; blank ones and those that begin with # are left out.
[[nodiscard]] std::vector<ChangeText> split_changes(std::string_view text, const std::string& file);

/// Splits at blanks; quotes keep blanks together. Nothing where a quote is not closed.
[[nodiscard]] std::optional<std::vector<std::string>> split_quoted_words(std::string_view text);

/// How a change of this subject is written; for an unknown one what may be meant.
[[nodiscard]] std::string change_help(std::string_view subject);

}  // namespace runout::forecast
