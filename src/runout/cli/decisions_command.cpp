#include "runout/cli/decisions_command.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/cli/open_book.h"
#include "runout/cli/open_cases.h"
#include "runout/cli/options.h"
#include "runout/cli/scenario_option.h"
#include "runout/regime/case_file.h"
#include "runout/regime/decision_forecast.h"
#include "runout/regime/training.h"
#include "runout/report/decisions_json.h"
#include "runout/report/decisions_text.h"

namespace runout::cli {
namespace {

constexpr std::size_t kCaseDraws = 1000;
constexpr std::size_t kBookDraws = 10'000;
constexpr std::uint64_t kMostDraws = 1'000'000;

struct DecisionOptions {
  std::string source;
  std::string as_of;
  Day horizon = 180;
  std::vector<std::string> covariates;
  std::vector<std::string> scenarios;
  std::size_t draws = 0;  // 0: by the kind of source
  std::uint64_t seed = 1;
  unsigned threads = default_threads();
  std::string format = "text";
  bool quiet = false;
};

regime::DecisionRequest make_request(const DecisionOptions& options, std::size_t usual_draws) {
  regime::DecisionRequest request;
  request.horizon = options.horizon;
  request.draws = options.draws > 0 ? options.draws : usual_draws;
  request.seed = options.seed;
  request.threads = options.threads;
  return request;
}

std::optional<regime::DecisionForecast> forecast_file(const DecisionOptions& options,
                                                      const std::string& text, Console& console) {
  const std::string name = std::filesystem::path{options.source}.filename().string();
  const auto scenarios = read_scenarios(options.scenarios, {});
  const auto possible = regime::find_covariates(text);
  if (possible) check_covariates(options.covariates, *possible);
  Diagnostics problems;
  const regime::CaseFile cases = regime::read_cases(text, name, options.covariates, problems);
  auto as_of = find_date(options.as_of);
  if (!as_of) as_of = regime::latest_date(cases);
  if (!as_of && count_errors(problems) == 0) {
    problems.push_back({Severity::error, "no_cases", name, 0, "", "holds no case",
                        "give --as-of to ask all the same"});
  }
  if (as_of && options.as_of.empty()) {
    const Diagnostics refused = check_as_of(regime::known_days(cases, name), *as_of, name);
    problems.insert(problems.end(), refused.begin(), refused.end());
  }
  if (print_problems(console, problems)) return std::nullopt;
  regime::DecisionRequest request = make_request(options, kCaseDraws);
  request.scenarios = scenarios;
  return regime::forecast_cases(cases, *as_of, request);
}

std::optional<regime::DecisionForecast> forecast_book(const DecisionOptions& options,
                                                      Console& console) {
  check_covariates(options.covariates, regime::book_covariates());
  const auto snapshot = open_snapshot(console, options.source, find_date(options.as_of));
  if (!snapshot) return std::nullopt;
  regime::DecisionRequest request = make_request(options, kBookDraws);
  request.scenarios = read_scenarios(options.scenarios, authorities_of(snapshot->records));
  return regime::forecast_book_decisions(*snapshot, options.covariates, request);
}

void run_decisions(const DecisionOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  const auto text = find_case_text(options.source);
  show_progress(console, "decisions: fitting and drawing");
  const auto forecast =
      text ? forecast_file(options, *text, console) : forecast_book(options, console);
  show_progress(console, "");
  if (!forecast) return;
  if (options.format == "json") {
    console.out << report::decisions_json(*forecast);
  } else {
    report::print_decisions(
        console.out, *forecast,
        {.width = console.width, .utf8 = console.utf8, .colour = report::Colour::none});
  }
}

}  // namespace

void add_decisions_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<DecisionOptions>();
  auto* command =
      app.add_subcommand("decisions", "Forecast when each pending case is decided, and how");
  command
      ->add_option("SOURCE", options->source,
                   "A book, or a CSV file with the columns id,submitted,decided,outcome")
      ->type_name("SOURCE")
      ->required();
  command
      ->add_option("--as-of", options->as_of,
                   "Forecast from what was known at the end of this day (default: the latest)")
      ->type_name("DATE")
      ->check(CLI::Validator{check_day, ""});
  add_horizon(*command, options->horizon);
  command
      ->add_option("--covariates", options->covariates,
                   "Columns whose levels differ in speed (default: none of a CSV file, all "
                   "seven of a book)")
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_scenarios(*command, options->scenarios);
  add_whole(*command, "--draws", options->draws, {1, kMostDraws},
            fmt::format("Random futures, 1 to {} (default {} for a CSV file, {} for a book)",
                        kMostDraws, kCaseDraws, kBookDraws))
      .type_name("N");
  add_seed(*command, options->seed);
  add_threads(*command, options->threads);
  command->add_option("--format", options->format, "text or json (default text)")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  command->add_flag("--quiet", options->quiet, "No progress on standard error");
  command->callback([options, &console] { run_decisions(*options, console); });
}

}  // namespace runout::cli
