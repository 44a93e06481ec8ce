#include "runout/report/backtest_text.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/backtest_words.h"
#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using regime::backtest::Backtest;

/// Breaks the text into lines, never between a number and its percent sign.
std::vector<std::string> wrap(std::string text, std::size_t columns, std::size_t indent) {
  constexpr char kTie = '~';
  for (std::size_t at = text.find(" %"); at != std::string::npos; at = text.find(" %", at)) {
    text[at] = kTie;
  }
  std::vector<std::string> lines = wrap_text(text, columns, indent);
  for (std::string& line : lines) {
    for (std::size_t at = line.find("~%"); at != std::string::npos; at = line.find("~%", at)) {
      line[at] = ' ';
    }
  }
  return lines;
}

void print_wrapped(std::ostream& out, const std::string& text, const TextStyle& style,
                   std::size_t indent) {
  const std::size_t columns = std::clamp<std::size_t>(style.width, 72, 200);
  for (const std::string& line : wrap(text, columns, indent)) print_line(out, line);
}

void print_methods(std::ostream& out, const Backtest& backtest, const TextStyle& style) {
  std::size_t name_width = 0;
  for (const auto& method : backtest.methods) {
    name_width = std::max(name_width, text_columns(method.title));
  }
  std::vector<ScoreColumn> columns = score_columns(backtest);
  std::vector<std::string> rows{fill_text("", name_width)};
  for (const auto& method : backtest.methods) rows.push_back(fill_text(method.title, name_width));
  for (ScoreColumn& column : columns) {
    for (const std::size_t best : column.best) column.cells[best] += "*";
    std::size_t width = text_columns(column.heading);
    for (std::string& cell : column.cells) {
      if (!cell.ends_with('*')) cell += ' ';
      width = std::max(width, text_columns(cell) - 1);
    }
    // The last columns are left out where they do not fit; --format json has all.
    if (text_columns(rows[0]) + width + 2 > std::clamp<std::size_t>(style.width, 72, 200)) break;
    rows[0] += " " + fill_text(column.heading, width, Align::right) + " ";
    for (std::size_t i = 0; i < column.cells.size(); ++i) {
      rows[i + 1] += " " + fill_text(column.cells[i], width + 1, Align::right);
    }
  }
  for (std::string& row : rows) print_line(out, row);
  out << '\n';
  print_wrapped(out,
                "* best. off by: days, over the whole distribution (CRPS); log: log score of the "
                "span between the horizons that came true; 14 d and the like: Brier score of "
                "\"decided within so many days\"; 50 %, 90 %: share of those intervals that held; "
                "width: days of the 90 % interval; counts: share of the 90 % intervals of the "
                "number decided that held; count off: by how much the numbers were wrong, as a "
                "logarithm.",
                style, 2);
}

void print_dates(std::ostream& out, const Backtest& backtest) {
  const std::size_t q = shown_horizon(backtest);
  const auto best = best_baseline(backtest);
  const auto& ours = backtest.methods.front();
  std::size_t width = 0;
  for (const auto& scores : ours.by_date) {
    width = std::max(width, count_interval_words(scores.horizons[q]).size());
  }
  const std::string within = fmt::format("within {} d: forecast", backtest.horizons[q]);
  width = std::max(width, within.size());
  std::string head = fmt::format("{:<10}  {:>7}  {:>6}", "as of", "pending", "off by");
  if (best) head += fmt::format("  {:>10}", "best usual");
  print_line(out, head + fmt::format("  {:>{}}  {:>6}", within, width, "came"));
  for (std::size_t i = 0; i < backtest.dates.size(); ++i) {
    const auto& scores = ours.by_date[i];
    std::string row = fmt::format("{}  {:>7}  {:>6.2f}", to_string(backtest.dates[i].as_of),
                                  scores.pending, scores.crps);
    if (best) row += fmt::format("  {:>10.2f}", backtest.methods[*best].by_date[i].crps);
    const auto& horizon = scores.horizons[q];
    row += fmt::format("  {:>{}}  {:>6}{}", count_interval_words(horizon), width, horizon.observed,
                       horizon.count_held() ? "" : "  outside");
    print_line(out, row);
  }
}

void print_skipped(std::ostream& out, const Backtest& backtest, const TextStyle& style) {
  if (backtest.skipped.empty()) return;
  out << fmt::format("\n{} skipped:\n", count_words(backtest.skipped.size(), "date", "dates"));
  for (const auto& skipped : backtest.skipped) {
    std::string before = to_string(skipped.as_of) + "  ";
    const std::size_t columns = std::clamp<std::size_t>(style.width, 72, 200) - before.size();
    for (const std::string& line : wrap(plain_text(skipped.reason), columns, 0)) {
      print_line(out, before + line);
      before.assign(before.size(), ' ');
    }
  }
}

}  // namespace

void print_backtest(std::ostream& out, const Backtest& backtest, const TextStyle& style) {
  print_wrapped(out, summarise(backtest).text(), style, 0);
  if (!backtest.dates.empty()) {
    out << '\n';
    print_methods(out, backtest, style);
    out << '\n';
    print_dates(out, backtest);
    std::size_t late = 0;
    for (const auto& date : backtest.dates) late += date.reported_late;
    if (late > 0) {
      out << '\n';
      print_wrapped(out,
                    fmt::format("{} decided already, and nobody knew yet: they count as decided on "
                                "the first day.",
                                count_words(late, "pending case was", "pending cases were")),
                    style, 2);
    }
  }
  for (const std::string& assumption : backtest.assumptions) {
    print_wrapped(out, plain_text(assumption), style, 2);
  }
  print_skipped(out, backtest, style);
}

}  // namespace runout::report
