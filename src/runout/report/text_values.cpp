#include "runout/report/text_values.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"
#include "runout/report/text_table.h"
#include "runout/report/value_words.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

std::vector<TextColumn> make_columns(
    const std::vector<const forecast::ApplicationForecast*>& pressed) {
  std::vector<TextColumn> columns{{"press first", Align::left},
                                  {"saves if granted today", Align::right},
                                  {"lost if refused", Align::right},
                                  {"paperwork today saves", Align::right},
                                  {"lines", Align::left}};
  for (const auto* application : pressed) {
    const forecast::LicenceValue& value = *application->value;
    std::vector<std::string> lines;
    lines.reserve(value.lines.size());
    for (const forecast::LineValue& line : value.lines) lines.push_back(line.line);
    add_row(columns, {plain_text(application->application), worth_words(value),
                      loss_words(value.refused, value.currency), paperwork_words(value),
                      plain_text(list_words(lines, 3))});
  }
  // A column that says nothing anywhere is left out.
  std::erase_if(columns, [](const TextColumn& column) {
    return std::ranges::all_of(
        column.cells, [](const std::string& cell) { return cell == "filed" || cell == "-"; });
  });
  return columns;
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
  print_table(out, make_columns(pressed), style.width);
  for (const std::string& sentence : bundle_sentences(forecast)) wrapped(sentence);
  if (!flying.empty()) wrapped(flying);
  wrapped(value_caveat(forecast));
}

}  // namespace runout::report
