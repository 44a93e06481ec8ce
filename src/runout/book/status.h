// Where applications, consignments and licences stand, derived from their events.
#pragma once

#include <vector>

#include "runout/base/dates.h"
#include "runout/base/diagnostics.h"
#include "runout/book/records.h"
#include "runout/book/snapshot.h"

namespace runout::book {

/// Events of one subject in the order in which they act: by day, on one day in book order.
using EventList = std::vector<const Event*>;

/// Applies the events that happened by `as_of` to an application; doubts go to `warnings`.
[[nodiscard]] ApplicationStatus derive_application(const Records& records,
                                                   const Application& application,
                                                   const EventList& events, Date as_of,
                                                   Diagnostics& warnings);

/// Applies the events known by `as_of` to a consignment. An eta counts also when its own day is
/// yet to come.
[[nodiscard]] OrderStatus derive_order(const Records& records, const Order& order,
                                       const EventList& events, Date as_of, Diagnostics& warnings);

/// Applies the events known by `as_of` to a licence; `grant` is the status of its application, or
/// null. What was drawn from it is added by draw_down.
[[nodiscard]] LicenceStatus derive_licence(const Records& records, const Licence& licence,
                                           const EventList& events, const ApplicationStatus* grant,
                                           Date as_of, Diagnostics& warnings);

/// Charges what was shipped to the licences it was shipped under: the one that `shipped` names,
/// and, for each application of the order, its licence when it has only one. Quantities are
/// counted in the licence's unit. Exhausted licences are marked.
void draw_down(Snapshot& snapshot, const std::vector<EventList>& order_events);

/// A doubt about one event: `events.csv:12: event: 'accepted' after 'granted' is out of order`.
[[nodiscard]] Diagnostic out_of_order(const Records& records, const Event& event,
                                      std::string_view state);

}  // namespace runout::book
