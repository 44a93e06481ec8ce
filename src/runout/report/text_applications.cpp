#include "runout/report/text_applications.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"
#include "runout/report/text_table.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

constexpr std::size_t kShown = 8;

/// "Kovacs: press the ministry".
std::string step_words(const forecast::ApplicationForecast& application) {
  const std::string owner = plain_text(application.owner);
  const std::string step = plain_text(application.next_step);
  return owner.empty() || step.empty() ? owner + step : fmt::format("{}: {}", owner, step);
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
  const std::size_t narrow = style.width >= 96 ? 0 : 6;
  std::vector<TextColumn> columns{{"licence", Align::left, {}, 14 - narrow / 3},
                                  {"need by", Align::right, {}, 11},
                                  {"booked", Align::right, {}, 11},
                                  {"chance", Align::right, {}, 6},
                                  {"where it stands", Align::left, {}, 30 - narrow},
                                  {"lines", Align::left, {}, 14 - narrow / 2},
                                  {"next step", Align::left, {}, 60}};
  std::size_t shown = 0;
  std::size_t mattering = 0;
  for (const forecast::ApplicationForecast* application : rank_applications(forecast)) {
    if (!matters(*application)) continue;
    ++mattering;
    if (shown == kShown) continue;
    ++shown;
    const bool has_day = application->needed_by().has_value();
    add_row(columns, {plain_text(application->application),
                      need_words(application->needed_by(), forecast.as_of),
                      need_words(application->need_by_booked, forecast.as_of),
                      has_day ? chance_words(application->p_in_hand_by_need, 0.0) : "-",
                      plain_text(state_words(*application)),
                      plain_text(list_words(application->lines, 2)), step_words(*application)});
  }
  const std::size_t idle = forecast.applications.size() - mattering;
  print_line(out, "");
  if (shown == 0) {
    print_line(out, fmt::format("{} no run-out date within {} days.",
                                idle == 1 ? "The pending application moves"
                                          : fmt::format("The {} pending applications move", idle),
                                forecast.horizon));
    return;
  }
  print_table(out, columns, style.width);
  for (const std::string& line : wrap_text(
           "need by: latest day in hand that costs no line a day; booked: the same by the lane "
           "booked",
           style.width - 2)) {
    print_line(out, "  " + line);
  }
  std::vector<std::string> others;
  if (mattering > shown) {
    others.push_back(fmt::format("{} more that matter later", mattering - shown));
  }
  if (idle > 0) others.push_back(fmt::format("{} that move no run-out date", idle));
  if (!others.empty()) print_line(out, fmt::format("  and {}", list_words(others, 2)));
}

}  // namespace runout::report
