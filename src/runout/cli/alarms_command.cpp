#include "runout/cli/alarms_command.h"

#include <array>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runout/base/parallel.h"
#include "runout/book/store.h"
#include "runout/cli/open_book.h"
#include "runout/cli/options.h"
#include "runout/forecast/moved/alarms.h"
#include "runout/report/text_table.h"
#include "runout/report/words.h"

namespace runout::cli {
namespace {

using Json = nlohmann::ordered_json;

struct AlarmsOptions {
  std::string book;
  std::string as_of;
  unsigned threads = default_threads();
  std::string format = "text";
  bool quiet = false;
};

const char* outcome_word(forecast::AlarmOutcome outcome) {
  static constexpr std::array<const char*, 4> kWords{"open", "stopped", "averted", "false"};
  return kWords[static_cast<std::size_t>(outcome)];
}

std::string alarms_json(const std::vector<forecast::Alarm>& alarms) {
  Json json = Json::array();
  for (const forecast::Alarm& alarm : alarms) {
    json.push_back(
        {{"forecast", alarm.forecast},
         {"line", alarm.line},
         {"as_of", to_string(alarm.as_of)},
         {"until", to_string(alarm.until)},
         {"alert", alarm.alert},
         {"p_runout", alarm.chance},
         {"outcome", outcome_word(alarm.outcome)},
         {"stopped_on", alarm.stopped_on ? Json(to_string(*alarm.stopped_on)) : Json()},
         {"p_runout_unaided", alarm.chance_unaided ? Json(*alarm.chance_unaided) : Json()}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string why(const forecast::Alarm& alarm) {
  if (alarm.stopped_on) return "on " + to_string(*alarm.stopped_on);
  if (!alarm.chance_unaided) return "";
  return fmt::format("{} as decided since, had nobody acted",
                     report::chance_words(*alarm.chance_unaided, std::nullopt));
}

void print_alarms(const std::vector<forecast::Alarm>& alarms, Console& console) {
  if (alarms.empty()) {
    console.out << "no alarm is kept: `runout forecast BOOK --alert p=0.2,days=30 --save` keeps "
                   "those that fire\n";
    return;
  }
  std::vector<report::TextColumn> columns{
      {"forecast"}, {"line"}, {"until"}, {"was", report::Align::right}, {"became"}, {"why"}};
  std::map<forecast::AlarmOutcome, std::size_t> counts;
  for (const forecast::Alarm& alarm : alarms) {
    ++counts[alarm.outcome];
    report::add_row(columns,
                    {report::plain_text(alarm.forecast), report::plain_text(alarm.line),
                     to_string(alarm.until), report::chance_words(alarm.chance, std::nullopt),
                     outcome_word(alarm.outcome), why(alarm)});
  }
  report::print_table(console.out, columns, console.width);
  std::string sum;
  for (const auto& [outcome, count] : counts) {
    sum += fmt::format("{}{} {}", sum.empty() ? "" : ", ", count, outcome_word(outcome));
  }
  console.out << report::count_words(alarms.size(), "alarm", "alarms") << ": " << sum << ".\n";
}

void run_alarms(const AlarmsOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  const book::Book book = book::read_book(options.book);
  const auto snapshot = open_snapshot(console, book, options.book, find_date(options.as_of));
  if (!snapshot) return;
  const auto saved = forecast::find_saved(snapshot->records);
  const auto alarms =
      forecast::judge_alarms(book, *snapshot, saved, options.threads, [&](std::size_t done) {
        show_progress(console,
                      fmt::format("alarms: {} of {} forecasts looked at", done, saved.size()));
      });
  show_progress(console, "");
  if (options.format == "json") {
    console.out << alarms_json(alarms);
  } else {
    print_alarms(alarms, console);
  }
}

}  // namespace

void add_alarms_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<AlarmsOptions>();
  auto* command = app.add_subcommand("alarms", "What became of alerts that fired");
  add_book(*command, options->book);
  add_as_of(*command, options->as_of);
  add_threads(*command, options->threads);
  add_format(*command, options->format);
  add_quiet(*command, options->quiet);
  command->footer(
      "open     its days have not passed\n"
      "stopped  an event `stopped` of the line within them; tell it in events.csv\n"
      "averted  no stop, but decided as it was since, the line would have run out had nobody "
      "acted\n"
      "false    no stop, and none was to come\n"
      "`runout forecast BOOK --alert p=0.2,days=30 --save` keeps alarms.");
  command->callback([options, &console] { run_alarms(*options, console); });
}

}  // namespace runout::cli
