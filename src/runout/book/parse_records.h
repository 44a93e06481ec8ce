// From text cells to typed records: every fault of every file at once, damage by spreadsheets
// named.
#pragma once

#include "runout/base/diagnostics.h"
#include "runout/book/records.h"
#include "runout/book/tables.h"

namespace runout::book {

/// Reads the tables of one state of a book. Faults and doubts about form (not a number, unknown
/// reference, duplicate key, unknown column, ...) are appended to `diagnostics`, in the order of
/// the schema and of the rows; rows that hold nothing but blanks are no records. When errors were
/// found the records must not be used. Never throws on any table.
[[nodiscard]] Records parse_records(const Tables& tables, Diagnostics& diagnostics);

/// Reads an earlier state of a book whose present state has no errors. A row may have become known
/// before something it names (a count of an item that came into the book later): such rows are left
/// out, with one warning a file. Only warnings are appended to `diagnostics`.
[[nodiscard]] Records parse_known_records(Tables tables, Diagnostics& diagnostics);

}  // namespace runout::book
