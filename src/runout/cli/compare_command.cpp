#include "runout/cli/compare_command.h"

#include <memory>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/book/parse_records.h"
#include "runout/book/store.h"
#include "runout/cli/open_book.h"
#include "runout/cli/options.h"
#include "runout/cli/saving.h"
#include "runout/forecast/moved/movement.h"
#include "runout/report/alarm_faces.h"
#include "runout/report/movement_faces.h"

namespace runout::cli {
namespace {

struct CompareOptions {
  std::string book;
  std::string from;
  std::string to;
  unsigned threads = default_threads();
  std::string format = "text";
  bool list = false;
  bool quiet = false;
};

void run_compare(const CompareOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  const book::Book book = book::read_book(options.book);
  const auto snapshot = open_snapshot(console, book, options.book, std::nullopt);
  if (!snapshot) return;
  // Forecasts may look from later days than anything else is known on.
  Diagnostics ignored;
  const auto saved = forecast::find_saved(book::parse_records(book.present, ignored));
  if (saved.empty()) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("'{}' holds no saved forecast: `runout forecast {} --save` keeps one",
                            options.book, options.book)};
  }
  if (options.list && options.format == "json") {
    console.out << report::saved_json(saved);
    return;
  }
  if (options.list) {
    report::print_saved(console.out, saved, console.width);
    return;
  }
  const forecast::SavedForecast& from =
      options.from.empty() ? *find_newest(saved) : find_saved_named(saved, "FROM", options.from);
  show_progress(console, "compare: making forecasts");
  forecast::SavedForecast to;
  if (options.to.empty()) {
    to = forecast::remake(book.tables_as_of(snapshot->as_of), from, snapshot->as_of,
                          options.threads);
    to.name.clear();
  } else {
    to = find_saved_named(saved, "TO", options.to);
  }
  forecast::MovementSettings settings;
  settings.threads = options.threads;
  settings.to_is_fresh = options.to.empty();
  settings.progress = [&](std::size_t made) {
    show_progress(console, fmt::format("compare: {} forecasts made", made));
  };
  const forecast::Movement movement = forecast::find_movement(book, from, to, settings);
  show_progress(console, "");
  if (options.format == "json") {
    console.out << report::movement_json(movement);
    return;
  }
  report::print_movement(
      console.out, movement,
      {.width = console.width, .utf8 = console.utf8, .colour = report::Colour::none});
}

}  // namespace

void add_compare_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<CompareOptions>();
  auto* command =
      app.add_subcommand("compare", "What moved the run-out dates between two saved forecasts");
  add_book(*command, options->book);
  command
      ->add_option("FROM", options->from, "Name of the earlier forecast (default the newest saved)")
      ->type_name("NAME");
  command->add_option("TO", options->to, "Name of the later one (default the book as it is now)")
      ->type_name("NAME");
  command->add_flag("--list", options->list, "Only say which forecasts are saved");
  add_threads(*command, options->threads);
  add_format(*command, options->format);
  add_quiet(*command, options->quiet);
  command->footer(
      "Every move of a line's date by more than a day, and of its chance to run out within 30 "
      "days\n"
      "by more than 5 points, is put down to a record, to time passing, to a change of the "
      "program\n"
      "or to other settings. `runout forecast BOOK --save` saves a forecast.");
  command->callback([options, &console] { run_compare(*options, console); });
}

}  // namespace runout::cli
