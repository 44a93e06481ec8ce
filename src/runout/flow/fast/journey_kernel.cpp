#include "runout/flow/fast/journey_kernel.h"

#include <cstring>

namespace runout::flow {
namespace {

#define RUNOUT_KERNEL "runout/flow/fast/journey_kernel_body.inc"
#include "runout/flow/fast/each_machine.inc"

}  // namespace

void make_trip(const Trip& trip, const LaneDays* in_hand, const TwoUniforms& transit,
               const TwoUniforms& hold, Instructions which, LaneDays& departed, LaneDays& usable) {
  RUNOUT_ON(which, make_trip, trip, in_hand, transit, hold, departed, usable);
}

}  // namespace runout::flow
