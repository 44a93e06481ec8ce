#include <array>
#include <map>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/report/alarm_faces.h"
#include "runout/report/alarm_words.h"
#include "runout/report/text_table.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

std::string why_words(const forecast::Alarm& alarm) {
  if (alarm.stopped_on && alarm.is_by_stock) {
    return fmt::format("short since {} by its stock", to_string(*alarm.stopped_on));
  }
  if (alarm.stopped_on) return "on " + to_string(*alarm.stopped_on);
  if (!alarm.chance_unaided) return "";
  return fmt::format("{} as decided since, had nobody acted",
                     chance_words(*alarm.chance_unaided, alarm.unaided_error));
}

std::string scenario_words(const forecast::SavedForecast& saved) {
  std::string words;
  for (const regime::Scenario& scenario : saved.scenarios) {
    words += (words.empty() ? "" : ", ") + scenario.text;
  }
  return words;
}

}  // namespace

void print_fired(std::ostream& out, const forecast::Alert& alert,
                 const std::vector<forecast::FiredAlert>& fired,
                 const forecast::SavedForecast* last) {
  for (const forecast::FiredAlert& one : fired) {
    std::string text =
        fmt::format("{}: {} to run out within {} days, by {}", one.line,
                    chance_words(one.p, one.standard_error), alert.days, to_string(one.by));
    if (one.p_before) {
      text += fmt::format("; {} on {}", chance_words(*one.p_before, last->error_of(*one.p_before)),
                          to_string(last->as_of));
    }
    if (!one.culprit.empty()) text += "; mostly " + one.culprit;
    print_line(out, plain_text(text));
  }
}

void print_alarms(std::ostream& out, const std::vector<forecast::Alarm>& alarms,
                  std::size_t width) {
  if (alarms.empty()) {
    print_line(out,
               "no alarm is kept: `runout forecast BOOK --alert p=0.2,days=30 --save` keeps those "
               "that fire");
    return;
  }
  std::vector<TextColumn> columns{{"forecast"},          {"line"},   {"until"},
                                  {"was", Align::right}, {"became"}, {"why"}};
  std::map<forecast::AlarmOutcome, std::size_t> counts;
  for (const forecast::Alarm& alarm : alarms) {
    ++counts[alarm.outcome];
    add_row(columns, {plain_text(alarm.forecast), plain_text(alarm.line), to_string(alarm.until),
                      chance_words(alarm.chance, alarm.chance_error), outcome_word(alarm.outcome),
                      why_words(alarm)});
  }
  print_table(out, columns, width);
  std::vector<std::string> sums;
  sums.reserve(counts.size());
  for (const auto& [outcome, count] : counts) {
    sums.push_back(fmt::format("{} {}", count, outcome_word(outcome)));
  }
  print_line(out, fmt::format("{}: {}.", count_words(alarms.size(), "alarm", "alarms"),
                              fmt::join(sums, ", ")));
}

void print_saved(std::ostream& out, const std::vector<forecast::SavedForecast>& saved,
                 std::size_t width) {
  std::vector<TextColumn> columns{{"forecast"},
                                  {"as of"},
                                  {"days ahead", Align::right},
                                  {"futures", Align::right},
                                  {"lines", Align::right},
                                  {"scenarios"}};
  for (const forecast::SavedForecast& one : saved) {
    add_row(columns, {plain_text(one.name), to_string(one.as_of), std::to_string(one.horizon),
                      std::to_string(one.replications), std::to_string(one.lines.size()),
                      plain_text(scenario_words(one))});
  }
  print_table(out, columns, width);
}

}  // namespace runout::report
