// Simulates draws in pieces: after each somebody may stop, or it may be precise enough.
#pragma once

#include <cstddef>
#include <optional>

#include "runout/base/draws.h"
#include "runout/flow/simulate.h"
#include "runout/forecast/build_network.h"
#include "runout/forecast/forecast.h"
#include "runout/forecast/tally.h"

namespace runout::forecast {

/// Adds up into a tally. Pieces have one size whatever the threads, so that a precision ends a
/// forecast after the same replications everywhere. References must outlive it.
class ChunkedSimulation {
 public:
  ChunkedSimulation(const BuiltNetwork& built, const ForecastRequest& request, Tally& tally);

  /// Adds a block of draws; false when no more is wanted.
  bool add(const Draws& draws);

  /// As far as can be told: no more are drawn at once, for drawing takes longer than simulating.
  [[nodiscard]] std::size_t replications_left() const;
  [[nodiscard]] const flow::Effort& effort() const { return effort_; }
  /// Whether `progress` has said so before all was done.
  [[nodiscard]] bool was_stopped() const { return was_stopped_; }

 private:
  [[nodiscard]] std::size_t expected_replications(std::optional<double> error) const;
  bool goes_on();

  const ForecastRequest& request_;
  Tally& tally_;
  flow::Simulator simulator_;
  flow::Effort effort_;
  bool was_stopped_ = false;
};

/// How many replications to draw at once after `done` of them: few enough for memory, enough to fit
/// the regime rarely. Of a long simulation the first block is small and shows how long the whole
/// takes.
[[nodiscard]] std::size_t next_block(const BuiltNetwork& built, std::size_t done,
                                     std::size_t replications);

/// What a request says of simulating.
[[nodiscard]] flow::SimulationSettings simulation_settings(const ForecastRequest& request);

}  // namespace runout::forecast
