// Faults and doubts about many-row input: the user gets all of them at once, each with its place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace runout {

enum class Severity { error, warning };

/// One fault (error: the record cannot be read or points nowhere) or doubt (warning).
///
/// `row` is the physical line on which the record begins (the header is 1), or the sheet's row;
/// 0 means the whole file. `column` is empty when no single column is to blame. `code` is a short
/// stable name of the kind of finding, for scripts ("unknown_reference", "stock_old", ...).
/// `message` is lower case, names the value and what was expected; `help` says what would help
/// (may be empty).
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;
  std::string file;
  std::size_t row = 0;
  std::string column;
  std::string message;
  std::string help;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// "orders.csv:17: quantity: '12,5x' is not a number" + "; " + help where there is one.
[[nodiscard]] std::string to_line(const Diagnostic& diagnostic);

/// "orders.csv:17" or "orders.csv".
[[nodiscard]] std::string where(const Diagnostic& diagnostic);

[[nodiscard]] std::size_t count_errors(const Diagnostics& diagnostics);

}  // namespace runout
