// The realistic firm that simulators are measured with: made up, the same in every run.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runout/base/draws.h"
#include "runout/flow/network.h"

namespace runout::flow::bench {

struct FirmSize {
  Day horizon = 365;
  std::size_t points = 2000;
  std::size_t lines = 100;
  std::size_t families = 10;
  std::size_t needs_of_line = 40;
  std::size_t pending_of_licensed = 5;
  std::size_t future_of_licensed = 40;
  /// Nineteen in twenty of the items without a licence come in ample quantity; else none does.
  bool is_prunable = true;
  /// Amounts without a common divisor: 64-bit numbers are needed.
  bool is_wide = false;
  /// Everything that a book can say at once: closed days, holds, other ways to meet a need, stock
  /// usable later, rows of licences, transfers, reordering with and without licences, customers,
  /// feedback.
  bool has_everything = false;
};

/// Lines of three levels in families: the first two levels make components of the next, one feed
/// goes to the next family. Every line has a licensed item of its own; the others are shared within
/// the family in six cases of ten. Items without a licence come every week with a fixed transit.
[[nodiscard]] Network make_firm(const FirmSize& size);

/// Decisions of the firm's applications: pending ones after 60 days on average, one in ten refused;
/// future ones after a filing that is drawn on, too.
[[nodiscard]] Draws make_firm_draws(const Network& network, std::size_t replications);

/// Every item is ordered up to a level at the end of each day from an endless source, with a random
/// transit: as many stock points as lines x needs, each used by one line.
[[nodiscard]] Network make_reordering_firm(std::size_t points, Day horizon);

}  // namespace runout::flow::bench
