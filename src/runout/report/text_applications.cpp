#include "runout/report/text_applications.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kShown = 8;
constexpr std::size_t kLeastLastColumn = 10;

std::string need_words(std::optional<Date> need, Date as_of) {
  if (!need) return "-";
  return *need <= as_of ? "today" : day_words(*need, as_of);
}

/// "Kovacs: press the ministry".
std::string step_words(const forecast::ApplicationForecast& application) {
  const std::string owner = plain_text(application.owner);
  const std::string step = plain_text(application.next_step);
  return owner.empty() || step.empty() ? owner + step : fmt::format("{}: {}", owner, step);
}

/// A column: its heading and how wide its widest cell may be.
struct Column {
  std::string_view heading;
  std::size_t most;
  Align align;
};

using Cells = std::vector<std::string>;

void print_table(std::ostream& out, const std::vector<Column>& columns,
                 const std::vector<Cells>& rows, std::size_t width) {
  std::vector<std::size_t> widths;
  std::size_t used = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t widest = columns[c].heading.size();
    for (const Cells& cells : rows) widest = std::max(widest, text_columns(cells[c]));
    const std::size_t room = width - std::min(width, used);
    // A last column with no room to say anything says nothing.
    if (c + 1 == columns.size() && widest > room && room < kLeastLastColumn) break;
    widths.push_back(
        std::min({widest, std::max(columns[c].most, columns[c].heading.size()), room}));
    used += widths.back() + 2;
  }
  const auto print_cells = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (c > 0) line += "  ";
      line += fill_text(cell_of(c), widths[c], columns[c].align);
    }
    print_line(out, line);
  };
  print_cells([&](std::size_t c) { return columns[c].heading; });
  for (const Cells& cells : rows) {
    print_cells([&](std::size_t c) { return std::string_view{cells[c]}; });
  }
}

}  // namespace

bool matters(const forecast::ApplicationForecast& application) {
  return application.needed_by().has_value() || !application.lines.empty();
}

std::vector<const forecast::ApplicationForecast*> rank_applications(
    const forecast::Forecast& forecast) {
  std::vector<const forecast::ApplicationForecast*> ranked;
  ranked.reserve(forecast.applications.size());
  for (const forecast::ApplicationForecast& application : forecast.applications) {
    ranked.push_back(&application);
  }
  // Addresses ascend in the order of the book: they break the last ties.
  std::ranges::sort(ranked, {}, [](const forecast::ApplicationForecast* application) {
    return std::tuple{matters(*application) ? 0 : 1, application->needed_by().value_or(Date::max()),
                      application->p_in_hand_by_need, application};
  });
  return ranked;
}

void print_applications(std::ostream& out, const forecast::Forecast& forecast,
                        const TextStyle& style) {
  if (forecast.applications.empty()) return;
  std::vector<Cells> rows;
  std::size_t mattering = 0;
  for (const forecast::ApplicationForecast* application : rank_applications(forecast)) {
    if (!matters(*application)) continue;
    ++mattering;
    if (rows.size() == kShown) continue;
    const bool has_day = application->needed_by().has_value();
    rows.push_back({plain_text(application->application),
                    need_words(application->needed_by(), forecast.as_of),
                    need_words(application->need_by_booked, forecast.as_of),
                    has_day ? chance_words(application->p_in_hand_by_need, 0.0) : "-",
                    plain_text(state_words(*application)),
                    plain_text(list_words(application->lines, 2)), step_words(*application)});
  }
  const std::size_t idle = forecast.applications.size() - mattering;
  print_line(out, "");
  if (rows.empty()) {
    print_line(out, fmt::format("No line hangs on the {} within {} days.",
                                count_words(idle, "pending application", "pending applications"),
                                forecast.horizon));
    return;
  }
  const std::size_t narrow = style.width >= 96 ? 0 : 6;
  const std::vector<Column> columns{{"licence", 14 - narrow / 3, Align::left},
                                    {"need by", 11, Align::right},
                                    {"booked", 11, Align::right},
                                    {"chance", 6, Align::right},
                                    {"where it stands", 30 - narrow, Align::left},
                                    {"lines", 14 - narrow / 2, Align::left},
                                    {"next step", 60, Align::left}};
  print_table(out, columns, rows, style.width);
  for (const std::string& line : wrap_text(
           "need by: latest day in hand that costs no line a day; booked: the same by the lane "
           "booked",
           style.width - 2)) {
    print_line(out, "  " + line);
  }
  std::vector<std::string> others;
  if (mattering > rows.size()) {
    others.push_back(fmt::format("{} more that matter later", mattering - rows.size()));
  }
  if (idle > 0) others.push_back(fmt::format("{} on which no line hangs", idle));
  if (!others.empty()) print_line(out, fmt::format("  and {}", list_words(others, 2)));
}

}  // namespace runout::report
