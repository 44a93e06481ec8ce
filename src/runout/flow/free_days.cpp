#include "runout/flow/free_days.h"

#include <algorithm>

#include "runout/flow/transit.h"

namespace runout::flow {

Day working_day(const Network& network, std::optional<Index> calendar, Day day) {
  if (!calendar) return day;
  if (day > network.horizon) return kNever;
  return network.calendars[*calendar].next[static_cast<std::size_t>(day)];
}

Day licence_day(const Draws& draws, std::size_t replication, Index application, Day days_after) {
  const Day in_hand = draws.in_hand_day[draws.cell(replication, application)];
  return std::max(1, add_days(in_hand, days_after));
}

Day ready_day(const Consignment& consignment) {
  return std::max({1, consignment.ready, consignment.held_until_departure.value_or(1)});
}

const DayRange* find_range(const LicenceNeed& need, Day day) {
  const auto range =
      std::ranges::find_if(need.needed, [&](const DayRange& r) { return r.contains(day); });
  return range == need.needed.end() ? nullptr : &*range;
}

bool is_always_needed(const LicenceNeed& need, Day horizon) {
  return need.needed.size() == 1 && need.needed.front().first <= 1 &&
         need.needed.front().last >= horizon;
}

Day first_free_day(const Network& network, const Draws& draws, std::size_t replication,
                   const Consignment& consignment) {
  Day day = ready_day(consignment);
  while (day <= network.horizon) {
    day = working_day(network, consignment.departs_on, day);
    const Day asked = day;
    for (const LicenceNeed& need : consignment.needs) {
      const DayRange* range = find_range(need, day);
      if (range == nullptr) continue;
      const Day licensed =
          licence_day(draws, replication, need.application, consignment.days_after_licence);
      if (licensed > day) day = std::min(licensed, add_days(range->last, 1));
    }
    if (day == asked) return day <= network.horizon ? day : kNever;
  }
  return kNever;
}

}  // namespace runout::flow
