// One file of a source merged into the same file of a book.
#pragma once

#include <optional>

#include "runout/base/diagnostics.h"
#include "runout/book/tables.h"

namespace runout::book {

/// Rows of the book come first, with lines above this number, so that a fault found in the merged
/// table can be told to be the book's or the source's.
inline constexpr std::size_t kBookLines = 1'000'000'000;

/// Merges by key; see plan_import. Rows that the source holds twice without a key are left out with
/// a warning.
[[nodiscard]] Table merge_table(const FileSpec& spec, const std::optional<Table>& book,
                                Table source, Diagnostics& warnings);

/// The source's table without rows that it holds twice, where the file has no key.
void drop_twins(const FileSpec& spec, Table& source, Diagnostics& warnings);

}  // namespace runout::book
