// What promises of a source were worth so far.
#pragma once

#include <cstddef>
#include <string>

namespace runout::regime {

/// Promised days of one source ("telephone", a person, a page).
struct PromiseRecord {
  std::string source;      ///< as written; empty: not named
  std::size_t kept = 0;    ///< decided by the day, two working days of grace included
  std::size_t missed = 0;  ///< the day went by
  std::size_t open = 0;    ///< of pending applications, with days ahead
  /// Beta law of the share of promises that hold because they were made.
  double holds = 0.5;
  double fails = 2.0;

  /// Mean of that share.
  [[nodiscard]] double reliability() const { return holds / (holds + fails); }
};

/// "Promised days from telephone: kept 2 of 9."; nothing without a promise judged or open.
[[nodiscard]] std::string describe_promise(const PromiseRecord& record);

}  // namespace runout::regime
