// The terminal face of a forecast: one sentence, the fuse, the applications that matter most.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "runout/forecast/forecast.h"

namespace runout::report {

/// What the terminal (or the file behind it) can show.
enum class Colour { none, ansi };

struct TextStyle {
  std::size_t width = 100;  ///< columns; below 72 counts as 72, above 200 as 200
  bool utf8 = true;         ///< else only ASCII is written (`#=+.|`); codes of the book are kept
  Colour colour = Colour::none;  ///< colour repeats what words say, it never says more
};

/// Writes the forecast for people. No line is wider than the style says, and none ends in blanks.
void print_forecast(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style);

}  // namespace runout::report
