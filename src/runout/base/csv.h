// RFC 4180 text in and out: `,` `;` or tab, UTF-8 with or without BOM, quoted newlines.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runout/base/diagnostics.h"

namespace runout {

/// One record and the physical line on which it begins (the first line of the text is 1).
struct CsvRecord {
  std::size_t line = 0;
  std::vector<std::string> fields;
  bool is_faulty = false;  ///< a fault of its form was reported; the fields are a guess
};

struct CsvText {
  char separator = ',';
  std::vector<CsvRecord> records;  ///< the header included; records of blank lines left out
  bool is_partial = false;  ///< the text could not be read to its end: records may be missing
};

/// Reads CSV text. The separator is the one of `,` `;` tab that occurs most often outside quotes
/// in the first record (comma on a tie). LF, CRLF and CR end records; a missing last line end is
/// fine. Faults (a quote that is never closed, text after a closing quote, bytes that are not
/// UTF-8, a NUL byte) are appended to `diagnostics` under `file` with their line, and reading goes
/// on where that makes sense. Never throws on any bytes.
[[nodiscard]] CsvText read_csv(std::string_view text, std::string_view file,
                               Diagnostics& diagnostics);

/// The same record by record, for texts too long to be held as records; false ends the reading.
/// Returns CsvText::is_partial.
bool read_csv(std::string_view text, std::string_view file, Diagnostics& diagnostics,
              const std::function<bool(CsvRecord&&)>& take);

/// Appends one record in canonical form: commas, LF, quotes only around fields that hold a comma,
/// a quote, CR or LF, or begin or end with a blank.
void append_csv_record(std::string& text, const std::vector<std::string>& fields);

}  // namespace runout
