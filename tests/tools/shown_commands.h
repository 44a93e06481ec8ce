// Commands and outputs as a page of documentation shows them: found, compared, refreshed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runout::docs {

/// A line of expected output that stands for any number of lines, none included.
inline constexpr std::string_view kAnyLines = "[...]";

/// One `$ command` of a ```console block with the output shown below it. A command that ends in a
/// backslash goes on in the next line.
struct ShownCommand {
  std::string command;
  std::size_t output_begin = 0;  ///< line of the page at which the output begins, from 0
  std::size_t output_end = 0;    ///< one past its last line
};

[[nodiscard]] std::vector<std::string> split_lines(std::string_view text);
[[nodiscard]] std::string join_lines(const std::vector<std::string>& lines);

/// All commands of the page's ```console blocks, in order.
[[nodiscard]] std::vector<ShownCommand> find_commands(const std::vector<std::string>& page);

/// Whether the real output is what the page shows, kAnyLines standing for any lines.
[[nodiscard]] bool matches(const std::vector<std::string>& shown,
                           const std::vector<std::string>& real);

/// What the page should show for the real output: all of it, or, where it was cut, as many lines
/// at the beginning and at the end as were shown there before.
[[nodiscard]] std::vector<std::string> refresh(const std::vector<std::string>& shown,
                                               const std::vector<std::string>& real);

/// The page with the lines between `<!-- begin NAME -->` and `<!-- end NAME -->` replaced.
/// Throws std::invalid_argument when it has no such place.
[[nodiscard]] std::vector<std::string> replace_part(const std::vector<std::string>& page,
                                                    const std::string& name,
                                                    const std::vector<std::string>& part);

}  // namespace runout::docs
