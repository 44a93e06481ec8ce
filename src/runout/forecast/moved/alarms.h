// What became of alarms: saved forecasts in which an alert fired.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/book.h"
#include "runout/book/snapshot.h"
#include "runout/forecast/moved/saved.h"

namespace runout::forecast {

enum class AlarmOutcome : std::uint8_t {
  open,     ///< its days have not passed
  stopped,  ///< the book tells that the line stood still within them, by an event or by its stock
  averted,  ///< it did not, but with the decisions as they came it would have, had nobody acted
  mistaken  ///< it did not, and would not have: decisions came in time by themselves
};

struct Alarm {
  std::string forecast;  ///< the saved one in which it fired
  std::string line;
  Date as_of;
  Date until;           ///< last of its days
  std::string alert;    ///< "p=0.2,days=30"
  double chance = 0.0;  ///< of a run-out by `until`, as it was forecast
  double chance_error = 0.0;
  AlarmOutcome outcome = AlarmOutcome::open;
  std::optional<Date> stopped_on;
  bool is_by_stock = false;  ///< no event tells, but stock has not covered the plan since then
  /// Of averted and mistaken ones: the chance of a run-out by `until` in the book as it was then,
  /// decided as it was decided since.
  std::optional<double> chance_unaided;
  double unaided_error = 0.0;
};

/// All alarms, in the order in which they fired, as `now` knows what became of them.
[[nodiscard]] std::vector<Alarm> judge_alarms(const book::Book& book, const book::Snapshot& now,
                                              const std::vector<SavedForecast>& saved,
                                              unsigned threads,
                                              const std::function<void(std::size_t)>& progress);

}  // namespace runout::forecast
