// Text in columns: how wide it shows, cutting, filling and breaking it, and making it harmless.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace runout::report {

/// `text` fit to be shown on one line: control characters, line ends and marks that turn the
/// direction of writing become blanks (a code must not steer the terminal), bytes that are not
/// UTF-8 become U+FFFD.
[[nodiscard]] std::string plain_text(std::string_view text);

/// Columns that plain text takes in a terminal: 2 for East Asian wide characters, 0 for combining
/// marks, else 1.
[[nodiscard]] std::size_t text_columns(std::string_view text);

/// At most `columns` wide; what is cut ends in `mark`.
[[nodiscard]] std::string cut_text(std::string_view text, std::size_t columns,
                                   std::string_view mark = "..");

/// Filled with blanks to `columns`, left- or right-aligned, cut when longer.
enum class Align { left, right };
[[nodiscard]] std::string fill_text(std::string_view text, std::size_t columns,
                                    Align align = Align::left);

/// Broken at blanks into lines of at most `columns`; words that are longer are broken where they
/// must. Lines after the first begin with `indent` blanks.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text, std::size_t columns,
                                                 std::size_t indent = 0);

/// Prints what is made plain and broken as by wrap_text.
void print_wrapped(std::ostream& out, std::string_view text, std::size_t columns,
                   std::size_t indent = 0);

/// Writes `text` without blanks at its end, and a line end.
void print_line(std::ostream& out, std::string_view text);

}  // namespace runout::report
