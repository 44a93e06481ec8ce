// What promised days were worth so far, for the faces that give it a place of its own.
#pragma once

#include <string>
#include <vector>

#include "runout/regime/regime.h"

namespace runout::report {

/// One sentence a source: those with open promises first, then those with most judged ones; after
/// `most` sources how many more there are.
[[nodiscard]] std::vector<std::string> promise_sentences(const regime::Basis& basis,
                                                         std::size_t most);

/// The assumptions that are not about promised days.
[[nodiscard]] std::vector<std::string> without_promises(const std::vector<std::string>& assumptions,
                                                        const regime::Basis& basis);

}  // namespace runout::report
