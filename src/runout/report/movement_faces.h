// What moved since an earlier forecast: sentences, text, JSON.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "runout/forecast/moved/moves.h"
#include "runout/report/text_fuse.h"

namespace runout::report {

/// "GYOR-2 +6 days to 24 July: A-017 granted +9 days, time passing -3 days", a line each; at most
/// `most`, the largest first, and how many more.
[[nodiscard]] std::vector<std::string> movement_sentences(const forecast::Movement& movement,
                                                          std::size_t most);

/// "Since the forecast of 23 June" or what it was called.
[[nodiscard]] std::string since_words(const forecast::Movement& movement);

/// Everything that moved, step by step.
void print_movement(std::ostream& out, const forecast::Movement& movement, const TextStyle& style);

[[nodiscard]] std::string movement_json(const forecast::Movement& movement);

}  // namespace runout::report
