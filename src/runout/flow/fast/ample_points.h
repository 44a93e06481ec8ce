// Stock points that can be shown never to bind a line, whatever the draws.
#pragma once

#include <vector>

#include "runout/flow/network.h"
#include "runout/flow/prepared.h"
#include "runout/flow/simulate.h"

namespace runout::flow {

/// [point] 1 where the stock that is there for sure covers the most that all lines could take, on
/// every day up to the horizon. Sure is what is on hand, released, or comes from an endless source
/// without a licence even on the slowest journey; points that goods are taken from are never ample.
///
/// The most that a task takes is its plan and its catch-up; a task that needs ample points alone is
/// never short and never catches up, which is used until nothing more follows from it.
[[nodiscard]] std::vector<char> find_ample_points(const PreparedNetwork& prepared,
                                                  TransitMode transit);

/// The requirements that a task can be short of, as numbers into Task::requirements: not those
/// whose alternatives are all ample, nor those whose first one is ample and in force throughout.
[[nodiscard]] std::vector<Index> binding_requirements(const Network& network, const Task& task,
                                                      const std::vector<char>& is_ample);

/// The day on which a consignment that needs no licence and takes no stock leaves; kNever beyond
/// the horizon.
[[nodiscard]] Day sure_departure(const Network& network, const Consignment& consignment);

}  // namespace runout::flow
