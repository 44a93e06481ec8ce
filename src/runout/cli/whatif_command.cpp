#include "runout/cli/whatif_command.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/cli/open_book.h"
#include "runout/cli/options.h"
#include "runout/cli/progress_line.h"
#include "runout/cli/scenario_option.h"
#include "runout/forecast/whatif/comparison.h"
#include "runout/report/comparison_faces.h"

namespace runout::cli {
namespace {

struct WhatIfOptions {
  std::string book;
  std::string as_of;
  Day horizon = 180;
  std::size_t replications = 10'000;
  std::uint64_t seed = 1;
  unsigned threads = default_threads();
  std::string format = "text";
  std::string unknown = "free";
  std::vector<std::string> changes;
  std::string file;
  std::vector<std::string> scenarios;
  Patience patience;
  bool quiet = false;
};

std::vector<forecast::ChangeText> collect_changes(const WhatIfOptions& options) {
  std::vector<forecast::ChangeText> changes;
  if (!options.file.empty()) {
    const std::string name = std::filesystem::path{options.file}.filename().string();
    changes = forecast::split_changes(read_text(options.file), name);
  }
  for (const std::string& text : options.changes) changes.push_back({text, "--change", 0});
  return changes;
}

void run_whatif(const WhatIfOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  const std::vector<forecast::ChangeText> texts = collect_changes(options);
  if (texts.empty()) {
    throw CLI::ValidationError{
        options.file.empty() ? "--change" : "--changes",
        options.file.empty()
            ? "nothing is changed: give --change or --changes FILE"
            : fmt::format("'{}' holds no change, and no --change is given", options.file)};
  }
  const auto snapshot = open_snapshot(console, options.book, find_date(options.as_of));
  if (!snapshot) return;
  Diagnostics problems;
  const forecast::Changes changes = forecast::read_changes(texts, *snapshot, problems);
  if (print_problems(console, problems)) return;
  forecast::ForecastRequest request;
  request.horizon = options.horizon;
  request.replications = options.replications;
  request.seed = options.seed;
  request.threads = options.threads;
  request.unknown_items = read_unknown(options.unknown);
  request.scenarios = read_scenarios(options.scenarios, authorities_of(snapshot->records));
  ProgressLine progress{console, "whatif", options.patience};
  request.progress = [&](const forecast::Progress& now) { return progress.show(now); };
  show_progress(console, "whatif: fitting and drawing");
  const forecast::Comparison comparison = [&] {
    try {
      return forecast::compare_futures(*snapshot, changes, request);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::conflict) progress.refuse_if_long();
      throw;
    }
  }();
  show_progress(console, "");
  if (options.format == "json") {
    console.out << report::comparison_json(comparison);
    return;
  }
  report::print_comparison(
      console.out, comparison,
      {.width = console.width, .utf8 = console.utf8, .colour = report::Colour::none});
}

}  // namespace

void add_whatif_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<WhatIfOptions>();
  auto* command = app.add_subcommand(
      "whatif", "The same futures with something changed: the difference and its error");
  add_book(*command, options->book);
  command
      ->add_option("--change", options->changes,
                   "What is otherwise; may be given several times, and all hold together")
      ->type_name("CHANGE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command
      ->add_option("--changes", options->file, "A file with one change a line; # begins a remark")
      ->type_name("FILE");
  add_as_of(*command, options->as_of);
  add_horizon(*command, options->horizon);
  add_whole(*command, "--replications", options->replications, {1, kMostReplications},
            fmt::format("Futures to compare, 1 to {} (default 10000)", kMostReplications))
      .type_name("N");
  add_patience(*command, options->patience);
  add_seed(*command, options->seed);
  add_threads(*command, options->threads);
  add_unknown(*command, options->unknown);
  add_scenarios(*command, options->scenarios);
  add_format(*command, options->format);
  add_quiet(*command, options->quiet);
  command->footer(
      "Changes:\n"
      "  application A-1 granted [DATE]     also: refused [DATE], never; without a date: today\n"
      "  stock ITEM SITE 500                usable at the end of the as-of day; or +200, -50\n"
      "  order O-1 quantity 120             also: ready_on DATE, lane LANE, supplier_site SITE\n"
      "  line L-1 units_per_day 12 [ITEM]   also: priority 1\n"
      "  freeze FROM..TO [AUTHORITY]        nothing is decided on these days\n"
      "Names with blanks stand in quotes.");
  command->callback([options, &console] { run_whatif(*options, console); });
}

}  // namespace runout::cli
