// The inner loop of journeys: one consignment in sixteen replications.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "runout/base/draws.h"
#include "runout/base/instructions.h"
#include "runout/base/uniform_lanes.h"
#include "runout/flow/network.h"
#include "runout/flow/transit.h"

namespace runout::flow {

using LaneDays = std::array<Day, kReplicationLanes>;

/// A consignment that waits for at most one licence, which it needs on every day.
struct Trip {
  Day horizon = 0;
  Day ready = 1;  ///< on which it is ready and not held, at least 1
  Day days_after_licence = 0;
  const WorkingDays* departs_on = nullptr;  ///< nothing: every day
  const WorkingDays* received_on = nullptr;
  std::int32_t low = 0;             ///< days of transit before the chances add to them
  std::span<const double> chances;  ///< as PertDays::chances
  std::int32_t hold_low = 0;        ///< likewise, of an inspection
  std::span<const double> hold_chances;
  double hold_p = 0.0;
};

/// The trips of a lane of transport, ready on day 1 without a licence.
[[nodiscard]] Trip make_trip_table(const Network& network, const TransitLaw& law,
                                   std::optional<Index> departs_on,
                                   std::optional<Index> received_on);

/// Fills departures and first usable days. `in_hand`: of the application, nothing without one.
/// `transit` and `hold` hold the uniform numbers of the streams; they may be of anything where the
/// trip leaves nothing to chance.
void make_trip(const Trip& trip, const LaneDays* in_hand, const TwoUniforms& transit,
               const TwoUniforms& hold, Instructions which, LaneDays& departed, LaneDays& usable);

}  // namespace runout::flow
