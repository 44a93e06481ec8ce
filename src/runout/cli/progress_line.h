// One line of progress on a terminal, and Ctrl-C.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

#include "runout/cli/console.h"
#include "runout/forecast/forecast.h"

namespace runout::cli {

/// Shows how far a simulation is, how long it still takes and how precise it is so far. While one
/// lives, the first Ctrl-C asks the simulation to stop with what it has done; the second ends the
/// program as usual.
class ProgressLine {
 public:
  ProgressLine(Console& console, std::string command);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  /// False once somebody has pressed Ctrl-C. May be called from any thread.
  bool show(const forecast::Progress& now);

 private:
  using Clock = std::chrono::steady_clock;

  Console& console_;
  std::string command_;
  std::mutex one_at_a_time_;
  std::optional<Clock::time_point> begin_;  ///< when the first replications were done
  std::optional<std::size_t> first_done_;   ///< how many
  Clock::time_point shown_{};
};

/// "forecast: 4,200 of 10,000 replications, 12 s left, chances to +-0.8 %".
[[nodiscard]] std::string progress_words(const std::string& command, const forecast::Progress& now,
                                         std::optional<double> seconds_left);

}  // namespace runout::cli
