// One line of progress on a terminal, and Ctrl-C.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "runout/cli/console.h"
#include "runout/forecast/forecast.h"

namespace runout::cli {

/// How long a simulation may take unless somebody has agreed to it.
struct Patience {
  std::uint64_t minutes = 15;
  bool is_agreed = false;  ///< --yes
};

/// Adds --at-most and --yes.
void add_patience(CLI::App& command, Patience& patience);

/// Shows how far a simulation is, how long it still takes and how precise it is so far. While one
/// lives, the first Ctrl-C asks the simulation to stop with what it has done; the second ends the
/// program as usual.
class ProgressLine {
 public:
  ProgressLine(Console& console, std::string command, Patience patience = {});
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  /// False once somebody has pressed Ctrl-C, and where the whole would take longer than is allowed.
  /// May be called from any thread.
  bool show(const forecast::Progress& now);
  /// Throws CLI::ValidationError, which says how long it would take and how much memory it takes,
  /// where show() has said to stop for that.
  void refuse_if_long() const;

 private:
  using Clock = std::chrono::steady_clock;

  /// Decides once, after the first block, whether the whole may take as long as it will.
  bool judge(const forecast::Progress& now, Clock::time_point here);

  Console& console_;
  std::string command_;
  std::mutex one_at_a_time_;
  std::optional<Clock::time_point> begin_;  ///< when the first replications were done
  std::optional<std::size_t> first_done_;   ///< how many
  Clock::time_point shown_{};
  std::optional<Clock::time_point> start_;  ///< before anything was drawn
  Patience patience_;
  bool is_judged_ = false;
  std::optional<double> too_long_;  ///< seconds
};

/// "forecast: 4,200 of 10,000 replications, 12 s left, chances to +-0.8 %".
[[nodiscard]] std::string progress_words(const std::string& command, const forecast::Progress& now,
                                         std::optional<double> seconds_left);

}  // namespace runout::cli
