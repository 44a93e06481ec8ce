// What a source knew at the end of a past day, and what came: the question a replay asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"
#include "runout/regime/decision_forecast.h"

namespace runout::regime::backtest {

/// A wait for a first decision as known at the end of the as-of day A.
///
/// Life days: a wait that begins on day s is in its first on s itself, so a decision on day d falls
/// into number d - s + 1, and a wait still pending at the end of A has lived A - s + 1.
struct KnownWait {
  Day age = 0;    ///< A - s + 1, also of a decided one
  Day seen = 0;   ///< the life day of the decision, else `age`
  Day entry = 0;  ///< life days over before anybody watched (left truncation)
  bool decided = false;
  std::uint32_t group = 0;  ///< waits of different kinds do not mix: 0 .. ReplayDay::groups - 1
};

/// A case pending at the end of the as-of day, and what came.
struct PendingCase {
  std::string id;
  Day waited = 0;  ///< life days over, as KnownWait::age
  Day decided_after =
      0;  ///< days from the as-of day to the first decision, >= 1; kNever: none came
  std::uint32_t group = 0;
};

/// One as-of day of a source.
struct ReplayDay {
  Date as_of;
  std::vector<KnownWait> known;      ///< the pending ones, too
  std::vector<PendingCase> pending;  ///< in the order of the source
  std::size_t decisions = 0;         ///< known by the end of the day
  /// Pending as far as was known, but decided by then in truth: reported late. They count as
  /// decided on the first day, for that is the earliest the forecast can say.
  std::size_t reported_late = 0;
  std::uint32_t groups = 1;
};

/// A history that can be asked what was known on a day, what was forecast from it and what came.
/// Two kinds: a plain file of cases, and a book.
class ReplaySource {
 public:
  ReplaySource() = default;
  ReplaySource(const ReplaySource&) = delete;
  ReplaySource& operator=(const ReplaySource&) = delete;
  virtual ~ReplaySource() = default;

  /// The day of the first record; nothing without records.
  [[nodiscard]] virtual std::optional<Date> first_day() const = 0;
  /// The latest day the source has: what came later is not known.
  [[nodiscard]] virtual std::optional<Date> last_day() const = 0;
  [[nodiscard]] virtual ReplayDay look_back(Date as_of) const = 0;
  /// Uses nothing that became known after `as_of`.
  [[nodiscard]] virtual DecisionForecast forecast(Date as_of,
                                                  const DecisionRequest& request) const = 0;
};

}  // namespace runout::regime::backtest
