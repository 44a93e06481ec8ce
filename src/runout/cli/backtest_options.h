// The options of `runout backtest`: read, checked, and made into a request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "runout/base/draws.h"
#include "runout/base/parallel.h"
#include "runout/regime/backtest/backtest.h"

namespace runout::cli {

struct BacktestOptions {
  std::string source;
  std::string from;
  std::string to;
  std::string every = "30d";
  std::string observed_until;
  Day horizon = 180;
  std::vector<Day> horizons;  ///< empty: the usual ones as far as the horizon goes
  std::vector<std::string> covariates;
  std::vector<std::string> scenarios;
  std::size_t draws = 1000;
  std::uint64_t seed = 1;
  unsigned threads = default_threads();
  Day window = 180;
  std::size_t least_decisions = 20;
  std::size_t least_pending = 5;
  std::vector<std::string> baselines;  ///< empty: all
  std::string half = "all";
  std::string format = "text";
  std::string report;
  bool quiet = false;
};

void add_backtest_options(CLI::App& command, BacktestOptions& options);

/// Refuses options that are right alone and wrong together, as CLI::ValidationError.
void check_together(const BacktestOptions& options);

/// The question; progress is left to the caller.
[[nodiscard]] regime::backtest::BacktestRequest make_request(const BacktestOptions& options);

}  // namespace runout::cli
