#include "runout/flow/fast/journey_kernel.h"

#include <cstring>

namespace runout::flow {
namespace {

namespace plain {
#include "runout/flow/fast/journey_kernel_body.inc"
}  // namespace plain

#if defined(__x86_64__) && !defined(__clang__)
#define RUNOUT_HAS_CLONES
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
#include "runout/flow/fast/journey_kernel_body.inc"
}  // namespace avx2
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq")
namespace avx512 {
#include "runout/flow/fast/journey_kernel_body.inc"
}  // namespace avx512
#pragma GCC pop_options
#endif

}  // namespace

void make_trip(const Trip& trip, const LaneDays* in_hand, const TwoUniforms& transit,
               const TwoUniforms& hold, Instructions which, LaneDays& departed, LaneDays& usable) {
#if defined(RUNOUT_HAS_CLONES)
  if (which == Instructions::avx512) {
    return avx512::make_trip(trip, in_hand, transit, hold, departed, usable);
  }
  if (which == Instructions::avx2) {
    return avx2::make_trip(trip, in_hand, transit, hold, departed, usable);
  }
#else
  static_cast<void>(which);
#endif
  plain::make_trip(trip, in_hand, transit, hold, departed, usable);
}

}  // namespace runout::flow
