// A book as an XLSX workbook, one sheet a file, the history included.
#pragma once

#include <filesystem>

#include "runout/book/book.h"

namespace runout::book {

/// Writes a workbook in place of what was there. Codes and texts are text cells; numbers and dates
/// become real ones where reading them back gives the identical text. The caller holds the
/// WriterLock. Throws Error{invalid_input} for what a workbook cannot hold.
void write_xlsx(const Book& book, const std::filesystem::path& path);

/// Reads a workbook. Sheets are matched by name, whatever the case; a sheet `about` is left alone,
/// any other unknown one is warned of. Formulas count with their stored value. Throws
/// Error{invalid_input} for a file that is no workbook, is damaged, or unpacks to too much.
[[nodiscard]] Book read_xlsx(const std::filesystem::path& path);

}  // namespace runout::book
