// Small files of cases that each tell one story, for tests of honesty and explanations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runout/regime/case_file.h"

namespace runout::regime::fixtures {

/// How the cases of a story are made.
struct Story {
  std::uint32_t cases = 200;
  double hazard = 0.02;   ///< a day
  int filed_over = 730;   ///< days before the as-of day over which cases are filed
  double refused = 0.25;  ///< share
  /// Levels of a covariate; each is half as fast as the one before.
  std::vector<std::string> speed{};
  std::uint64_t seed = 1;
};

inline const char* const kStoryDay = "2025-06-30";

/// Cases with exponential waits; those that would be decided after the as-of day are pending.
[[nodiscard]] CaseFile tell(const Story& story);

/// A case of its own.
[[nodiscard]] Case story_case(const std::string& id, const std::string& submitted,
                              const std::string& decided = "", const std::string& outcome = "");

}  // namespace runout::regime::fixtures
