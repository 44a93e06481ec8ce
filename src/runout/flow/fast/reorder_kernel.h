// The inner loop of reordering: the stock of one point in sixteen replications.
#pragma once

#include <span>

#include "runout/base/instructions.h"
#include "runout/flow/fast/lane_kernel.h"

namespace runout::flow {

/// The rows of a part's stock in sixteen replications, [point], in millionths.
struct LaneStock {
  Row<Micro>* usable = nullptr;
  Row<Micro>* finished = nullptr;
  Row<Micro>* on_order = nullptr;
};

/// What is due today at the points `to` becomes usable stock and is no longer on order; the rows of
/// `due` are taken back to nothing.
void receive_due(Instructions which, std::span<const Index> to, Row<Micro>* due,
                 const LaneStock& stock);

/// What is missing to the level at the end of the day; false where nothing is anywhere.
[[nodiscard]] bool find_missing(Instructions which, const LaneStock& stock, Index point,
                                Micro level, Row<Micro>& missing);

}  // namespace runout::flow
