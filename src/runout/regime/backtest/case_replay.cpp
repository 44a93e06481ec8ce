#include "runout/regime/backtest/case_replay.h"

#include <algorithm>

#include "runout/regime/collect_cases.h"

namespace runout::regime::backtest {

std::optional<Date> CaseReplay::first_day() const {
  if (file_.cases.empty()) return std::nullopt;
  return std::ranges::min_element(file_.cases, {}, &Case::submitted)->submitted;
}

std::optional<Date> CaseReplay::last_day() const { return latest_date(file_); }

ReplayDay CaseReplay::look_back(Date as_of) const {
  ReplayDay day;
  day.as_of = as_of;
  for (const Case& one : file_.cases) {
    if (one.submitted > as_of) continue;
    KnownWait wait;
    wait.age = static_cast<Day>((as_of - one.submitted).count()) + 1;
    wait.decided = is_decided(one, as_of);
    wait.seen =
        wait.decided ? static_cast<Day>((*one.decided - one.submitted).count()) + 1 : wait.age;
    day.known.push_back(wait);
    if (wait.decided) {
      ++day.decisions;
      continue;
    }
    // The middle of an interval may be over before its decision is known.
    const Day came =
        one.decided ? std::max(1, static_cast<Day>((*one.decided - as_of).count())) : kNever;
    day.pending.push_back({one.id, wait.age, came, 0});
  }
  return day;
}

DecisionForecast CaseReplay::forecast(Date as_of, const DecisionRequest& request) const {
  return forecast_cases(file_, as_of, request);
}

}  // namespace runout::regime::backtest
