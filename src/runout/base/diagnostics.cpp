#include "runout/base/diagnostics.h"

#include <algorithm>

#include <fmt/format.h>

namespace runout {

std::string where(const Diagnostic& diagnostic) {
  return diagnostic.row == 0 ? diagnostic.file
                             : fmt::format("{}:{}", diagnostic.file, diagnostic.row);
}

std::string to_line(const Diagnostic& diagnostic) {
  std::string line = where(diagnostic);
  if (!diagnostic.column.empty()) line += ": " + diagnostic.column;
  line += (line.empty() ? "" : ": ") + diagnostic.message;
  if (!diagnostic.help.empty()) line += "; " + diagnostic.help;
  return line;
}

std::size_t count_errors(const Diagnostics& diagnostics) {
  return static_cast<std::size_t>(std::ranges::count(
      diagnostics, Severity::error, [](const Diagnostic& d) { return d.severity; }));
}

}  // namespace runout
