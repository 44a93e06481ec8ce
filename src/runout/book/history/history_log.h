// The history of a book as text: history.csv, to which recording only ever appends.
//
// One record a line: batch, change, file, place, cells, recorded_at, known_on, author, source.
//   batch    begins batch N (0: the state before recording began) and says who, when, known when
//   undo     batch N takes back the one whose number stands under `cells`
//   columns  the file now has these columns (cells: their names as one CSV record)
//   absent   the file is no longer there
//   removed  the row at `place` is gone
//   changed  the row at `place` now has these cells (one CSV record, in the order of the columns)
//   added    a new row at `place`; rows stand in the order of their places
// Adding up all records gives the last recorded state. The text is made anew from the book in one
// fixed order, in which the records of older batches come out unchanged, byte by byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/book/book.h"

namespace runout::book {

/// The columns of the history, in their order.
[[nodiscard]] const std::vector<std::string>& history_columns();

/// The history as a table named history.csv. Changes by hand that are not recorded are left out.
[[nodiscard]] Table history_table(const Book& book);

/// Adds up a history. Returns a book whose present tables are the last recorded state. Records
/// that cannot be are reported under the table's name; the book must then not be used.
[[nodiscard]] Book read_history(Table history, Diagnostics& diagnostics);

/// The book of a folder or workbook that holds these tables and this history, if any. What differs
/// from the last recorded state is the unrecorded batch; without a usable history everything is
/// batch 0. A history without records is warned of under its own name. The book gets
/// `diagnostics`, with what is found here added.
[[nodiscard]] Book assemble_book(Tables present, std::optional<Table> history,
                                 Diagnostics diagnostics);

/// Makes the changes by hand batch `batch`, which the caller adds to Book::batches.
void record_hand_edits(Book& book, const Batch& batch);

}  // namespace runout::book
