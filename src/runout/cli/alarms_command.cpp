#include "runout/cli/alarms_command.h"

#include <memory>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "runout/base/parallel.h"
#include "runout/book/store.h"
#include "runout/cli/open_book.h"
#include "runout/cli/options.h"
#include "runout/forecast/moved/alarms.h"
#include "runout/report/alarm_faces.h"

namespace runout::cli {
namespace {

struct AlarmsOptions {
  std::string book;
  std::string as_of;
  unsigned threads = default_threads();
  std::string format = "text";
  bool quiet = false;
};

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
    console.out << report::alarms_json(alarms);
  } else {
    report::print_alarms(console.out, alarms, console.width);
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
      "stopped  the line stood still within them, by an event `stopped` in events.csv or by its "
      "stock\n"
      "averted  no stop, but decided as it was since, the line would have run out had nobody "
      "acted\n"
      "false    no stop, and none was to come\n"
      "`runout forecast BOOK --alert p=0.2,days=30 --save` keeps alarms.");
  command->callback([options, &console] { run_alarms(*options, console); });
}

}  // namespace runout::cli
