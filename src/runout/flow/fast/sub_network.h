// A part of a network as a network of its own.
#pragma once

#include <memory>
#include <vector>

#include "runout/flow/fast/split.h"

namespace runout::flow {

/// The part's network and what its rows are in the whole one. Codes are kept, so that every draw
/// is the same; applications keep their numbers.
struct SubNetwork {
  SubNetwork(const Network& whole, const Split& split, const Part& part, TransitMode transit);

  Network network;
  std::size_t inner_points = 0;  ///< the first ones; nothing depends on the others
  std::vector<Index> points;     ///< [own row] row in the whole network
  std::vector<Index> lines;
  std::vector<Index> tasks;
  std::vector<Index> consignments;
  std::vector<Index> policies;
  std::unique_ptr<PreparedNetwork> prepared;
};

}  // namespace runout::flow
