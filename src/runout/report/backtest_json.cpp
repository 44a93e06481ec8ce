#include "runout/report/backtest_json.h"

#include <nlohmann/json.hpp>

#include "runout/report/backtest_words.h"
#include "runout/report/json_parts.h"

namespace runout::report {
namespace {

using regime::backtest::Backtest;
using regime::backtest::Half;
using regime::backtest::HorizonScore;
using regime::backtest::Scores;

Json score_members(const Scores& scores) {
  return {{"pending", scores.pending},
          {"crps", scores.crps},
          {"log_score", scores.log_score},
          {"coverage50", scores.coverage50},
          {"coverage90", scores.coverage90},
          {"too_early", scores.too_early},
          {"too_late", scores.too_late},
          {"width50", scores.width50},
          {"width90", scores.width90},
          {"median_error", scores.median_error},
          {"pit", scores.pit},
          {"pit_deviation", scores.pit_deviation}};
}

Json reliability_of(const HorizonScore& horizon) {
  Json bins = Json::array();
  for (const auto& bin : horizon.reliability) {
    const auto count = static_cast<double>(bin.forecasts);
    const bool empty = bin.forecasts == 0;
    bins.push_back(
        {{"forecasts", bin.forecasts},
         {"mean_p", empty ? Json(nullptr) : Json(bin.probability_sum / count)},
         {"share_came", empty ? Json(nullptr) : Json(static_cast<double>(bin.came_true) / count)}});
  }
  return bins;
}

Json pooled_of(const regime::backtest::PooledScores& pooled) {
  Json json = score_members(pooled.mean);
  json["count_coverage"] = pooled.count_coverage;
  json["count_error"] = pooled.count_error;
  json["horizons"] = Json::array();
  for (std::size_t q = 0; q < pooled.mean.horizons.size(); ++q) {
    const HorizonScore& horizon = pooled.mean.horizons[q];
    json["horizons"].push_back({{"days", horizon.days},
                                {"brier", horizon.brier},
                                {"expected", horizon.expected},
                                {"observed", horizon.observed},
                                {"count_coverage", pooled.count_coverage_by_horizon[q]},
                                {"reliability", reliability_of(horizon)}});
  }
  return json;
}

Json date_of(Date as_of, const Scores& scores) {
  Json json;
  json["as_of"] = to_string(as_of);
  json.update(score_members(scores));
  json["horizons"] = Json::array();
  for (const HorizonScore& horizon : scores.horizons) {
    json["horizons"].push_back({{"days", horizon.days},
                                {"brier", horizon.brier},
                                {"expected", horizon.expected},
                                {"observed", horizon.observed},
                                {"q05", horizon.interval.low},
                                {"q95", horizon.interval.high}});
  }
  return json;
}

Json settings_of(const Backtest& backtest) {
  const char* half = backtest.half == Half::all     ? "all"
                     : backtest.half == Half::first ? "first"
                                                    : "second";
  return {{"observed_until", to_string(backtest.observed_until)},
          {"horizon_days", backtest.horizon},
          {"horizons", backtest.horizons},
          {"window_days", backtest.window},
          {"draws", backtest.draws},
          {"seed", backtest.seed},
          {"half", half}};
}

}  // namespace

std::string backtest_json(const Backtest& backtest) {
  Json json;
  json["settings"] = settings_of(backtest);
  json["summary"] = summarise(backtest).text();
  json["assumptions"] = backtest.assumptions;
  json["dates"] = Json::array();
  for (const auto& date : backtest.dates) {
    json["dates"].push_back({{"as_of", to_string(date.as_of)},
                             {"days_scored", date.days},
                             {"decisions_known", date.decisions},
                             {"pending", date.pending},
                             {"reported_late", date.reported_late}});
  }
  json["skipped"] = Json::array();
  for (const auto& date : backtest.skipped) {
    json["skipped"].push_back(
        {{"as_of", to_string(date.as_of)}, {"code", date.code}, {"reason", date.reason}});
  }
  json["methods"] = Json::array();
  for (const auto& method : backtest.methods) {
    Json by_date = Json::array();
    for (std::size_t i = 0; i < method.by_date.size(); ++i) {
      by_date.push_back(date_of(backtest.dates[i].as_of, method.by_date[i]));
    }
    json["methods"].push_back({{"name", method.name},
                               {"title", method.title},
                               {"pooled", pooled_of(method.pooled)},
                               {"by_date", std::move(by_date)}});
  }
  return json_text(json);
}

}  // namespace runout::report
