#include "runout/cli/alert.h"

#include <algorithm>
#include <charconv>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "runout/base/quantity.h"
#include "runout/report/words.h"

namespace runout::cli {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::string& text, Day horizon) {
  throw CLI::ValidationError{
      "--alert",
      fmt::format("'{}' is not like p=0.2,days=30: a chance above 0, at most 1, and 1 to "
                  "{} days (the horizon)",
                  text, horizon)};
}

}  // namespace

Alert read_alert(const std::string& text, Day horizon) {
  Alert alert{text, 0.0, 0};
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.starts_with("p=") && alert.p == 0.0) {
      const DecimalParse parse = parse_decimal(std::string{part.substr(2)});
      if (!parse.millionths) refuse(text, horizon);
      alert.p = static_cast<double>(*parse.millionths) / static_cast<double>(kMillion);
    } else if (part.starts_with("days=") && alert.days == 0) {
      const std::string_view digits = part.substr(5);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), alert.days);
      if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) {
        refuse(text, horizon);
      }
    } else {
      refuse(text, horizon);
    }
  }
  if (alert.p <= 0.0 || alert.p > 1.0 || alert.days < 1 || alert.days > horizon) {
    refuse(text, horizon);
  }
  return alert;
}

std::vector<FiredAlert> find_fired(const Alert& alert, const forecast::Forecast& forecast,
                                   const forecast::SavedForecast* last) {
  std::vector<FiredAlert> fired;
  for (const forecast::LineForecast& line : forecast.lines) {
    const auto day = static_cast<std::size_t>(alert.days);
    FiredAlert one{line.line, line.p_runout_within[day - 1].p, std::nullopt,
                   forecast.as_of + Days{alert.days}, ""};
    if (one.p < alert.p) continue;
    const forecast::RunOuts* before = last != nullptr ? last->find(line.line) : nullptr;
    if (before != nullptr) {
      one.p_before = last->chance_by(*before, last->as_of + Days{alert.days});
      if (*one.p_before >= alert.p) continue;
    }
    if (!line.blame.empty()) {
      const forecast::Blame& blame = line.blame.front();
      one.culprit = blame.application.empty() ? blame.order : blame.application;
    }
    fired.push_back(std::move(one));
  }
  return fired;
}

void print_fired(std::ostream& out, const Alert& alert, const std::vector<FiredAlert>& fired,
                 const forecast::SavedForecast* last) {
  for (const FiredAlert& one : fired) {
    out << fmt::format("{}: {} to run out within {} days, by {}", one.line,
                       report::chance_words(one.p, std::nullopt), alert.days, to_string(one.by));
    if (one.p_before) {
      out << fmt::format("; {} on {}", report::chance_words(*one.p_before, std::nullopt),
                         to_string(last->as_of));
    }
    if (!one.culprit.empty()) out << "; mostly " << one.culprit;
    out << '\n';
  }
}

std::string fired_json(const Alert& alert, const std::vector<FiredAlert>& fired,
                       const forecast::Forecast& forecast, const forecast::SavedForecast* last) {
  Json json;
  json["as_of"] = to_string(forecast.as_of);
  json["p"] = alert.p;
  json["days"] = alert.days;
  json["since"] = last != nullptr ? Json(last->name) : Json();
  json["fired"] = Json::array();
  for (const FiredAlert& one : fired) {
    json["fired"].push_back({{"line", one.line},
                             {"p_runout", one.p},
                             {"p_runout_before", one.p_before ? Json(*one.p_before) : Json()},
                             {"by", to_string(one.by)},
                             {"mostly", one.culprit.empty() ? Json() : Json(one.culprit)}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace runout::cli
