#include "runout/cli/decisions_command.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <type_traits>
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
#include "runout/regime/explain/explanation.h"
#include "runout/regime/training.h"
#include "runout/report/decisions_json.h"
#include "runout/report/decisions_text.h"
#include "runout/report/evidence_text.h"
#include "runout/report/explain_html.h"
#include "runout/report/explain_json.h"
#include "runout/report/explain_text.h"
#include "runout/report/html_evidence.h"

namespace runout::cli {
namespace {

constexpr std::size_t kCaseDraws = 1000;
constexpr std::size_t kBookDraws = 10'000;

struct DecisionOptions {
  std::string source;
  std::string as_of;
  Day horizon = 180;
  std::vector<std::string> covariates;
  std::vector<std::string> scenarios;
  std::size_t draws = 0;  // 0: by the kind of source
  std::uint64_t seed = 1;
  unsigned threads = default_threads();
  std::string explain;  // an application; empty: forecast all
  std::string report;   // of either explanation
  bool explain_evidence = false;
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

/// ask(cases, as of, request) of a plain file; nothing when the file has problems.
template <typename Ask>
std::optional<
    std::invoke_result_t<Ask, const regime::CaseFile&, Date, const regime::DecisionRequest&>>
ask_file(const DecisionOptions& options, const std::string& text, Console& console,
         const Ask& ask) {
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
  return ask(cases, *as_of, request);
}

/// ask(snapshot, request) of a book; nothing when the book has problems.
template <typename Ask>
std::optional<std::invoke_result_t<Ask, const book::Snapshot&, const regime::DecisionRequest&>>
ask_book(const DecisionOptions& options, std::size_t usual_draws, Console& console,
         const Ask& ask) {
  check_covariates(options.covariates, regime::book_covariates());
  const auto snapshot = open_snapshot(console, options.source, find_date(options.as_of));
  if (!snapshot) return std::nullopt;
  regime::DecisionRequest request = make_request(options, usual_draws);
  request.scenarios = read_scenarios(options.scenarios, authorities_of(snapshot->records));
  return ask(*snapshot, request);
}

regime::EvidenceExplanation explain_reports(const book::Snapshot& snapshot,
                                            const std::vector<std::string>& covariates,
                                            const regime::DecisionRequest& request) {
  regime::DrawSettings settings;
  settings.replications = request.draws;
  settings.seed = request.seed;
  settings.horizon = request.horizon;
  settings.threads = request.threads;
  settings.scenarios = request.scenarios;
  if (!covariates.empty()) settings.covariates = covariates;
  return regime::explain_evidence(snapshot, settings);
}

void run_forecast(const DecisionOptions& options, Console& console) {
  const auto text = find_case_text(options.source);
  if (text && options.explain_evidence) {
    throw CLI::ValidationError{"--explain-evidence",
                               "needs a book: a CSV file of cases holds no aggregate reports"};
  }
  show_progress(console, "decisions: fitting and drawing");
  const auto forecast =
      text ? ask_file(options, *text, console, regime::forecast_cases)
           : ask_book(options, kBookDraws, console,
                      [&](const book::Snapshot& snapshot, const regime::DecisionRequest& request) {
                        auto result =
                            regime::forecast_book_decisions(snapshot, options.covariates, request);
                        if (options.explain_evidence) {
                          result.evidence = explain_reports(snapshot, options.covariates, request);
                        }
                        return result;
                      });
  show_progress(console, "");
  if (!forecast) return;
  if (!options.report.empty()) report::write_evidence_page(*forecast->evidence, options.report);
  if (options.format == "json") {
    console.out << report::decisions_json(*forecast);
    return;
  }
  const report::TextStyle style{
      .width = console.width, .utf8 = console.utf8, .colour = report::Colour::none};
  report::print_decisions(console.out, *forecast, style);
  if (forecast->evidence) report::print_evidence(console.out, *forecast->evidence, style);
}

void run_explanation(const DecisionOptions& options, Console& console) {
  const auto text = find_case_text(options.source);
  show_progress(console, "decisions: explaining " + options.explain);
  const auto explanation =
      text ? ask_file(options, *text, console,
                      [&](const regime::CaseFile& cases, Date as_of,
                          const regime::DecisionRequest& request) {
                        return regime::explain_case(cases, as_of, options.explain, request);
                      })
           // Few futures do: all but the way into review is integrated in each.
           : ask_book(options, kCaseDraws, console,
                      [&](const book::Snapshot& snapshot, const regime::DecisionRequest& request) {
                        return regime::explain_application(snapshot, options.covariates,
                                                           options.explain, request);
                      });
  show_progress(console, "");
  if (!explanation) return;
  if (!options.report.empty()) report::write_explanation(*explanation, options.report);
  if (options.format == "json") {
    console.out << report::explanation_json(*explanation);
  } else {
    report::print_explanation(
        console.out, *explanation,
        {.width = console.width, .utf8 = console.utf8, .colour = report::Colour::none});
  }
}

void run_decisions(const DecisionOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  if (!options.report.empty() && options.explain.empty() && !options.explain_evidence) {
    throw CLI::ValidationError{"--report", "needs --explain or --explain-evidence"};
  }
  if (options.explain.empty()) {
    run_forecast(options, console);
  } else {
    run_explanation(options, console);
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
  add_as_of(*command, options->as_of);
  add_horizon(*command, options->horizon);
  command
      ->add_option("--covariates", options->covariates,
                   "Columns whose levels differ in speed (default: none of a CSV file, of "
                   "a book those that its records can tell)")
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_scenarios(*command, options->scenarios);
  add_whole(*command, "--draws", options->draws, {1, kMostDraws},
            fmt::format("Random futures, 1 to {} (default {} for a CSV file, {} for a book)",
                        kMostDraws, kCaseDraws, kBookDraws))
      .type_name("N");
  auto* explain = command->add_option("--explain", options->explain,
                                      "Say why this one is forecast as it is, in days (with 1000 "
                                      "futures unless --draws says otherwise)");
  explain->type_name("APPLICATION");
  command
      ->add_option("--report", options->report,
                   "Write the explanation (--explain, --explain-evidence) as a page, too")
      ->type_name("FILE.html");
  auto* evidence = command->add_flag("--explain-evidence", options->explain_evidence,
                                     "Say what each aggregate report of the book says, what was "
                                     "expected, and how it moves the forecast");
  evidence->excludes(explain);
  add_seed(*command, options->seed);
  add_threads(*command, options->threads);
  add_format(*command, options->format);
  add_quiet(*command, options->quiet);
  command->callback([options, &console] { run_decisions(*options, console); });
}

}  // namespace runout::cli
