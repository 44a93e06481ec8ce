// Consignments on file: when they may leave, how they travel, where they are (S2, S6, S8).
#include <algorithm>

#include <fmt/format.h>

#include "runout/forecast/build_context.h"
#include "runout/forecast/licence_needs.h"

namespace runout::forecast {
namespace {

bool has_left(const BuildContext& context, const book::OrderStatus& status) {
  return status.shipped_on && *status.shipped_on <= context.snapshot.as_of;
}

/// Goods on their way: what is known of the journey replaces what the lane says.
void put_under_way(BuildContext& context, const book::Order& order, const book::OrderStatus& status,
                   flow::Consignment& consignment) {
  flow::UnderWay under_way;
  // Days held on the way are no days of the journey: as if it had left so much later.
  under_way.departed = context.day_of(*status.shipped_on + status.held_under_way);
  if (status.held_on) under_way.held = std::min(0, context.day_of(*status.held_on));
  if (status.held_until) under_way.held_until = context.day_of(*status.held_until);
  flow::Transit& transit = consignment.transit;
  if (status.eta) {
    const std::int32_t lane_typical = transit.typical;
    transit.typical = std::max(1, context.day_of(*status.eta) - context.day_of(*status.shipped_on));
    // Out of the lane's range it takes the range with it: a sure lane stays sure.
    if (transit.typical < transit.low || transit.typical > transit.high) {
      transit.low = std::max(1, transit.low + transit.typical - lane_typical);
      transit.high = std::max(transit.typical, transit.high + transit.typical - lane_typical);
    }
  }

  const Day longest =
      std::max(transit.high, transit.typical) + (transit.hold_p > 0.0 ? transit.hold_high : 0);
  const Day overdue = -(under_way.departed + longest);
  if (!under_way.held && overdue > 0) {
    context.warn("overdue", book::File::orders, order.line, "",
                 fmt::format("order '{}' has not arrived: overdue {} days; taken to arrive "
                             "tomorrow",
                             order.order, overdue),
                 "record `arrived`, `eta` or `held`");
  }
  consignment.under_way = under_way;
}

/// Whether what is known lets goods go under this need on the first simulated day.
bool lets_go_tomorrow(const BuildContext& context, const flow::LicenceNeed& need, Day days_after) {
  if (std::ranges::none_of(need.needed, [](const auto& days) { return days.contains(1); })) {
    return true;
  }
  if (need.application >= context.records.applications.size()) return false;
  const book::ApplicationStatus& status = context.snapshot.applications[need.application];
  const bool is_granted = status.state == book::ApplicationState::granted ||
                          status.state == book::ApplicationState::in_hand;
  if (!is_granted || (status.decided_on && context.day_of(*status.decided_on) + days_after > 1)) {
    return false;
  }
  return !need.has_rows || std::ranges::any_of(need.licences, [&](const flow::LicenceUse& use) {
    const flow::Licence& licence = context.built.network.licences[use.licence];
    return licence.usable && licence.valid.contains(1) && licence.left != 0 &&
           licence.shipments_left != 0;
  });
}

/// Goods that have not left: ready on file, held, or ready and nobody shipped them.
void let_wait(BuildContext& context, const book::Order& order, const book::OrderStatus& status,
              flow::Consignment& consignment) {
  if (status.shipped_on) {  // Announced for a day after the as-of day.
    consignment.ready = std::max(consignment.ready, context.day_of(*status.shipped_on));
  }
  if (status.held_on) {
    consignment.held_until_departure =
        status.held_until ? context.day_of(*status.held_until)
                          : context.day_of(*status.held_on) + consignment.transit.hold_typical;
    return;
  }
  if (!order.ready_on || consignment.ready >= 0) return;
  const bool is_free = std::ranges::all_of(consignment.needs, [&](const flow::LicenceNeed& need) {
    return lets_go_tomorrow(context, need, consignment.days_after_licence);
  });
  if (is_free) {
    context.warn("overdue", book::File::orders, order.line, "ready_on",
                 fmt::format("order '{}' was ready on {} and is not shipped: overdue {} days; "
                             "taken to leave tomorrow",
                             order.order, to_string(*order.ready_on), -consignment.ready),
                 "record `shipped`, or correct ready_on");
  }
}

}  // namespace

void add_consignments(BuildContext& context) {
  const book::Records& records = context.records;
  for (std::size_t row = 0; row < records.orders.size(); ++row) {
    const book::Order& order = records.orders[row];
    const book::OrderStatus& status = context.snapshot.orders[row];
    if (status.state == book::OrderState::arrived || status.state == book::OrderState::lost ||
        status.state == book::OrderState::cancelled || status.quantity.millionths() <= 0) {
      continue;
    }
    const book::Site& origin = records.sites[order.supplier_site.index()];
    const book::Site& destination = records.sites[order.destination_site.index()];
    flow::Consignment consignment;
    consignment.code = order.order;
    consignment.to = context.point(order.item, order.destination_site);
    if (has_limited_stock(origin)) {
      consignment.from = context.point(order.item, order.supplier_site);
    }
    consignment.quantity = status.quantity.millionths();
    consignment.ready = order.ready_on ? context.day_of(*order.ready_on) : 1;
    consignment.days_after_licence = order.days_after_licence;
    consignment.transit = transit_of(records, order.lane);
    consignment.departs_on = context.working_days(origin.calendar);
    consignment.received_on = context.working_days(destination.calendar);
    if (has_left(context, status)) {
      put_under_way(context, order, status, consignment);
    } else {
      consignment.needs = find_licence_needs(context, row);
      let_wait(context, order, status, consignment);
    }
    if (!order.lane) {
      context.add_unknown("lane", book::File::orders, order.line,
                          fmt::format("no lane from '{}' to '{}' is on file: order '{}' is taken "
                                      "to travel 1 day",
                                      origin.site, destination.site, order.order));
    }
    context.built.order_rows.push_back(row);
    context.built.network.consignments.push_back(std::move(consignment));
  }
}

}  // namespace runout::forecast
