// Cases that are decided by a known hazard, for tests of what is learnt from them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "runout/regime/spells.h"

namespace runout::regime::fixtures {

/// How cases come about. Every day counts, and the office is always open.
struct Truth {
  Date as_of = parse_date("2025-06-30");
  int days = 700;  ///< of history; filings are spread evenly over them
  std::uint32_t cases = 2000;
  std::vector<std::size_t> levels;  ///< [covariate] equally frequent
  /// Probability of a decision on a day: days waited before it, days before the as-of day, levels.
  std::function<double(int, int, const std::vector<std::int32_t>&)> chance;
  std::vector<double> causes{1.0};  ///< shares
};

[[nodiscard]] SpellTable simulate_spells(const Truth& truth, std::uint64_t seed);

}  // namespace runout::regime::fixtures
