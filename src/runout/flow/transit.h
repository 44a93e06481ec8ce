// How long goods are on their way (S6): transit, inspections, and what is known of shipped ones.
#pragma once

#include <cstdint>

#include "runout/base/draws.h"
#include "runout/base/pert_days.h"
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

/// A Transit as it is drawn: its days and those of an inspection as tables.
///
/// An `eta` may have moved the typical day out of the lane's range: the range then reaches to it.
struct TransitLaw {
  /// With TransitMode::typical there are no tables, and nothing is left to chance.
  explicit TransitLaw(const Transit& transit, TransitMode mode = TransitMode::drawn);

  PertDays days;
  PertDays hold;
  double hold_p = 0.0;
  std::int32_t typical = 1;
  std::int32_t hold_typical = 0;
  std::int32_t hold_high = 0;

  /// The days that a draw makes of the table's; nobody arrives on the day of departure.
  [[nodiscard]] static std::int32_t at_least_one(std::int32_t days) { return days < 1 ? 1 : days; }
  [[nodiscard]] std::int32_t longest() const { return at_least_one(days.high()); }
  /// Nothing about it is left to chance.
  [[nodiscard]] bool is_fixed() const { return days.is_fixed() && hold_p <= 0.0; }
};

/// The journey of goods that leave on `day`: Beta-PERT transit of at least one day, and with
/// probability hold_p a hold at its end. TransitMode::typical: the typical days, no hold.
[[nodiscard]] Journey depart_on(Day day, const TransitLaw& law, TransitMode mode,
                                const JourneyKey& key);

/// The rest of the journey of goods that left by the as-of day, given that they had not arrived
/// by its end; never before day 1. Overdue beyond all experience: day 1.
[[nodiscard]] Journey continue_journey(const UnderWay& under_way, const TransitLaw& law,
                                       TransitMode mode, const JourneyKey& key);

/// The latest day on which a journey of continue_journey can end.
[[nodiscard]] Day latest_arrival(const UnderWay& under_way, const TransitLaw& law,
                                 TransitMode mode);

}  // namespace runout::flow
