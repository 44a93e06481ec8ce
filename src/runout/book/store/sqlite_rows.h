// Rows of a book into the tables of a database, and back. Used by the sqlite_* files only.
#pragma once

#include <cstdint>

#include "runout/book/book.h"
#include "runout/book/store/sqlite_connection.h"

namespace runout::book {

/// Reads everything within the transaction that is open. `name` is how diagnostics call the file.
[[nodiscard]] Book read_rows(Connection& connection, const std::string& name);

/// Writes all batches, layouts and versions into empty tables.
void write_all_rows(Connection& connection, const Book& book);

/// Writes what the batches after `last` brought; `had_batches` says whether there was one at all.
void write_new_rows(Connection& connection, const Book& book, std::int64_t last, bool had_batches);

/// Unknown columns as one JSON object, blank ones left out; empty when there is nothing to keep.
[[nodiscard]] std::string other_text(const std::vector<std::string>& columns,
                                     const std::vector<std::string>& cells,
                                     const std::vector<std::size_t>& which);
/// Puts the members of such an object into the cells of their columns.
void read_other_text(std::string_view text, const std::vector<std::string>& columns,
                     std::vector<std::string>& cells);

/// "orders_versions" in quotes.
[[nodiscard]] std::string versions_table(const FileSpec& file);

}  // namespace runout::book
