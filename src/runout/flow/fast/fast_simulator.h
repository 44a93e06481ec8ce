// The simulator that is used: the same results as the plain one, bit for bit, in less time.
//
// What never binds is left out (ample_points.h), the rest cut into parts that share nothing
// (split.h). Parts whose goods move by the draws alone are followed sixteen replications at a time
// (lane_kernel.h); the others by the plain simulator, on a network of their own (sub_network.h).
#pragma once

#include <memory>

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/simulate.h"

namespace runout::flow {

/// A network made ready once, for draws that come in blocks; holds references to both.
class FastSimulator {
 public:
  /// The network has been checked; ledger, traces and demand are not asked for.
  FastSimulator(const Network& network, const SimulationSettings& settings);
  FastSimulator(const FastSimulator&) = delete;
  FastSimulator& operator=(const FastSimulator&) = delete;
  ~FastSimulator();

  /// As Simulator::simulate; the shapes have been checked.
  [[nodiscard]] Simulation simulate(const Draws& draws, const Focus& focus);
  /// As Simulator::remember.
  void remember(const Draws& draws);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace runout::flow
