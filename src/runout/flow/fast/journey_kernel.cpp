#include "runout/flow/fast/journey_kernel.h"

#include <cstring>

namespace runout::flow {
namespace {

#define RUNOUT_KERNEL "runout/flow/fast/journey_kernel_body.inc"
#include "runout/flow/fast/each_machine.inc"

const WorkingDays* calendar(const Network& network, std::optional<Index> row) {
  return row ? &network.calendars[*row] : nullptr;
}

}  // namespace

Trip make_trip_table(const Network& network, const TransitLaw& law, std::optional<Index> departs_on,
                     std::optional<Index> received_on) {
  Trip trip;
  trip.horizon = network.horizon;
  trip.departs_on = calendar(network, departs_on);
  trip.received_on = calendar(network, received_on);
  trip.low = law.days.low();
  trip.chances = law.days.chances();
  trip.hold_low = law.hold.low();
  trip.hold_chances = law.hold.chances();
  trip.hold_p = law.hold_p;
  return trip;
}

void make_trip(const Trip& trip, const LaneDays* in_hand, const TwoUniforms& transit,
               const TwoUniforms& hold, Instructions which, LaneDays& departed, LaneDays& usable) {
  RUNOUT_ON(which, make_trip, trip, in_hand, transit, hold, departed, usable);
}

}  // namespace runout::flow
