// Who was outstanding at the end of a day, and in which stage it stood (S9).
#include <algorithm>
#include <tuple>

#include "runout/flow/blame.h"
#include "runout/flow/free_days.h"

namespace runout::flow {

/// Every part of every order for the components that had not arrived by the end of the day, by
/// planned arrival, then on file before made by a policy, then in the order of the book.
void Blamer::collect_suspects(const Requirement& requirement, Day day) {
  suspects_.clear();
  for (std::uint32_t i = 0; i < requirement.alternatives.size(); ++i) {
    const ComponentUse& use = requirement.alternatives[i];
    if (!use.in_force.contains(day)) continue;
    for (const OrderId id : prepared_.bound_for[use.point]) {
      orders_->append_missing(id, i, day, suspects_);
    }
    orders_->append_made(use.point, i, day, suspects_);
  }
  std::ranges::stable_sort(suspects_, {}, [](const Suspect& suspect) {
    return std::tuple{suspect.planned_arrival, suspect.made, suspect.rank};
  });
}

BlameShare Blamer::accuse(const Suspect& suspect, Day day) const {
  const Order order = orders_->look_up(suspect.order);
  BlameShare share;
  share.point = order.to;
  if (order.policy) {
    share.policy = order.policy;
  } else {
    share.consignment = suspect.order;
    share.application = find_application_waited_for(suspect, day);
  }
  if (suspect.shipment != kNone) {
    const Journey journey = orders_->journey_of(suspect);
    const bool is_held = journey.held_from <= day && day < journey.held_to;
    share.cause = is_held ? Cause::held : Cause::transit;
  } else {
    share.cause = order.policy ? stage_of_policy_order(order, day)
                               : stage_of_consignment(suspect.order, share.application, day);
  }
  return share;
}

/// Of the licences it needs to leave: the last to be decided of those not in hand at the end of
/// the day, else of all; and only when it holds the consignment longer than its ready day does.
std::optional<Index> Blamer::find_application_waited_for(const Suspect& suspect, Day day) const {
  const Consignment& consignment = network_.consignments[suspect.order];
  if (consignment.under_way) return std::nullopt;
  const Day leaves =
      suspect.departed != kNever ? suspect.departed : std::max(day, consignment.ready);
  std::optional<Index> found;
  std::tuple<bool, Day> latest{false, 0};
  for (const LicenceNeed& need : consignment.needs) {
    const bool is_needed = std::ranges::any_of(
        need.needed, [&](const DayRange& range) { return range.contains(leaves); });
    if (!is_needed) continue;
    const std::size_t cell = draws_.cell(replication_, need.application);
    const bool is_missing = draws_.in_hand_day[cell] > day;
    const bool has_held_up =
        licence_day(draws_, replication_, need.application, consignment.days_after_licence) >
        std::max(1, consignment.ready);
    if (!is_missing && !has_held_up && !need.has_rows) continue;
    const Day decided =
        draws_.outcome[cell] == FinalOutcome::pending ? kNever : draws_.final_day[cell];
    if (!found || std::tuple{is_missing, decided} > latest) {
      found = need.application;
      latest = {is_missing, decided};
    }
  }
  return found;
}

Cause Blamer::stage_of_consignment(OrderId id, std::optional<Index>& application, Day day) const {
  const Consignment& consignment = network_.consignments[id];
  if (application) {
    const auto need = std::ranges::find(consignment.needs, *application, &LicenceNeed::application);
    const Stage stage = draws_.stage_on(replication_, *application, day);
    if (stage != Stage::in_hand && need->assumed &&
        network_.points[consignment.to].control_unknown) {
      return Cause::unknown_control;
    }
    switch (stage) {
      case Stage::preparing:
        return Cause::preparing;
      case Stage::review:
        return Cause::review;
      case Stage::returned:
        return Cause::returned;
      case Stage::refused:
        return Cause::refused;
      case Stage::in_hand:
        break;
    }
  }
  if (consignment.held_until_departure && *consignment.held_until_departure > day) {
    return Cause::held;
  }
  if (consignment.ready > day || !application) return Cause::not_ready;
  // All licences are in hand: days after them, a licence used up or ended, or no stock to take.
  return Cause::in_hand;
}

Cause Blamer::stage_of_policy_order(const Order& order, Day day) {
  if (!order.needs_licence || (order.granted && order.decided <= day)) return Cause::not_ready;
  if (day < order.filed) return Cause::preparing;
  return day < order.decided ? Cause::review : Cause::refused;
}

}  // namespace runout::flow
