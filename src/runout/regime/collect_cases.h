// What a plain file of cases teaches about waiting, and which of its cases are still pending.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runout/base/draws.h"
#include "runout/regime/case_file.h"
#include "runout/regime/spells.h"

namespace runout::regime {

/// A case pending at the end of the as-of day.
struct PendingCase {
  std::size_t row = 0;      ///< into CaseFile::cases
  std::int32_t waited = 0;  ///< days of its life that are over
  std::vector<std::int32_t> levels;
  std::vector<std::size_t> effects;  ///< StateSampler::effects_of
  std::uint64_t name = 0;            ///< of its random stream
  std::vector<double> departures{};  ///< StateSampler::departures_of
};

/// What is fitted to.
struct CollectedCases {
  Date as_of;
  std::vector<std::string> outcomes;  ///< ascending
  SpellTable table;
  std::vector<PendingCase> pending;  ///< in the order of the file
  std::size_t decided = 0;
};

/// Whether a case is known to be decided at the end of `as_of`: until the last day of an interval
/// is over nobody knows.
[[nodiscard]] bool is_decided(const Case& one, Date as_of);
/// How; "decided" where the file does not say.
[[nodiscard]] std::string outcome_of(const Case& one);

/// Collects what was known at the end of `as_of`. The clock reaches to the horizon.
[[nodiscard]] CollectedCases collect_cases(const CaseFile& file, Date as_of, Day horizon);

}  // namespace runout::regime
