#include "runout/flow/fast/reorder_kernel.h"

#include <array>
#include <cstring>

namespace runout::flow {
namespace {

#define RUNOUT_KERNEL "runout/flow/fast/reorder_kernel_body.inc"
#include "runout/flow/fast/each_machine.inc"

}  // namespace

void receive_due(Instructions which, std::span<const Index> to, Row<Micro>* due,
                 const LaneStock& stock) {
  RUNOUT_ON(which, receive_due, to, due, stock);
}

bool find_missing(Instructions which, const LaneStock& stock, Index point, Micro level,
                  Row<Micro>& missing) {
  RUNOUT_ON(which, find_missing, stock, point, level, missing);
}

}  // namespace runout::flow
