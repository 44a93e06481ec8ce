// On which days consignments are free to go, as far as the decisions tell (S2).
#pragma once

#include <cstddef>
#include <optional>

#include "runout/base/draws.h"
#include "runout/flow/network.h"

namespace runout::flow {

/// The first working day on or after `day`; kNever beyond the horizon of a calendar.
[[nodiscard]] Day working_day(const Network& network, std::optional<Index> calendar, Day day);

/// The day from which a licence lets goods go: in hand, on day 1 at the earliest, and the days
/// that are needed after it.
[[nodiscard]] Day licence_day(const Draws& draws, std::size_t replication, Index application,
                              Day days_after);

/// The day from which a consignment is ready and not held, 1 at the earliest.
[[nodiscard]] Day ready_day(const Consignment& consignment);

/// The range of days on which the need holds `day`, if there is one.
[[nodiscard]] const DayRange* find_range(const LicenceNeed& need, Day day);

/// Whether every day up to the horizon needs it.
[[nodiscard]] bool is_always_needed(const LicenceNeed& need, Day horizon);

/// The first day within the horizon on which the consignment is ready, not held, licensed as far as
/// that day needs it, and its origin works; else kNever.
[[nodiscard]] Day first_free_day(const Network& network, const Draws& draws,
                                 std::size_t replication, const Consignment& consignment);

}  // namespace runout::flow
