#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/comparison_faces.h"
#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"
#include "runout/report/text_table.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using forecast::Compared;
using forecast::Comparison;
using forecast::Estimate;
using forecast::LineComparison;

/// "+1,200 EUR \u00b180", "-" for no difference at all; as far as the error carries.
std::string difference_words(const Estimate& difference, const std::string& currency,
                             const TextStyle& style) {
  if (difference.mean == 0.0 && difference.standard_error.value_or(0.0) == 0.0) return "-";
  Estimate size = difference;
  size.mean = std::abs(size.mean);
  std::string words = difference.mean < 0.0 ? "-" : "+";
  words += currency.empty() ? estimate_words(size) : money_words(size, currency);
  if (difference.standard_error) {
    const double error = *difference.standard_error;
    words += style.utf8 ? " \u00b1" : " +-";
    words += error < 1.0 ? fmt::format("{:.1g}", error) : number_words(error);
  }
  return words;
}

std::string date_words(const std::optional<Date>& date, Date as_of) {
  return date ? day_words(*date, as_of) : "later";
}

/// "12 Jul > 20 Jul"; one day where nothing moved.
std::string move_words(const LineComparison& line, Date as_of) {
  const std::string before = date_words(line.run_out_before.p50, as_of);
  const std::string after = date_words(line.run_out_after.p50, as_of);
  return before == after ? before : before + " > " + after;
}

std::string chance_move(const Compared& chance) {
  const std::string before = chance_words(chance.before.mean, chance.before.standard_error);
  const std::string after = chance_words(chance.after.mean, chance.after.standard_error);
  return before == after ? before : before + " > " + after;
}

std::string changes_sentence(const Comparison& comparison) {
  std::string text = "If ";
  for (std::size_t i = 0; i < comparison.changes.size(); ++i) {
    if (i > 0) text += i + 1 == comparison.changes.size() ? " and " : ", ";
    text += comparison.changes[i];
  }
  return text + ":";
}

void print_lines(std::ostream& out, const Comparison& comparison, const TextStyle& style,
                 std::size_t width) {
  std::vector<TextColumn> columns{{"line", Align::left},
                                  {"runs short (median)", Align::left},
                                  {fmt::format("within {} d", Comparison::kSoon), Align::left},
                                  {"stop days", Align::right},
                                  {"units lost", Align::right},
                                  {"loss", Align::right}};
  std::size_t same = 0;
  for (const LineComparison& line : comparison.lines) {
    if (!line.is_changed) {
      ++same;
      continue;
    }
    add_row(columns, {plain_text(line.line), move_words(line, comparison.as_of),
                      chance_move(line.p_runout_soon),
                      difference_words(line.stop_days.difference, "", style),
                      difference_words(line.lost_units.difference, "", style),
                      difference_words(line.loss.difference, line.currency, style)});
  }
  if (columns[0].cells.empty()) {
    print_line(out, "No line does anything else in any future.");
    return;
  }
  print_table(out, columns, width);
  if (same > 0) {
    print_line(out, fmt::format("  {} as before", count_words(same, "line does", "lines do")));
  }
}

}  // namespace

void print_comparison(std::ostream& out, const Comparison& comparison, const TextStyle& style) {
  const std::size_t width = std::clamp<std::size_t>(style.width, 72, 200);
  print_wrapped(out, changes_sentence(comparison), width);
  print_line(out, "");
  print_lines(out, comparison, style, width);
  print_line(out, "");
  for (const forecast::TotalComparison& total : comparison.totals) {
    const Estimate& difference = total.loss.difference;
    if (total.currency.empty() || difference.mean == 0.0) continue;
    Estimate size = difference;
    size.mean = std::abs(size.mean);
    const bool is_clear = size.mean > 2.0 * size.standard_error.value_or(0.0);
    print_line(out, fmt::format("  {} {} on average, standard error {}{}.",
                                difference.mean < 0.0 ? "It saves" : "It costs",
                                money_words(size, total.currency),
                                number_words(size.standard_error.value_or(0.0)),
                                is_clear ? "" : ": not clear of nothing"));
  }
  for (const Diagnostic& warning : comparison.warnings) {
    for (const std::string& line :
         wrap_text("New warning: " + plain_text(warning.message), width - 2)) {
      print_line(out, "  " + line);
    }
  }
  print_line(
      out, fmt::format("  As of {}, {} days ahead, the same {} before and after, seed {}.",
                       to_words(comparison.as_of, WithYear::yes), comparison.horizon,
                       count_words(comparison.replications, "future", "futures"), comparison.seed));
}

}  // namespace runout::report
