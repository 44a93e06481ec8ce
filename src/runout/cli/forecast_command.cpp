#include "runout/cli/forecast_command.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/book/file_text.h"
#include "runout/cli/open_book.h"
#include "runout/cli/options.h"
#include "runout/cli/scenario_option.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/given_decisions.h"
#include "runout/report/evidence_text.h"
#include "runout/report/forecast_json.h"
#include "runout/report/html_report.h"
#include "runout/report/text_forecast.h"
#include "runout/report/xlsx_report.h"

namespace runout::cli {
namespace {

constexpr std::uint64_t kMostReplications = 1'000'000;

struct ForecastOptions {
  std::string book;
  std::string as_of;
  Day horizon = 180;
  std::size_t replications = 10'000;
  std::uint64_t seed = 1;
  unsigned threads = default_threads();
  std::string format = "text";
  std::string report;
  std::string decisions;
  std::string unknown = "free";
  std::string method = "fast";
  std::size_t values = 256;
  std::vector<std::string> scenarios;
  bool explain_evidence = false;
  bool quiet = false;
};

/// Says what is wrong with the name of a report, or nothing.
std::string check_report(const std::string& path) {
  const std::string extension = book::lower_extension(path);
  if (extension == ".html" || extension == ".htm" || extension == ".xlsx") return "";
  return fmt::format("'{}' does not end in .html or .xlsx", path);
}

/// Refuses a place where no report can be written: before the work, not after it.
void check_place(const std::string& report) {
  const std::filesystem::path folder = std::filesystem::path{report}.parent_path();
  std::error_code failure;
  if (folder.empty() || std::filesystem::is_directory(folder, failure)) return;
  throw Error{ErrorKind::forbidden, fmt::format("cannot write the report '{}': there is no folder "
                                                "'{}'",
                                                report, folder.string())};
}

std::string read_text(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    throw Error{ErrorKind::not_found, fmt::format("'{}' is a folder, not a file", path)};
  }
  if (!book::is_there(path)) {
    throw Error{ErrorKind::not_found, fmt::format("there is no file '{}'", path)};
  }
  std::ifstream file{path, std::ios::binary};
  if (!file) throw Error{ErrorKind::forbidden, fmt::format("'{}' cannot be read", path)};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

/// Reads the given decisions; nothing when they have faults, which are printed.
std::optional<std::vector<forecast::GivenDecision>> read_given(const ForecastOptions& options,
                                                               const book::Snapshot& snapshot,
                                                               Console& console) {
  std::vector<forecast::GivenDecision> given;
  if (options.decisions.empty()) return given;
  const std::string name = std::filesystem::path{options.decisions}.filename().string();
  Diagnostics problems;
  given = forecast::parse_given_decisions(read_text(options.decisions), name, snapshot.records,
                                          options.replications, problems);
  if (print_problems(console, problems)) return std::nullopt;
  return given;
}

/// 10000 as "10,000".
std::string with_thousands(std::size_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
  return text;
}

forecast::Forecast forecast_book(const ForecastOptions& options, const book::Snapshot& snapshot,
                                 std::vector<forecast::GivenDecision> given, Console& console) {
  forecast::ForecastRequest request;
  request.horizon = options.horizon;
  request.replications = options.replications;
  request.seed = options.seed;
  request.threads = options.threads;
  request.method = options.method == "plain" ? flow::Method::plain : flow::Method::fast;
  request.value_replications = std::min(options.values, options.replications);
  request.unknown_items = options.unknown == "controlled" ? forecast::UnknownItems::controlled
                                                          : forecast::UnknownItems::free;
  request.scenarios = read_scenarios(options.scenarios, authorities_of(snapshot.records));
  request.decisions_are_given = !options.decisions.empty();
  request.given = std::move(given);
  std::mutex one_at_a_time;
  request.progress = [&](std::size_t done, std::size_t of) {
    const std::scoped_lock lock{one_at_a_time};
    show_progress(console, fmt::format("forecast: {} of {} replications", with_thousands(done),
                                       with_thousands(of)));
    return true;
  };
  show_progress(console, "forecast: fitting and drawing");
  auto forecast = forecast::make_forecast(snapshot, request);
  if (options.explain_evidence) {
    regime::DrawSettings settings;
    settings.replications = request.replications;
    settings.seed = request.seed;
    settings.horizon = request.horizon;
    settings.threads = request.threads;
    settings.scenarios = request.scenarios;
    forecast.evidence = regime::explain_evidence(snapshot, settings);
  }
  show_progress(console, "");
  return forecast;
}

void run_forecast(const ForecastOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  check_place(options.report);
  const auto snapshot = open_snapshot(console, options.book, find_date(options.as_of));
  if (!snapshot) return;
  auto given = read_given(options, *snapshot, console);
  if (!given) return;
  const auto forecast = forecast_book(options, *snapshot, std::move(*given), console);

  if (!options.report.empty()) {
    if (book::lower_extension(options.report) == ".xlsx") {
      report::write_xlsx_report(forecast, options.report);
    } else {
      report::write_html_report(forecast, options.report);
    }
  }
  if (options.format == "json") {
    console.out << report::forecast_json(forecast);
  } else {
    const auto colour = console.out_is_terminal ? report::Colour::ansi : report::Colour::none;
    const report::TextStyle style{.width = console.width, .utf8 = console.utf8, .colour = colour};
    report::print_forecast(console.out, forecast, style);
    if (forecast.evidence) report::print_evidence(console.out, *forecast.evidence, style);
  }
}

void add_simulation_options(CLI::App& command, ForecastOptions& options) {
  add_horizon(command, options.horizon);
  add_whole(command, "--replications", options.replications, {1, kMostReplications},
            fmt::format("Random futures to simulate, 1 to {} (default 10000)", kMostReplications))
      .type_name("N");
  add_seed(command, options.seed);
  add_threads(command, options.threads);
  command
      .add_option("--unknown", options.unknown,
                  "How to read items of unknown control status: free or controlled (default free)")
      ->type_name("READING")
      ->check(CLI::IsMember({"free", "controlled"}));
  add_whole(command, "--values", options.values, {0, kMostReplications},
            "Futures for what each pending licence is worth; 0: leave it out (default 256)")
      .type_name("N");
  command
      .add_option("--simulator", options.method,
                  "fast, or plain: slower, the same numbers, for checking (default fast)")
      ->type_name("WHICH")
      ->check(CLI::IsMember({"fast", "plain"}));
  auto* decisions =
      command.add_option("--decisions", options.decisions,
                         "Decisions to take as given: CSV with application,decided_on,outcome and, "
                         "if wanted, replication");
  decisions->type_name("FILE");
  command
      .add_flag("--explain-evidence", options.explain_evidence,
                "Say what each aggregate report of the book says, what was expected, and how it "
                "moves the forecast")
      ->excludes(decisions);
}

}  // namespace

void add_forecast_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<ForecastOptions>();
  auto* command = app.add_subcommand(
      "forecast", "Forecast when each line runs short, how sure that is, and why");
  command->add_option("BOOK", options->book, "The book: a folder, a .db or an .xlsx file")
      ->type_name("BOOK")
      ->required();
  command
      ->add_option("--as-of", options->as_of,
                   "Forecast from what was known at the end of this day (default: the latest)")
      ->type_name("DATE")
      ->check(CLI::Validator{check_day, ""});
  add_simulation_options(*command, *options);
  add_scenarios(*command, options->scenarios);
  command->add_option("--format", options->format, "text or json (default text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("--report", options->report, "Also write a report: FILE.html or FILE.xlsx")
      ->type_name("FILE")
      ->check(CLI::Validator{check_report, ""});
  command->add_flag("--quiet", options->quiet, "No progress on standard error");
  command->callback([options, &console] { run_forecast(*options, console); });
}

}  // namespace runout::cli
