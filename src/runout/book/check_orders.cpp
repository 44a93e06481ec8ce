// Checks of consignments and of the licences they wait for.
#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "runout/book/checks.h"
#include "runout/book/licence_units.h"

namespace runout::book {
namespace {

bool is_under_way(const OrderStatus& status) {
  return status.shipped_on && !status.arrived_on && status.state != OrderState::lost &&
         status.state != OrderState::cancelled;
}

bool is_waiting(const OrderStatus& status) {
  return !status.shipped_on &&
         (status.state == OrderState::open || status.state == OrderState::held);
}

/// The first day on which a consignment that has not left can leave: its origin works that day.
Date earliest_departure(const Snapshot& snapshot, const Order& order) {
  const Date tomorrow = snapshot.as_of + Days{1};
  const Date ready = std::max(tomorrow, order.ready_on.value_or(tomorrow));
  const std::string& calendar = snapshot.records.sites[order.supplier_site.index()].calendar;
  if (calendar.empty()) return ready;
  return snapshot.records.calendar(calendar).next_working(ready).value_or(ready);
}

/// True when the application has rows in licences.csv and none of them is in hand yet.
bool waits_for_document(const Snapshot& snapshot, ApplicationId application) {
  bool has_rows = false;
  for (std::size_t row = 0; row < snapshot.licences.size(); ++row) {
    if (snapshot.records.licences[row].application != application) continue;
    has_rows = true;
    const std::optional<Date>& in_hand_on = snapshot.licences[row].in_hand_on;
    if (!in_hand_on || *in_hand_on <= snapshot.as_of) return false;
  }
  return has_rows;
}

bool waits_for_licence(const Snapshot& snapshot, const Order& order) {
  return std::ranges::any_of(order.applications, [&](ApplicationId application) {
    return is_pending(snapshot.applications[application.index()].state) ||
           waits_for_document(snapshot, application);
  });
}

void check_arrival(Checks& checks, const Order& order, const OrderStatus& status) {
  if (!is_under_way(status) || status.state == OrderState::held) return;
  const Date due =
      status.held_under_way +
      status.eta.value_or(*status.shipped_on + Days{transit_high(checks.snapshot.records, order)});
  const std::int64_t days = (checks.snapshot.as_of - due).count();
  if (days <= 0) return;
  checks.warn(File::orders, order.line, "", "overdue",
              fmt::format("'{}' is overdue {}: shipped on {}, expected by {}", order.order,
                          count_words(days, "day"), to_string(*status.shipped_on), to_string(due)),
              "record its arrival, or a new eta");
}

void check_ready(Checks& checks, const Order& order, const OrderStatus& status) {
  if (!is_waiting(status) || status.state == OrderState::held || !order.ready_on ||
      waits_for_licence(checks.snapshot, order)) {
    return;
  }
  // Two weeks: shorter delays are the ordinary wait for a truck or a vessel.
  constexpr Days kLong{14};
  const Days since = checks.snapshot.as_of - *order.ready_on;
  if (since <= kLong) return;
  checks.warn(File::orders, order.line, "ready_on", "ready_long_ago",
              fmt::format("'{}' was ready {} ago and is not shipped", order.order,
                          count_words(since.count(), "day")),
              "record that it was shipped, or a later ready_on");
}

/// Rows of the orders that name each application, in the order of the book.
std::vector<std::vector<std::size_t>> orders_by_application(const Records& records) {
  std::vector<std::vector<std::size_t>> orders(records.applications.size());
  for (std::size_t row = 0; row < records.orders.size(); ++row) {
    for (const ApplicationId application : records.orders[row].applications) {
      std::vector<std::size_t>& own = orders[application.index()];
      if (own.empty() || own.back() != row) own.push_back(row);
    }
  }
  return orders;
}

/// Orders of one application, summed in the order of the book, against what was applied for.
void check_application_quantity(Checks& checks, std::size_t row,
                                const std::vector<std::size_t>& orders) {
  const Records& records = checks.snapshot.records;
  const Application& application = records.applications[row];
  if (!application.quantity) return;
  Quantity sum;
  bool was_above = false;
  for (const std::size_t i : orders) {
    const Order& order = records.orders[i];
    if (checks.snapshot.orders[i].state == OrderState::cancelled) continue;
    const auto quantity =
        in_licence_unit(records.items[order.item.index()], order.quantity, application.unit);
    if (!quantity) continue;
    sum = sum + *quantity;
    if (was_above || sum <= *application.quantity) continue;
    was_above = true;
    checks.warn(File::orders, order.line, "quantity", "above_application",
                fmt::format("orders of application '{}' come to {} with '{}', more than the {} "
                            "applied for",
                            application.application, decimal_text(sum.millionths()), order.order,
                            decimal_text(application.quantity->millionths())),
                "apply for more, or name another application");
  }
}

/// Says what keeps the rows of licences.csv of an application from letting an order go.
void check_licence_rows(Checks& checks, const Order& order, ApplicationId application) {
  const Records& records = checks.snapshot.records;
  const Date leaves = earliest_departure(checks.snapshot, order);
  const std::int32_t transit = order.lane ? records.lanes[order.lane->index()].transit_typical : 1;
  const Licence* longest = nullptr;  // the one that ends last
  for (const Licence& licence : records.licences) {
    if (licence.application != application) continue;
    if (!longest || !licence.valid_to ||
        (longest->valid_to && *licence.valid_to > *longest->valid_to)) {
      longest = &licence;
    }
  }
  if (!longest || !longest->valid_to) return;
  if (*longest->valid_to < leaves) {
    checks.warn(
        File::orders, order.line, "application", "licence_ends_before_departure",
        fmt::format("licence '{}' ends on {}, before '{}' can leave on {}", longest->licence,
                    to_string(*longest->valid_to), order.order, to_string(leaves)),
        "renew the licence");
  } else if (*longest->valid_to < leaves + Days{transit}) {
    checks.warn(
        File::orders, order.line, "application", "licence_ends_before_arrival",
        fmt::format("licence '{}' ends on {}, before '{}' can arrive on {}", longest->licence,
                    to_string(*longest->valid_to), order.order, to_string(leaves + Days{transit})),
        "ask whether it must still be valid then");
  }
}

void check_named_applications(Checks& checks, const Order& order) {
  const Snapshot& snapshot = checks.snapshot;
  for (const ApplicationId application : order.applications) {
    const ApplicationStatus& status = snapshot.applications[application.index()];
    const std::string& code = snapshot.records.applications[application.index()].application;
    if (status.state == ApplicationState::refused || status.state == ApplicationState::withdrawn ||
        status.state == ApplicationState::lapsed) {
      checks.warn(File::orders, order.line, "application", "application_ended",
                  fmt::format("'{}' waits for '{}', which has ended: {}", order.order, code,
                              status.words()),
                  "name the application that takes its place");
    }
    check_licence_rows(checks, order, application);
  }
}

bool asks(const Control& control, const Item& item, const Site& origin, const Site& destination,
          Date day) {
  return control.control_entry == item.control_entry &&
         (control.from_country.empty() || control.from_country == origin.country) &&
         (control.to_country.empty() || control.to_country == destination.country) &&
         (!control.valid_from || *control.valid_from <= day) &&
         (!control.valid_to || day <= *control.valid_to);
}

bool is_in_scope(const Records& records, const std::string& subject,
                 const std::string& control_entry, const Item& item) {
  bool has_rows = false;
  for (const ScopeRow& row : records.scope) {
    if (row.subject != subject) continue;
    has_rows = true;
    if (row.item && records.items[row.item->index()].item == item.item) return true;
    if (!row.family.empty() && row.family == item.family) return true;
  }
  return !has_rows && control_entry == item.control_entry;
}

/// An application, pending or granted, of the same authority, holder, customer and scope.
bool has_cover(const Snapshot& snapshot, const Control& control, const Item& item,
               const Site& origin, const Site& destination) {
  const Records& records = snapshot.records;
  for (std::size_t row = 0; row < records.applications.size(); ++row) {
    const Application& application = records.applications[row];
    const ApplicationState state = snapshot.applications[row].state;
    const bool may_cover = is_pending(state) || state == ApplicationState::granted ||
                           state == ApplicationState::in_hand;
    if (may_cover && application.authority == control.authority &&
        application.holder == origin.firm && application.customer == destination.firm &&
        is_in_scope(records, application.application, application.control_entry, item)) {
      return true;
    }
  }
  return false;
}

void check_unnamed(Checks& checks, const Order& order) {
  const Records& records = checks.snapshot.records;
  const Item& item = records.items[order.item.index()];
  const Site& origin = records.sites[order.supplier_site.index()];
  const Site& destination = records.sites[order.destination_site.index()];
  if (item.control_status != ControlStatus::controlled || origin.country == destination.country) {
    return;
  }
  const Date leaves = earliest_departure(checks.snapshot, order);
  for (const Control& control : records.controls) {
    if (!asks(control, item, origin, destination, leaves) ||
        has_cover(checks.snapshot, control, item, origin, destination)) {
      continue;
    }
    checks.warn(File::orders, order.line, "application", "licence_missing",
                fmt::format("'{}' needs a licence of '{}' for '{}' ({}, {} to {}) and has none",
                            order.order, control.authority, item.item, item.control_entry,
                            origin.country, destination.country),
                "name its application, or 'none'");
    return;
  }
}

}  // namespace

void check_orders(Checks& checks) {
  const Snapshot& snapshot = checks.snapshot;
  for (std::size_t row = 0; row < snapshot.records.orders.size(); ++row) {
    check_arrival(checks, snapshot.records.orders[row], snapshot.orders[row]);
    check_ready(checks, snapshot.records.orders[row], snapshot.orders[row]);
  }
  const auto orders = orders_by_application(snapshot.records);
  for (std::size_t row = 0; row < snapshot.records.applications.size(); ++row) {
    check_application_quantity(checks, row, orders[row]);
  }
}

void check_coverage(Checks& checks) {
  const Snapshot& snapshot = checks.snapshot;
  for (std::size_t row = 0; row < snapshot.records.orders.size(); ++row) {
    const Order& order = snapshot.records.orders[row];
    if (!is_waiting(snapshot.orders[row]) || order.needs_no_licence) continue;
    if (order.applications.empty()) {
      check_unnamed(checks, order);
    } else {
      check_named_applications(checks, order);
    }
  }
}

}  // namespace runout::book
