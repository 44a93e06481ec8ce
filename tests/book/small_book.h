// A small sound book as tables (tests/malformed/base), and rows to add to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/snapshot.h"
#include "runout/book/tables.h"

namespace runout::book {

/// Magnets from SUP in China to the motor line L1 at PLANT: A-1 filed on 12 May 2025 and accepted
/// on 19 May, A-2 granted on 20 June with the batch licence L-1.
[[nodiscard]] Tables small_book();

/// Adds rows written as CSV (quotes allowed) in the order of the table's columns; the first row
/// gives the columns when the book has no such file.
void add_rows(Tables& tables, File file, std::string_view rows);

/// Adds an event with the columns subject, happened_on, event; others blank.
void add_event(Tables& tables, const std::string& subject, const std::string& happened_on,
               const std::string& event);

/// Replaces what a file holds; the first row gives the columns.
void set_file(Tables& tables, File file, std::string_view rows);

/// Parses tables that must be sound; throws std::runtime_error with the first error otherwise.
[[nodiscard]] Records sound_records(const Tables& tables);

[[nodiscard]] Snapshot snapshot_of(const Tables& tables, std::string_view as_of);

/// Codes of diagnostics, in their order.
[[nodiscard]] std::vector<std::string> codes_of(const Diagnostics& diagnostics);

}  // namespace runout::book
