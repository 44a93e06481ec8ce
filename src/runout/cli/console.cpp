#include "runout/cli/console.h"

#include <ostream>

#include <fmt/format.h>

#include "runout/report/text_layout.h"

namespace runout::cli {

bool print_problems(Console& console, const Diagnostics& diagnostics) {
  constexpr std::size_t kMostLines = 200;
  std::size_t printed = 0;
  for (const Severity severity : {Severity::error, Severity::warning}) {
    for (const Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.severity != severity) continue;
      if (++printed > kMostLines) continue;
      console.err << (severity == Severity::warning ? "warning: " : "")
                  << report::plain_text(to_line(diagnostic)) << '\n';
    }
  }
  if (printed > kMostLines) {
    console.err << fmt::format("... and {} more\n", printed - kMostLines);
  }
  const bool has_errors = count_errors(diagnostics) > 0;
  if (has_errors) console.exit_code = kDataProblems;
  return has_errors;
}

void show_progress(Console& console, std::string_view text) {
  if (console.quiet || !console.err_is_terminal) return;
  console.err << "\r\033[K" << text << std::flush;
}

}  // namespace runout::cli
