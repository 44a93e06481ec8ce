#include "runout/cli/backtest_options.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runout/base/text.h"
#include "runout/book/file_text.h"
#include "runout/cli/options.h"
#include "runout/cli/scenario_option.h"
#include "runout/regime/backtest/schedule.h"

namespace runout::cli {
namespace {

namespace backtest = regime::backtest;

constexpr std::uint64_t kMostCases = 1'000'000'000;
constexpr std::size_t kMostDates = 1000;

std::vector<std::string> baseline_names() {
  std::vector<std::string> names;
  for (const auto& words : backtest::baseline_words()) names.emplace_back(words.name);
  return names;
}

std::string check_baseline(const std::string& name) {
  const std::vector<std::string> names = baseline_names();
  if (name == "none" || std::ranges::find(names, name) != names.end()) return "";
  const auto nearest = nearest_word(name, names);
  return fmt::format("'{}' is no baseline; they are {}, or none{}", name, fmt::join(names, ", "),
                     nearest ? fmt::format("; did you mean '{}'?", *nearest) : "");
}

std::string check_step(const std::string& text) {
  if (backtest::find_step(text)) return "";
  return fmt::format("'{}' is not a step like 30d, 2w or 4m (1 to 9999 days, weeks or months)",
                     text);
}

void add_day(CLI::App& command, const char* name, std::string& value, const char* description) {
  auto* option = command.add_option(name, value, description);
  option->type_name("DATE")->check(CLI::Validator{check_day, ""});
}

void add_horizons(CLI::App& command, std::vector<Day>& horizons) {
  command
      .add_option_function<std::vector<std::string>>(
          "--horizons",
          [&horizons](const std::vector<std::string>& texts) {
            horizons.clear();
            for (const std::string& text : texts) {
              const auto days = read_whole("--horizons", text, {1, kLongestHorizon});
              horizons.push_back(static_cast<Day>(days));
            }
          },
          "Days within which decisions are counted and scored (default 14,30,60,90)")
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_days_to_replay(CLI::App& command, BacktestOptions& options) {
  add_day(command, "--from", options.from, "The first day to forecast from");
  add_day(command, "--to", options.to, "The last one");
  command.get_option("--from")->required();
  command.get_option("--to")->required();
  command
      .add_option("--every", options.every,
                  "Step between them: 30d, 2w, or 4m for the same day of the month (default 30d)")
      ->type_name("STEP")
      ->check(CLI::Validator{check_step, ""});
  command
      .add_option("--half", options.half,
                  "Only the first (1) or second (2) half of the days: choose on one, report the "
                  "other (default all)")
      ->type_name("HALF")
      ->check(CLI::IsMember({"all", "1", "2"}));
  add_day(command, "--observed-until", options.observed_until,
          "The day until which decisions are known to be recorded (default: the latest)");
  add_whole(command, "--least-decisions", options.least_decisions, {1, kMostCases},
            "Skip a day with fewer decisions known then (default 20)")
      .type_name("N");
  add_whole(command, "--least-pending", options.least_pending, {1, kMostCases},
            "Skip a day with fewer pending then (default 5)")
      .type_name("N");
}

void add_forecast_options(CLI::App& command, BacktestOptions& options) {
  add_horizon(command, options.horizon);
  add_horizons(command, options.horizons);
  command
      .add_option("--covariates", options.covariates,
                  "Columns whose levels differ in speed (default: none of a CSV file, of "
                  "a book those that its records can tell)")
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_scenarios(command, options.scenarios);
  add_whole(command, "--draws", options.draws, {1, kMostDraws},
            fmt::format("Random futures a date, 1 to {} (default 1000)", kMostDraws))
      .type_name("N");
  add_seed(command, options.seed);
  add_threads(command, options.threads);
  command
      .add_option("--baselines", options.baselines,
                  fmt::format("What to compare with: {}, or none (default all)",
                              fmt::join(baseline_names(), ", ")))
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Validator{check_baseline, ""});
  add_whole(command, "--window", options.window, {1, kLongestHorizon},
            "Days back that the baselines of the recent past look (default 180)")
      .type_name("DAYS");
}

}  // namespace

void add_backtest_options(CLI::App& command, BacktestOptions& options) {
  command
      .add_option("SOURCE", options.source,
                  "A book, or a CSV file with the columns id,submitted,decided,outcome")
      ->type_name("SOURCE")
      ->required();
  add_days_to_replay(command, options);
  add_forecast_options(command, options);
  add_format(command, options.format);
  command.add_option("--report", options.report, "Also write a page with pictures: FILE.html")
      ->type_name("FILE")
      ->check(CLI::Validator{check_page, ""});
  add_quiet(command, options.quiet);
}

void check_together(const BacktestOptions& options) {
  const Date from = parse_date(options.from);
  const Date to = parse_date(options.to);
  if (to < from) {
    throw CLI::ValidationError{"--to",
                               fmt::format("'{}' is before --from '{}'", options.to, options.from)};
  }
  const auto step = backtest::find_step(options.every);
  if (backtest::schedule(from, to, *step, kMostDates + 1).size() > kMostDates) {
    throw CLI::ValidationError{
        "--every", fmt::format("'{}' makes more than {} days of {} to {}; take a longer step",
                               options.every, kMostDates, options.from, options.to)};
  }
  Day before = 0;
  for (const Day horizon : options.horizons) {
    if (horizon <= before || horizon > options.horizon) {
      throw CLI::ValidationError{
          "--horizons", fmt::format("'{}' does not fit: they ascend, and none is beyond --horizon "
                                    "{}",
                                    horizon, options.horizon)};
    }
    before = horizon;
  }
  for (auto name = options.baselines.begin(); name != options.baselines.end(); ++name) {
    if (std::find(options.baselines.begin(), name, *name) != name) {
      throw CLI::ValidationError{"--baselines", fmt::format("'{}' stands there twice", *name)};
    }
    if (*name == "none" && options.baselines.size() > 1) {
      throw CLI::ValidationError{"--baselines", "'none' stands alone"};
    }
  }
}

backtest::BacktestRequest make_request(const BacktestOptions& options) {
  backtest::BacktestRequest request;
  request.as_of = backtest::schedule(parse_date(options.from), parse_date(options.to),
                                     *backtest::find_step(options.every), kMostDates);
  request.observed_until = find_date(options.observed_until);
  request.horizon = options.horizon;
  if (!options.horizons.empty()) {
    request.horizons = options.horizons;
  } else {
    std::erase_if(request.horizons, [&](Day days) { return days > options.horizon; });
    if (request.horizons.empty()) request.horizons.push_back(options.horizon);
  }
  request.window = options.window;
  request.least_decisions = options.least_decisions;
  request.least_pending = options.least_pending;
  if (!options.baselines.empty()) {
    std::erase_if(request.baselines, [&](backtest::Baseline baseline) {
      const std::string name{backtest::words_of(baseline).name};
      return std::ranges::find(options.baselines, name) == options.baselines.end();
    });
  }
  request.half = options.half == "1"   ? backtest::Half::first
                 : options.half == "2" ? backtest::Half::second
                                       : backtest::Half::all;
  request.draws = options.draws;
  request.seed = options.seed;
  request.threads = options.threads;
  return request;
}

}  // namespace runout::cli
