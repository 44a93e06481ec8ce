// What moved the run-out dates between two forecasts of a book, as it is shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/base/draws.h"

namespace runout::forecast {

/// `together`: none of several pieces alone moves anything by more than the limits.
enum class MoveCause : std::uint8_t { program, time, news, settings, together };

/// What moved something.
struct MoveStep {
  MoveCause cause = MoveCause::news;
  std::string words;  ///< "A-017 granted"
  std::string where;  ///< "events.csv:12"; empty where there is no row
  std::optional<Date> known_on;
};

/// How one step moved one line.
struct LineMove {
  std::size_t step = 0;        ///< into Movement::steps
  std::optional<Date> before;  ///< median run-out date; nothing: beyond the horizon
  std::optional<Date> after;
  double chance_before = 0.0;  ///< of a run-out by Movement::soon
  double chance_after = 0.0;
};

struct LineMovement {
  std::string line;
  std::optional<Date> before;
  std::optional<Date> after;
  double chance_before = 0.0;
  double chance_after = 0.0;
  std::vector<LineMove> moves;  ///< in the order of the steps
};

struct Movement {
  /// A date moves when it does by more than a day, a chance by more than this.
  static constexpr double kChanceMoves = 0.05;
  static constexpr Day kSoon = 30;

  std::string from;  ///< name of the earlier forecast
  std::string to;    ///< of the later one; empty: the book as it is
  Date from_as_of;
  Date to_as_of;
  Date soon;  ///< kSoon days after to_as_of: chances are of a run-out by it
  std::int64_t replications = 0;
  std::size_t news = 0;  ///< rows that differ
  std::vector<MoveStep> steps;
  std::vector<LineMovement> lines;      ///< those that moved, in the order of the later forecast
  std::vector<std::string> new_lines;   ///< only in the later one
  std::vector<std::string> gone_lines;  ///< only in the earlier one
};

}  // namespace runout::forecast
