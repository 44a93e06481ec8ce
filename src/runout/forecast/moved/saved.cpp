#include "runout/forecast/moved/saved.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/error.h"
#include "runout/base/version.h"

namespace runout::forecast {
namespace {

using book::SavedLine;

/// Counts by day out of shares by the end of days.
std::vector<SavedLine::DayCount> counts_of(const std::vector<ChanceByDay>& chances,
                                           std::size_t replications) {
  std::vector<SavedLine::DayCount> days;
  std::int64_t before = 0;
  for (const ChanceByDay& chance : chances) {
    const std::int64_t now = std::llround(chance.p * static_cast<double>(replications));
    if (now > before) days.push_back({chance.days, now - before});
    before = now;
  }
  return days;
}

std::string scenario_texts(const std::vector<regime::Scenario>& scenarios) {
  std::string texts;
  for (const regime::Scenario& scenario : scenarios) {
    if (!texts.empty()) texts += book::kBetweenScenarios;
    texts += scenario.text;
  }
  return texts;
}

std::vector<regime::Scenario> read_scenarios(const book::Records& records, const SavedLine& row) {
  std::vector<regime::Scenario> scenarios;
  for (const std::string& text : row.scenarios) {
    auto scenario = regime::read_scenario(text);
    if (const auto* wrong = std::get_if<std::string>(&scenario)) {
      throw Error{ErrorKind::invalid_input,
                  fmt::format("{}:{}: scenarios: {}", records.name_of(book::File::forecasts),
                              row.line, *wrong)};
    }
    scenarios.push_back(std::get<regime::Scenario>(std::move(scenario)));
  }
  return scenarios;
}

std::vector<std::string> cells_of(const SavedForecast& saved, const RunOuts& line) {
  std::vector<std::string> days;
  days.reserve(line.days.size());
  for (const auto& [day, futures] : line.days) days.push_back(fmt::format("{}:{}", day, futures));
  return {saved.name,
          line.line,
          to_string(saved.as_of),
          std::to_string(saved.batch),
          std::to_string(saved.horizon),
          std::to_string(saved.replications),
          std::to_string(saved.seed),
          saved.unknown_items == UnknownItems::controlled ? "controlled" : "free",
          scenario_texts(saved.scenarios),
          fmt::format("{}", fmt::join(days, " ")),
          line.secured ? to_string(*line.secured) : "",
          line.alert,
          saved.program};
}

}  // namespace

std::int64_t RunOuts::count_by(Day day) const {
  std::int64_t count = 0;
  for (const SavedLine::DayCount& one : days) {
    if (one.day <= day) count += one.futures;
  }
  return count;
}

const RunOuts* SavedForecast::find(const std::string& line) const {
  const auto found = std::ranges::find(lines, line, &RunOuts::line);
  return found == lines.end() ? nullptr : &*found;
}

std::optional<Date> SavedForecast::median(const RunOuts& line) const {
  std::int64_t count = 0;
  for (const SavedLine::DayCount& one : line.days) {
    count += one.futures;
    if (2 * count >= replications) return as_of + Days{one.day};
  }
  return std::nullopt;
}

double SavedForecast::chance_by(const RunOuts& line, Date date) const {
  const auto day = static_cast<Day>((date - as_of).count());
  return static_cast<double>(line.count_by(day)) / static_cast<double>(replications);
}

double SavedForecast::error_of(double p) const {
  return std::sqrt(p * (1.0 - p) / static_cast<double>(replications));
}

std::vector<SavedForecast> find_saved(const book::Records& records) {
  std::vector<SavedForecast> all;
  for (const SavedLine& row : records.forecasts) {
    auto saved = std::ranges::find(all, row.forecast, &SavedForecast::name);
    if (saved == all.end()) {
      all.push_back({row.forecast,
                     row.as_of,
                     row.batch,
                     row.horizon,
                     row.replications,
                     row.seed,
                     row.unknown_is_controlled ? UnknownItems::controlled : UnknownItems::free,
                     read_scenarios(records, row),
                     row.program,
                     {}});
      saved = std::prev(all.end());
    }
    saved->lines.push_back({row.code, row.run_out, row.secured_until, row.alert});
  }
  return all;
}

SavedForecast to_saved(const Forecast& forecast, std::string name, std::int64_t batch,
                       UnknownItems unknown_items, std::vector<regime::Scenario> scenarios) {
  SavedForecast saved;
  saved.name = std::move(name);
  saved.as_of = forecast.as_of;
  saved.batch = batch;
  saved.horizon = forecast.horizon;
  saved.replications = static_cast<std::int64_t>(forecast.replications);
  saved.seed = forecast.seed;
  saved.unknown_items = unknown_items;
  saved.scenarios = std::move(scenarios);
  saved.program = kVersion;
  for (const LineForecast& line : forecast.lines) {
    saved.lines.push_back({line.line, counts_of(line.p_runout_within, forecast.replications),
                           line.dates.secured, ""});
  }
  return saved;
}

book::Table rows_of(const SavedForecast& saved) {
  book::Table table;
  table.name = book::file_name(book::File::forecasts);
  for (const book::ColumnSpec& column : book::spec(book::File::forecasts).columns) {
    table.columns.emplace_back(column.name);
  }
  for (const RunOuts& line : saved.lines) {
    book::Row& row = table.rows.emplace_back();
    row.line = table.rows.size() + 1;
    row.cells = cells_of(saved, line);
  }
  return table;
}

std::string free_name(const std::vector<SavedForecast>& saved, Date as_of) {
  const std::string day = to_string(as_of);
  std::string name = day;
  for (int number = 2; std::ranges::find(saved, name, &SavedForecast::name) != saved.end();
       ++number) {
    name = fmt::format("{}-{}", day, number);
  }
  return name;
}

}  // namespace runout::forecast
