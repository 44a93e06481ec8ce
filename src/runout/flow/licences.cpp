// How much of a consignment the licences on file cover, and what that uses of them (S3).
#include <algorithm>

#include "runout/flow/free_days.h"
#include "runout/flow/goods.h"

namespace runout::flow {
namespace {

__extension__ using Wide = __int128;  // Products of two amounts are exact.

bool needs_rows_on(const LicenceNeed& need, Day day) {
  return need.has_rows && std::ranges::any_of(need.needed, [&](const DayRange& range) {
           return range.contains(day);
         });
}

}  // namespace

/// The part of what waits that may leave today: what every licence it needs covers.
Micro Goods::find_covered(OrderId id, Day day) const {
  const Micro waiting = states_[id].waiting;
  Micro covered = waiting;
  // A smaller part may be covered differently (batch licences ask for the whole), so until it
  // stays as it is.
  for (Micro before = -1; covered != before && covered > 0;) {
    before = covered;
    for (const LicenceNeed& need : network().consignments[id].needs) {
      if (needs_rows_on(need, day)) {
        covered = std::min(covered, find_covered_by(need, covered, waiting, day));
      }
    }
  }
  return covered;
}

/// Of a part of `quantity` out of `waiting`, what the licences of one need cover together.
Micro Goods::find_covered_by(const LicenceNeed& need, Micro quantity, Micro waiting,
                             Day day) const {
  Micro covered = 0;
  for (const LicenceUse& use : need.licences) {
    if (covered == quantity) break;
    covered += what_covers(use, quantity - covered, quantity == waiting, day);
  }
  return covered;
}

/// Of a rest of `quantity`, what one licence covers. A batch licence covers all of the rest of a
/// consignment that leaves as a whole, or nothing.
Micro Goods::what_covers(const LicenceUse& use, Micro quantity, bool leaves_whole, Day day) const {
  const Licence& licence = network().licences[use.licence];
  const LicenceLeft& left = licence_left_[use.licence];
  if (left.lapsed || !licence.valid.contains(day)) return 0;
  if (licence.shipments_left && left.shipments <= 0) return 0;
  if (licence.is_batch && !leaves_whole) return 0;
  if (!licence.left) return quantity;
  const Wide most = Wide{left.quantity} * LicenceUse::kMillionUse / use.per_unit;
  if (most >= quantity) return quantity;
  return licence.is_batch ? 0 : static_cast<Micro>(most);
}

/// Whether a licence that it needs on every day has nothing left for it: amounts left never grow,
/// and what waits does not change until something leaves.
bool Goods::will_never_be_covered(OrderId id, Day day) const {
  const auto is_used_up = [&](const LicenceUse& use) {
    const Day then = std::max(day, network().licences[use.licence].valid.first);
    return what_covers(use, states_[id].waiting, true, then) == 0;
  };
  return std::ranges::any_of(network().consignments[id].needs, [&](const LicenceNeed& need) {
    return need.has_rows && is_always_needed(need, network().horizon) &&
           std::ranges::all_of(need.licences, is_used_up);
  });
}

/// Uses up what find_covered counted on, licence by licence.
void Goods::draw_down(OrderId id, Micro quantity, Day day) {
  const bool leaves_whole = quantity == states_[id].waiting;
  for (const LicenceNeed& need : network().consignments[id].needs) {
    if (!needs_rows_on(need, day)) continue;
    Micro rest = quantity;
    for (const LicenceUse& use : need.licences) {
      if (rest == 0) break;
      const Micro covered = what_covers(use, rest, leaves_whole, day);
      if (covered == 0) continue;
      rest -= covered;
      LicenceLeft& left = licence_left_[use.licence];
      const Licence& licence = network().licences[use.licence];
      if (licence.left) {
        // Rounded up, so that crumbs of a licence do not let crumbs of goods go day after day.
        // What is left covers that too: the covered amount was rounded down.
        const Wide used = Wide{covered} * use.per_unit;
        left.quantity -=
            static_cast<Micro>((used + LicenceUse::kMillionUse - 1) / LicenceUse::kMillionUse);
      }
      if (licence.shipments_left) --left.shipments;
      if (licence.is_batch) left.lapsed = true;
    }
  }
}

}  // namespace runout::flow
