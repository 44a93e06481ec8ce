// The fuse in a terminal: columns, bars made of blocks or of `#=+.|`.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "runout/report/fuse.h"
#include "runout/report/text_forecast.h"

namespace runout::report {

/// Writes the header with the scale of dates, one row a line, and what the marks mean.
void print_fuse(std::ostream& out, const Fuse& fuse, const forecast::Forecast& forecast,
                const TextStyle& style);

/// The bar of one row, `columns` wide at most, without trailing blanks.
[[nodiscard]] std::string draw_bar(const FuseRow& row, Day window, std::size_t columns,
                                   const TextStyle& style);

/// `text` in bold or red where the style has colour.
enum class Emphasis { strong, alarm };
[[nodiscard]] std::string emphasize(std::string_view text, Emphasis emphasis,
                                    const TextStyle& style);

}  // namespace runout::report
