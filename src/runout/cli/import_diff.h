// What an import would change, for people: counts by file, then the rows.
#pragma once

#include <iosfwd>

#include "runout/book/book.h"
#include "runout/book/change.h"

namespace runout::cli {

/// How many rows of one file are shown before only their count is.
inline constexpr std::size_t kShownRows = 20;

/// Prints one line of counts a file ("orders: 2 added, 1 changed, 0 removed, 107 unchanged") and
/// the rows that differ: "+ O-9: item A, quantity 5", "~ O-4: quantity 100 -> 120", "- O-3".
void print_change(std::ostream& out, const book::FileChange& change,
                  const std::optional<book::Table>& before,
                  const std::optional<book::Table>& after);

}  // namespace runout::cli
