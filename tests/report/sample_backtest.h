// A small backtest made by hand, for the tests of its faces.
#pragma once

#include <vector>

#include "runout/regime/backtest/backtest.h"

namespace runout::report {

/// Two dates with two pending cases each, the forecast better than the one baseline, and a skipped
/// date. `baselines` 0 leaves the baseline out.
inline regime::backtest::Backtest sample_backtest(std::size_t baselines = 1) {
  using namespace regime::backtest;
  Backtest result;
  result.observed_until = parse_date("2025-06-30");
  result.horizon = 4;
  result.horizons = {2, 3};
  result.window = 180;
  result.draws = 100;
  result.seed = 1;
  result.methods.push_back({"forecast", "this forecast", "the licensing model", {}, {}});
  if (baselines > 0) {
    result.methods.push_back({"kaplan_meier", "Kaplan-Meier", "how long all have waited", {}, {}});
  }
  const std::vector<double> sharp{0.1, 0.8, 0.9, 1.0};
  const std::vector<double> blunt{0.25, 0.5, 0.75, 1.0};
  for (const char* as_of : {"2025-03-01", "2025-04-01"}) {
    result.dates.push_back({parse_date(as_of), 4, 30, 2, 0});
    for (MethodScores& method : result.methods) {
      ScoreSheet sheet{result.horizons, 4};
      const auto& by_day = method.name == "forecast" ? sharp : blunt;
      sheet.add(by_day, 2);
      sheet.add(by_day, 3);
      method.by_date.push_back(sheet.finish());
    }
  }
  for (MethodScores& method : result.methods) method.pooled = pool(method.by_date);
  result.skipped.push_back({parse_date("2025-06-29"), "not_observed", "what comes is not known"});
  return result;
}

}  // namespace runout::report
