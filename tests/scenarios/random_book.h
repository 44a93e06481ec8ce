// Small random books for laws that hold of every book.
#pragma once

#include <cstdint>

#include "scenarios/book_text.h"

namespace runout::scenarios {

/// As of 30 June 2025: 1 to 4 lines, each of one item made of one component of its own; counts of
/// several days, blocked stock and stock usable later; lanes with random transit and inspection;
/// consignments shipped, held, announced, waiting for pending, granted and refused applications or
/// for none. Columns are filled at random; the book checks without errors.
[[nodiscard]] BookRows make_random_book(std::uint64_t seed);

}  // namespace runout::scenarios
