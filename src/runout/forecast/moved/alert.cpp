#include "runout/forecast/moved/alert.h"

#include <algorithm>
#include <charconv>

#include "runout/base/quantity.h"

namespace runout::forecast {

std::optional<Alert> read_alert(std::string_view text) {
  Alert alert{std::string{text}, 0.0, 0};
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.starts_with("p=") && alert.p == 0.0) {
      const DecimalParse parse = parse_decimal(std::string{part.substr(2)});
      if (!parse.millionths) return std::nullopt;
      alert.p = static_cast<double>(*parse.millionths) / static_cast<double>(kMillion);
    } else if (part.starts_with("days=") && alert.days == 0) {
      const std::string_view digits = part.substr(5);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), alert.days);
      if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (alert.p <= 0.0 || alert.p > 1.0 || alert.days < 1) return std::nullopt;
  return alert;
}

std::vector<FiredAlert> find_fired(const Alert& alert, const Forecast& forecast,
                                   const SavedForecast* last) {
  std::vector<FiredAlert> fired;
  for (const LineForecast& line : forecast.lines) {
    const auto day = static_cast<std::size_t>(alert.days);
    const ChanceByDay& chance = line.p_runout_within[day - 1];
    FiredAlert one{
        line.line, chance.p, chance.standard_error, std::nullopt, forecast.as_of + Days{alert.days},
        ""};
    if (one.p < alert.p) continue;
    const RunOuts* before = last != nullptr ? last->find(line.line) : nullptr;
    if (before != nullptr && alert.days <= last->horizon) {
      one.p_before = last->chance_by(*before, last->as_of + Days{alert.days});
      if (*one.p_before >= alert.p) continue;
    }
    if (!line.blame.empty()) {
      const Blame& blame = line.blame.front();
      one.culprit = blame.application.empty() ? blame.order : blame.application;
    }
    fired.push_back(std::move(one));
  }
  return fired;
}

}  // namespace runout::forecast
