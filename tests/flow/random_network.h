// Random small networks with everything in them that the rules speak of.
#pragma once

#include <cstdint>

#include "runout/base/draws.h"
#include "runout/flow/network.h"

namespace runout::flow::fixtures {

/// How much of each thing there is.
struct WorldSize {
  std::uint32_t seed = 1;
  int horizon = 30;
  int items = 5;
  int lines = 3;
  int consignments = 8;
  int applications = 3;
  int policies = 2;
  int replications = 3;
};

struct World {
  Network network;
  Draws draws;
};

/// Shared parts, feedback, zero stock, zero rates, ties, alternatives, policies, licences with
/// limits, calendars, holds, goods under way: scarce enough that lines run short often.
[[nodiscard]] World make_world(const WorldSize& size);

}  // namespace runout::flow::fixtures
