#include "runout/regime/backtest/backtest.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::regime::backtest {
namespace {

class Replayer {
 public:
  Replayer(const ReplaySource& source, const BacktestRequest& request)
      : source_{source}, request_{request} {
    check();
    const std::optional<Date> last = source.last_day();
    result_.observed_until = request.observed_until.value_or(last.value_or(Date{}));
    result_.horizon = request.horizon;
    result_.horizons = request.horizons;
    result_.window = request.window;
    result_.draws = request.draws;
    result_.seed = request.seed;
    result_.half = request.half;
    for (const Scenario& scenario : request.scenarios) {
      if (scenario.kind == ChangeKind::bare_minimum) {
        result_.assumptions.push_back(fmt::format(
            "Supposed ({}): on every date, what is needed first is decided first.", scenario.text));
        continue;
      }
      result_.assumptions.push_back(
          fmt::format("Supposed ({}): known on the dates from its first day on; its last day, if "
                      "any, from that day on.",
                      scenario.text));
    }
    result_.methods.push_back({"forecast", "this forecast", "the licensing model", {}, {}});
    for (const Baseline baseline : request.baselines) {
      const BaselineWords& words = words_of(baseline);
      result_.methods.push_back(
          {std::string{words.name}, std::string{words.title}, std::string{words.about}, {}, {}});
    }
  }

  Backtest run() {
    std::vector<Date> left;
    for (const Date as_of : request_.as_of) {
      if (is_worth(as_of)) left.push_back(as_of);
    }
    take_half(left);
    std::ranges::stable_sort(result_.skipped, {}, &SkippedDate::as_of);
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (request_.progress) request_.progress(left[i], i, left.size());
      replay(left[i]);
    }
    if (left.empty()) return std::move(result_);
    for (MethodScores& method : result_.methods) method.pooled = pool(method.by_date);
    return std::move(result_);
  }

 private:
  void check() const {
    Day before = 0;
    for (const Day horizon : request_.horizons) {
      if (horizon <= before || horizon > request_.horizon) {
        throw Error{ErrorKind::invalid_input,
                    fmt::format("the horizons to score must ascend within 1 to {} days; '{}' does "
                                "not fit",
                                request_.horizon, horizon)};
      }
      before = horizon;
    }
    if (before == 0) throw Error{ErrorKind::invalid_input, "no horizon to score"};
  }

  void skip(Date as_of, const char* code, std::string reason) {
    result_.skipped.push_back({as_of, code, std::move(reason)});
  }

  /// Whether the day can be replayed; says why not.
  bool is_worth(Date as_of) {
    const std::optional<Date> first = source_.first_day();
    if (!first) {
      skip(as_of, "before_first_record", "the source has no record");
      return false;
    }
    if (as_of < *first) {
      skip(as_of, "before_first_record",
           fmt::format("before the first record, of {}", to_string(*first)));
      return false;
    }
    const Day longest = request_.horizons.back();
    if (as_of + Days{longest} > result_.observed_until) {
      skip(as_of, "not_observed",
           fmt::format("what comes within {} days is known after {} only, and the history ends on "
                       "{}",
                       longest, to_string(as_of + Days{longest}),
                       to_string(result_.observed_until)));
      return false;
    }
    const ReplayDay day = source_.look_back(as_of);
    if (day.decisions < request_.least_decisions) {
      skip(as_of, "too_few_decisions",
           fmt::format("{} decision{} known then, {} wanted", day.decisions,
                       day.decisions == 1 ? "" : "s", request_.least_decisions));
      return false;
    }
    if (day.pending.size() < request_.least_pending) {
      skip(as_of, "too_few_pending",
           fmt::format("{} pending then, {} wanted", day.pending.size(), request_.least_pending));
      return false;
    }
    return true;
  }

  void take_half(std::vector<Date>& left) {
    if (request_.half == Half::all) return;
    const auto middle = left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2);
    const bool first = request_.half == Half::first;
    for (auto other = first ? middle : left.begin(); other != (first ? left.end() : middle);
         ++other) {
      skip(*other, "other_half", first ? "in the second half" : "in the first half");
    }
    left.erase(first ? middle : left.begin(), first ? left.end() : middle);
  }

  void replay(Date as_of) {
    const ReplayDay day = source_.look_back(as_of);
    const auto observed = static_cast<Day>((result_.observed_until - as_of).count());
    const Day days = std::min(request_.horizon, observed);
    result_.dates.push_back({as_of, days, day.decisions, day.pending.size(), day.reported_late});
    score_forecast(day, days);
    for (std::size_t i = 0; i < request_.baselines.size(); ++i) {
      const Distribution fitted = fit_baseline(request_.baselines[i], day, request_.window, days);
      ScoreSheet sheet{request_.horizons, days};
      std::vector<double> by_day(static_cast<std::size_t>(days));
      for (const PendingCase& pending : day.pending) {
        fitted(pending, by_day);
        sheet.add(by_day, pending.decided_after);
      }
      result_.methods[i + 1].by_date.push_back(sheet.finish());
    }
  }

  void score_forecast(const ReplayDay& day, Day days) {
    const DecisionForecast forecast =
        source_.forecast(day.as_of, {.horizon = days,
                                     .draws = request_.draws,
                                     .seed = request_.seed,
                                     .threads = request_.threads,
                                     .scenarios = known_scenarios(request_.scenarios, day.as_of)});
    std::unordered_map<std::string_view, const PendingForecast*> by_id;
    for (const PendingForecast& pending : forecast.pending) by_id.emplace(pending.id, &pending);
    ScoreSheet sheet{request_.horizons, days};
    for (const PendingCase& pending : day.pending) {
      const auto found = by_id.find(pending.id);
      if (found == by_id.end()) {
        throw Error{ErrorKind::internal,
                    fmt::format("no forecast of '{}' as of {}", pending.id, to_string(day.as_of))};
      }
      std::vector<double> by_day = found->second->any();
      by_day.resize(static_cast<std::size_t>(days), by_day.empty() ? 0.0 : by_day.back());
      sheet.add(by_day, pending.decided_after);
    }
    std::vector<CountInterval> counts;
    for (const Day horizon : request_.horizons) {
      const FleetDay& fleet = forecast.fleet.at(static_cast<std::size_t>(horizon) - 1);
      counts.push_back({fleet.q05, fleet.q95});
    }
    result_.methods.front().by_date.push_back(sheet.finish(counts));
  }

  const ReplaySource& source_;
  const BacktestRequest& request_;
  Backtest result_;
};

}  // namespace

Backtest run_backtest(const ReplaySource& source, const BacktestRequest& request) {
  return Replayer{source, request}.run();
}

}  // namespace runout::regime::backtest
