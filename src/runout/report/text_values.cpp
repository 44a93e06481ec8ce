#include "runout/report/text_values.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"
#include "runout/report/value_words.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kPressed = 3;  ///< in each currency

/// A table's column: as wide as its widest cell.
struct ValueColumn {
  std::string_view heading;
  Align align;
  std::vector<std::string> cells;
};

std::string loss_words(const forecast::Estimate& loss, const std::string& currency) {
  return loss.mean <= 0.0 ? "-" : money_words(loss, currency);
}

std::vector<ValueColumn> make_columns(
    const std::vector<const forecast::ApplicationForecast*>& pressed) {
  std::vector<ValueColumn> columns{{"press first", Align::left, {}},
                                   {"saves if granted today", Align::right, {}},
                                   {"lost if refused", Align::right, {}},
                                   {"paperwork today saves", Align::right, {}},
                                   {"lines", Align::left, {}}};
  for (const auto* application : pressed) {
    const forecast::LicenceValue& value = *application->value;
    std::vector<std::string> lines;
    lines.reserve(value.lines.size());
    for (const forecast::LineValue& line : value.lines) lines.push_back(line.line);
    columns[0].cells.push_back(plain_text(application->application));
    columns[1].cells.push_back(worth_words(value));
    columns[2].cells.push_back(loss_words(value.refused, value.currency));
    columns[3].cells.push_back(
        value.paperwork_today ? loss_words(*value.paperwork_today, value.currency) : "filed");
    columns[4].cells.push_back(plain_text(list_words(lines, 3)));
  }
  // A column that says nothing anywhere is left out.
  std::erase_if(columns, [](const ValueColumn& column) {
    return std::ranges::all_of(
        column.cells, [](const std::string& cell) { return cell == "filed" || cell == "-"; });
  });
  return columns;
}

void print_columns(std::ostream& out, const std::vector<ValueColumn>& columns, std::size_t rows,
                   std::size_t width) {
  for (std::size_t row = 0; row <= rows; ++row) {
    std::string line;
    for (const ValueColumn& column : columns) {
      std::size_t widest = column.heading.size();
      for (const std::string& cell : column.cells) widest = std::max(widest, text_columns(cell));
      const std::size_t used = text_columns(line) + (line.empty() ? 0 : 2);
      if (used >= width) break;
      if (!line.empty()) line += "  ";
      const std::string_view cell = row == 0 ? column.heading : column.cells[row - 1];
      line += fill_text(cell, std::min(widest, width - used), column.align);
    }
    print_line(out, line);
  }
}

}  // namespace

void print_values(std::ostream& out, const forecast::Forecast& forecast, const TextStyle& style) {
  const auto pressed = press_first(forecast, kPressed);
  const std::string flying = fly_sentence(forecast);
  if (pressed.empty() && flying.empty()) return;
  const auto wrapped = [&](const std::string& text) {
    for (const std::string& line : wrap_text(plain_text(text), style.width - 2)) {
      print_line(out, "  " + line);
    }
  };
  print_line(out, "");
  if (pressed.empty()) return wrapped(flying);
  print_columns(out, make_columns(pressed), pressed.size(), style.width);
  for (const std::string& sentence : bundle_sentences(forecast)) wrapped(sentence);
  if (!flying.empty()) wrapped(flying);
  wrapped(value_caveat(forecast));
}

}  // namespace runout::report
