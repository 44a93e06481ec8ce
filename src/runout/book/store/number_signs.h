// Numbers in text separated by `;` or tab, where a point or a comma may stand for thousands.
#pragma once

#include "runout/base/diagnostics.h"
#include "runout/book/tables.h"

namespace runout::book {

/// Reads the decimal signs of a table separated by `;` or tab: decimal commas become points where
/// the cell is a number in the first place, so that the book can be written with commas between
/// the fields and still says the same.
///
/// 3.100 and 3,100 may be meant for 3100. A sign that splits a number in another way anywhere in
/// the table (2,5) is its decimal sign; then 3,100 is 3.1 and 3.100 an error. While nothing tells,
/// both are read as 3.1, with one warning a column. In a column of whole numbers both are errors.
void read_number_signs(Table& table, const FileSpec& spec, Diagnostics& diagnostics);

}  // namespace runout::book
