// Cuts a network into parts that share nothing that matters, and leaves out what never binds.
#pragma once

#include <cstddef>
#include <vector>

#include "runout/flow/network.h"
#include "runout/flow/prepared.h"
#include "runout/flow/simulate.h"

namespace runout::flow {

/// Lines with everything that their numbers depend on. All rows are ascending.
struct Part {
  std::vector<Index> points;
  std::vector<Index> lines;
  std::vector<Index> consignments;
  std::vector<Index> policies;
  std::vector<Index> licences;
  std::vector<Index> releases;
  /// Goods move by what only the days themselves tell (stock to take, what is left of a licence,
  /// orders of policies): not by the draws alone.
  bool is_coupled = false;
};

/// The parts, each independent of the others. A line in none of them is never short.
struct Split {
  std::vector<Part> parts;
  std::vector<std::vector<Index>> requirements;  ///< [task] those that can bind
};

[[nodiscard]] Split split(const PreparedNetwork& prepared, TransitMode transit);

/// Whether stock at some point may grow beyond `most`.
[[nodiscard]] bool may_exceed(const Network& network, Micro most);

}  // namespace runout::flow
