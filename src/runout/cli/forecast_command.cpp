#include "runout/cli/forecast_command.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/parallel.h"
#include "runout/base/quantity.h"
#include "runout/book/file_text.h"
#include "runout/book/store.h"
#include "runout/cli/open_book.h"
#include "runout/cli/options.h"
#include "runout/cli/progress_line.h"
#include "runout/cli/scenario_option.h"
#include "runout/cli/watch.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/given_decisions.h"
#include "runout/report/evidence_text.h"
#include "runout/report/forecast_json.h"
#include "runout/report/html_report.h"
#include "runout/report/text_forecast.h"
#include "runout/report/xlsx_report.h"

namespace runout::cli {
namespace {

struct ForecastOptions {
  std::string book;
  std::string as_of;
  Day horizon = 180;
  std::size_t replications = 0;  ///< 0: not said
  std::uint64_t seed = 1;
  unsigned threads = default_threads();
  std::string format = "text";
  std::string report;
  std::string decisions;
  std::string unknown = "free";
  std::string method = "fast";
  std::string precision;
  std::size_t values = 256;
  std::vector<std::string> scenarios;
  WatchOptions watch;
  Patience patience;
  bool explain_evidence = false;
  bool quiet = false;
};

/// With a precision to reach as many as it takes, unless somebody says how many at most.
std::size_t replications_of(const ForecastOptions& options) {
  constexpr std::size_t kUsual = 10'000;
  if (options.replications > 0) return options.replications;
  return options.precision.empty() ? kUsual : kMostReplications;
}

/// Says what is wrong with the name of a report, or nothing.
std::string check_page_or_sheet(const std::string& path) {
  if (book::lower_extension(path) == ".xlsx" || check_page(path).empty()) return "";
  return fmt::format("'{}' does not end in .html or .xlsx", path);
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
                                          replications_of(options), problems);
  if (print_problems(console, problems)) return std::nullopt;
  return given;
}

/// A standard error between a ten-thousandth and a half.
double read_precision(const std::string& text) {
  constexpr double kFinest = 1e-4;
  constexpr double kCoarsest = 0.5;
  const DecimalParse parse = parse_decimal(text);
  const double value = parse.millionths
                           ? static_cast<double>(*parse.millionths) / static_cast<double>(kMillion)
                           : 0.0;
  if (value < kFinest || value > kCoarsest) {
    throw CLI::ValidationError{"--precision",
                               fmt::format("'{}' is not a standard error from {} to {}, such as "
                                           "0.01",
                                           text, kFinest, kCoarsest)};
  }
  return value;
}

forecast::Forecast forecast_book(const ForecastOptions& options, const book::Snapshot& snapshot,
                                 std::vector<forecast::GivenDecision> given, Console& console) {
  forecast::ForecastRequest request;
  request.horizon = options.horizon;
  request.replications = replications_of(options);
  request.seed = options.seed;
  request.threads = options.threads;
  request.method = options.method == "plain" ? flow::Method::plain : flow::Method::fast;
  // An alert says only which lines have crossed.
  const bool shows_values = options.watch.alert.empty() || !options.report.empty();
  request.value_replications =
      shows_values ? std::min(options.values, replications_of(options)) : 0;
  request.unknown_items = read_unknown(options.unknown);
  request.scenarios = read_scenarios(options.scenarios, authorities_of(snapshot.records));
  request.decisions_are_given = !options.decisions.empty();
  request.given = std::move(given);
  if (!options.precision.empty()) request.precision = read_precision(options.precision);
  ProgressLine progress{console, "forecast", options.patience};
  request.progress = [&](const forecast::Progress& now) { return progress.show(now); };
  request.stage = [&](std::string_view doing) {
    show_progress(console, fmt::format("forecast: {}", doing));
  };
  show_progress(console, "forecast: fitting and drawing");
  auto forecast = forecast::make_forecast(snapshot, request);
  progress.refuse_if_long();
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

void write_report(const ForecastOptions& options, const forecast::Forecast& forecast) {
  if (options.report.empty()) return;
  if (book::lower_extension(options.report) == ".xlsx") {
    report::write_xlsx_report(forecast, options.report);
  } else {
    report::write_html_report(forecast, options.report);
  }
}

void print(const ForecastOptions& options, const forecast::Forecast& forecast, Console& console) {
  if (options.format == "json") {
    report::write_forecast_json(console.out, forecast);
    return;
  }
  const auto colour = console.out_is_terminal ? report::Colour::ansi : report::Colour::none;
  const report::TextStyle style{.width = console.width, .utf8 = console.utf8, .colour = colour};
  report::print_forecast(console.out, forecast, style);
  if (forecast.evidence) report::print_evidence(console.out, *forecast.evidence, style);
}

/// The precision that was asked for, and was not reached.
void tell_if_imprecise(const ForecastOptions& options, const forecast::Forecast& forecast,
                       Console& console) {
  if (options.precision.empty() || !forecast.is_complete || !forecast.largest_error) return;
  if (*forecast.largest_error <= read_precision(options.precision)) return;
  console.err << fmt::format(
      "runout: the standard error of a chance is still {:.4f} after {} replications, not {}: "
      "--replications allows no more\n",
      *forecast.largest_error, forecast.replications, options.precision);
}

void run_forecast(const ForecastOptions& options, Console& console) {
  if (options.quiet) console.quiet = true;
  need_folder(options.report);
  const book::Book book = book::read_book(options.book);
  const auto snapshot = open_snapshot(console, book, options.book, find_date(options.as_of));
  if (!snapshot) return;
  Watch watch{options.watch,
              {options.book, read_unknown(options.unknown),
               read_scenarios(options.scenarios, authorities_of(snapshot->records)),
               options.horizon, options.threads},
              book,
              *snapshot};
  auto given = read_given(options, *snapshot, console);
  if (!given) return;
  auto forecast = forecast_book(options, *snapshot, std::move(*given), console);
  tell_if_imprecise(options, forecast, console);
  if (forecast.is_complete) {
    const bool shows_moves =
        options.decisions.empty() && (!watch.is_alert() || !options.report.empty());
    watch.look_at(forecast, shows_moves, console);
  } else {
    console.err << fmt::format(
        "runout: stopped after {} of {} replications: the numbers are those of "
        "what was done{}, and values of licences are left out\n",
        forecast.replications, replications_of(options),
        options.watch.saves() ? ", nothing is saved" : "");
    console.exit_code = kOtherFailure;
  }
  write_report(options, forecast);
  if (watch.is_alert()) {
    watch.print_alert(forecast, options.format, console);
  } else {
    print(options, forecast, console);
  }
  // What nobody could read has not been said.
  if (console.out.flush()) watch.save(console);
}

void add_simulation_options(CLI::App& command, ForecastOptions& options) {
  add_horizon(command, options.horizon);
  add_whole(command, "--replications", options.replications, {1, kMostReplications},
            fmt::format("Random futures to simulate, 1 to {} (default 10000)", kMostReplications))
      .type_name("N");
  command
      .add_option("--precision", options.precision,
                  "Simulate until the standard error of every line's chance is at most this, such "
                  "as 0.01; then --replications is the most")
      ->type_name("P");
  add_patience(command, options.patience);
  add_seed(command, options.seed);
  add_threads(command, options.threads);
  add_unknown(command, options.unknown);
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
  add_watch(command, options.watch);
}

}  // namespace

void add_forecast_command(CLI::App& app, Console& console) {
  const auto options = std::make_shared<ForecastOptions>();
  auto* command = app.add_subcommand(
      "forecast", "Forecast when each line runs short, how sure that is, and why");
  add_book(*command, options->book);
  add_as_of(*command, options->as_of);
  add_simulation_options(*command, *options);
  add_scenarios(*command, options->scenarios);
  add_format(*command, options->format);
  command->add_option("--report", options->report, "Also write a report: FILE.html or FILE.xlsx")
      ->type_name("FILE")
      ->check(CLI::Validator{check_page_or_sheet, ""});
  add_quiet(*command, options->quiet);
  command->callback([options, &console] { run_forecast(*options, console); });
}

}  // namespace runout::cli
