#include "runout/cli/backtest_command.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/base/text.h"
#include "runout/book/file_text.h"
#include "runout/book/store.h"
#include "runout/cli/backtest_options.h"
#include "runout/cli/open_book.h"
#include "runout/cli/open_cases.h"
#include "runout/cli/options.h"
#include "runout/cli/scenario_option.h"
#include "runout/regime/backtest/book_replay.h"
#include "runout/regime/backtest/case_replay.h"
#include "runout/regime/training.h"
#include "runout/report/backtest_html.h"
#include "runout/report/backtest_json.h"
#include "runout/report/backtest_text.h"

namespace runout::cli {
namespace {

namespace backtest = regime::backtest;

backtest::Backtest replay(const backtest::ReplaySource& source, backtest::BacktestRequest request,
                          Console& console) {
  request.progress = [&console](Date as_of, std::size_t done, std::size_t of) {
    show_progress(console,
                  fmt::format("backtest: {}, {} of {} dates", to_string(as_of), done + 1, of));
  };
  auto result = backtest::run_backtest(source, request);
  show_progress(console, "");
  return result;
}

/// A replay has many days to begin on: a scenario must say its own.
std::vector<regime::Scenario> dated_scenarios(const BacktestOptions& options,
                                              const std::vector<std::string>& authorities) {
  auto scenarios = read_scenarios(options.scenarios, authorities);
  for (const regime::Scenario& scenario : scenarios) {
    if (scenario.from || scenario.kind == regime::ChangeKind::bare_minimum) continue;
    const std::size_t at = std::min(scenario.text.find('@'), scenario.text.size());
    throw CLI::ValidationError{
        "--scenario",
        fmt::format("'{}' needs its first day in a replay, as in '{}:{}{}'", scenario.text,
                    scenario.text.substr(0, at), options.from, scenario.text.substr(at))};
  }
  return scenarios;
}

std::optional<backtest::Backtest> replay_file(const BacktestOptions& options,
                                              const std::string& text, Console& console) {
  const std::string name = std::filesystem::path{options.source}.filename().string();
  const auto scenarios = dated_scenarios(options, {});
  if (const auto possible = regime::find_covariates(text)) {
    check_covariates(options.covariates, *possible);
  }
  Diagnostics problems;
  const regime::CaseFile cases = regime::read_cases(text, name, options.covariates, problems);
  const auto latest = regime::latest_date(cases);
  if (latest && options.observed_until.empty()) {
    const Diagnostics refused = check_as_of(regime::known_days(cases, name), *latest, name);
    problems.insert(problems.end(), refused.begin(), refused.end());
  }
  if (print_problems(console, problems)) return std::nullopt;
  backtest::BacktestRequest request = make_request(options);
  request.scenarios = scenarios;
  return replay(backtest::CaseReplay{cases}, std::move(request), console);
}

std::optional<backtest::Backtest> replay_book(const BacktestOptions& options, Console& console) {
  check_covariates(options.covariates, regime::book_covariates());
  const book::Book book = book::read_book(options.source);
  const auto latest = open_snapshot(console, book, options.source, std::nullopt);
  if (!latest) return std::nullopt;
  backtest::BacktestRequest request = make_request(options);
  request.scenarios = dated_scenarios(options, authorities_of(latest->records));
  return replay(backtest::BookReplay{book, *latest, options.covariates}, std::move(request),
                console);
}

/// Says why no date is left, one line a date.
void refuse(const backtest::Backtest& result, Console& console) {
  constexpr std::size_t kMostLines = 200;
  console.err << "runout: none of the dates can be replayed:\n";
  for (std::size_t i = 0; i < std::min(result.skipped.size(), kMostLines); ++i) {
    console.err << fmt::format("{}: {}\n", to_string(result.skipped[i].as_of),
                               result.skipped[i].reason);
  }
  if (result.skipped.size() > kMostLines) {
    console.err << fmt::format("... and {} more\n", result.skipped.size() - kMostLines);
  }
  console.exit_code = kDataProblems;
}

void run_backtest(const BacktestOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  need_folder(options.report);
  check_together(options);
  const auto text = find_case_text(options.source);
  const auto result = text ? replay_file(options, *text, console) : replay_book(options, console);
  if (!result) return;
  if (result->dates.empty()) {
    refuse(*result, console);
    return;
  }
  if (!options.report.empty()) report::write_backtest_report(*result, options.report);
  if (options.format == "json") {
    console.out << report::backtest_json(*result);
  } else {
    report::print_backtest(
        console.out, *result,
        {.width = console.width, .utf8 = console.utf8, .colour = report::Colour::none});
  }
}

}  // namespace

void add_backtest_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<BacktestOptions>();
  auto* command = app.add_subcommand(
      "backtest", "Replay past days: how good the forecast of decisions would have been");
  add_backtest_options(*command, *options);
  command->callback([options, &console] { run_backtest(*options, console); });
}

}  // namespace runout::cli
