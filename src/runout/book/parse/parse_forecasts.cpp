// Saved forecasts.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "runout/base/text.h"
#include "runout/book/damage.h"
#include "runout/book/parse/parsing.h"

namespace runout::book {
namespace {

constexpr std::int64_t kMostFutures = 1'000'000;

template <typename Number>
bool read_digits(std::string_view text, Number& number) {
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  return end.ec == std::errc{} && end.ptr == text.data() + text.size();
}

std::vector<std::string> split_at(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// "31:12 45:3": days ascending within the horizon, no more futures than there were.
bool read_run_out(std::string_view text, SavedLine& record) {
  std::int64_t sum = 0;
  for (const std::string& entry : split_words(text)) {
    const std::string_view word = entry;
    const std::size_t colon = word.find(':');
    SavedLine::DayCount count;
    if (colon == std::string_view::npos || !read_digits(word.substr(0, colon), count.day) ||
        !read_digits(word.substr(colon + 1), count.futures)) {
      return false;
    }
    const bool is_later = record.run_out.empty() || count.day > record.run_out.back().day;
    if (!is_later || count.day < 0 || count.day > record.horizon || count.futures < 1 ||
        count.futures > record.replications - sum) {
      return false;
    }
    sum += count.futures;
    record.run_out.push_back(count);
  }
  return true;
}

}  // namespace

void parse_forecasts(Parsing& parsing) {
  Sheet sheet = parsing.sheet(File::forecasts);
  const Column forecast = sheet.column("forecast");
  const Column line = sheet.column("line");
  const Column as_of = sheet.column("as_of");
  const Column batch = sheet.column("batch");
  const Column horizon = sheet.column("horizon");
  const Column replications = sheet.column("replications");
  const Column seed = sheet.column("seed");
  const Column unknown = sheet.column("unknown");
  const Column scenarios = sheet.column("scenarios");
  const Column run_out = sheet.column("run_out_days");
  const Column secured = sheet.column("secured_until");
  const Column alert = sheet.column("alert");
  const Column program = sheet.column("program");
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    SavedLine& record = parsing.records.forecasts.emplace_back();
    record.line = sheet.line(row);
    record.forecast = sheet.code(row, forecast);
    record.code = sheet.code(row, line);
    record.as_of = sheet.date(row, as_of).value_or(Date{});
    record.batch = sheet.whole(row, batch).value_or(0);
    record.horizon = sheet.days(row, horizon).value_or(0);
    record.replications = sheet.whole(row, replications).value_or(0);
    if (record.replications > kMostFutures) {
      sheet.error(row, "replications", "out_of_range",
                  fmt::format("{} futures are more than {}, the most that can be simulated",
                              record.replications, kMostFutures));
    }
    if (!sheet.cell(row, seed).empty() && !read_digits(sheet.cell(row, seed), record.seed)) {
      sheet.error(row, "seed", "bad_number",
                  fmt::format("{} is not a whole number", in_quotes(sheet.cell(row, seed))));
    }
    record.unknown_is_controlled = sheet.word(row, unknown) == "controlled";
    record.scenarios = split_at(sheet.cell(row, scenarios), kBetweenScenarios);
    if (!read_run_out(sheet.cell(row, run_out), record)) {
      sheet.error(row, "run_out_days", "bad_days",
                  fmt::format("{} is not a list like 31:12 45:3 of days within the horizon and "
                              "futures, no more than there were",
                              in_quotes(sheet.cell(row, run_out))),
                  "rows of forecasts are written by 'runout forecast BOOK --save'");
    }
    const std::string_view until = sheet.cell(row, secured);
    record.secured_until = find_date(until);
    if (!until.empty() && !record.secured_until) {
      sheet.error(row, "secured_until", "bad_date",
                  fmt::format("{} is not a date like 2025-06-30", in_quotes(until)));
    }
    record.alert = sheet.text(row, alert);
    record.program = sheet.text(row, program);
  }
  sheet.check_keys();
}

}  // namespace runout::book
