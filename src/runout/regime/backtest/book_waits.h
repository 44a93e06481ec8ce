// The waits for a decision that the events of a book tell of.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/base/dates.h"
#include "runout/book/snapshot.h"
#include "runout/regime/backtest/replay.h"

namespace runout::regime::backtest {

/// Kinds of waits in a book. A filed application waits since its filing; what it waited before
/// belongs to the first kind.
inline constexpr std::uint32_t kBeforeFiling = 0;
inline constexpr std::uint32_t kInReview = 1;
inline constexpr std::uint32_t kAfterReturn = 2;
inline constexpr std::uint32_t kBookGroups = 3;

/// Waits of all applications known at the end of the snapshot's day, and its pending ones without
/// what came. `decided_on[row]` are the days of the decisions known then, ascending.
struct BookWaits {
  ReplayDay day;
  std::vector<std::size_t> pending_rows;  ///< [pending] row of the application
  std::vector<std::vector<Date>> decided_on;
};

[[nodiscard]] BookWaits collect_waits(const book::Snapshot& snapshot);

}  // namespace runout::regime::backtest
