// How long goods are on their way (S6): transit, inspections, and what is known of shipped ones.
#pragma once

#include <cstdint>

#include "runout/base/draws.h"
#include "runout/flow/network.h"
#include "runout/flow/simulate.h"

namespace runout::flow {

/// Names the random streams of one consignment in one replication.
struct JourneyKey {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::uint64_t entity = 0;  ///< entity_hash of the consignment's code
};

/// The days of one journey. It is held on the days d with held_from <= d < held_to.
struct Journey {
  Day arrives = kNever;
  Day held_from = kNever;
  Day held_to = kNever;
  friend bool operator==(const Journey&, const Journey&) = default;
};

/// day + days, and kNever where that is beyond every horizon.
[[nodiscard]] Day add_days(Day day, std::int64_t days);

/// The journey of goods that leave on `day`: Beta-PERT transit of at least one day, and with
/// probability hold_p a hold at its end. TransitMode::typical: the typical days, no hold.
[[nodiscard]] Journey depart_on(Day day, const Transit& transit, TransitMode mode,
                                const JourneyKey& key);

/// The rest of the journey of goods that left by the as-of day, given that they had not arrived
/// by its end; never before day 1. Overdue beyond all experience: day 1.
[[nodiscard]] Journey continue_journey(const UnderWay& under_way, const Transit& transit,
                                       TransitMode mode, const JourneyKey& key);

}  // namespace runout::flow
