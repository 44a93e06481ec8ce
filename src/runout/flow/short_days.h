// What a simulator notes of short days on the way, for the blame at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runout/flow/network.h"
#include "runout/flow/prepared.h"

namespace runout::flow {

/// A requirement that kept a task below its plan on a short day of its line.
struct Bottleneck {
  Index task = 0;
  Index requirement = 0;
  std::int64_t missing_units = 0;  ///< plan less made, of the task
  std::uint32_t first_left = 0;    ///< into the stock left of its alternatives, one for each
};

/// A day on which a line was short, with what bound it.
struct ShortDay {
  Day day = 0;
  std::uint32_t first_bottleneck = 0;
  std::uint32_t bottlenecks = 0;
  std::uint32_t previous = kNone;  ///< the same line's short day before, if recorded
};

/// The short days of one replication: of each line the first, of lines that make components all.
struct ShortDayLog {
  std::vector<std::uint32_t> latest;  ///< [line] into days; kNone: never short
  std::vector<ShortDay> days;
  std::vector<Bottleneck> bottlenecks;
  std::vector<Micro> left;  ///< of the bottlenecks' alternatives, at the end of the line's turn

  void clear(std::size_t lines) {
    latest.assign(lines, kNone);
    days.clear();
    bottlenecks.clear();
    left.clear();
  }
  /// The line's short day; its bottlenecks have been added from `first_bottleneck` on.
  void add(Index line, Day day, std::uint32_t first_bottleneck) {
    const auto count = static_cast<std::uint32_t>(bottlenecks.size()) - first_bottleneck;
    days.push_back({day, first_bottleneck, count, latest[line]});
    latest[line] = static_cast<std::uint32_t>(days.size()) - 1;
  }
};

}  // namespace runout::flow
