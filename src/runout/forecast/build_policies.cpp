// Replenishment beyond the orders on file (S8).
#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/forecast/build_context.h"

namespace runout::forecast {
namespace {

/// What is known of the licences that a policy's orders will need.
regime::PolicyCase make_case(const BuildContext& context, const book::Replenishment& row,
                             const std::string& code) {
  const book::Records& records = context.records;
  const book::Item& item = records.items[row.item.index()];
  const book::Lane& lane = records.lanes[row.lane.index()];
  const book::Site& origin = records.sites[lane.origin.index()];
  const book::Site& destination = records.sites[row.site.index()];

  regime::PolicyCase made;
  made.code = code;
  made.application.application = code;
  made.application.holder = origin.firm;
  made.application.filer = origin.firm;
  made.application.customer = destination.firm;
  made.application.end_user = destination.firm;
  made.application.end_user_country = destination.country;
  made.application.control_entry = item.control_entry;
  made.application.mode = lane.mode;
  for (const book::Control& control : records.controls) {
    const bool matches =
        (item.control_entry.empty() || control.control_entry == item.control_entry) &&
        (control.from_country.empty() || control.from_country == origin.country) &&
        (control.to_country.empty() || control.to_country == destination.country);
    if (matches && made.application.authority.empty()) {
      made.application.authority = control.authority;
    }
  }
  // At most one order a day: so many applications can be asked for, and no more.
  if (row.needs_licence) made.turns = static_cast<std::size_t>(context.horizon);
  return made;
}

}  // namespace

void add_policies(BuildContext& context) {
  for (const book::Replenishment& row : context.records.replenishment) {
    const book::Lane& lane = context.records.lanes[row.lane.index()];
    const book::Site& origin = context.records.sites[lane.origin.index()];
    const book::Site& destination = context.records.sites[row.site.index()];

    flow::Policy policy;
    policy.code = fmt::format("{}@{}@{}", context.records.items[row.item.index()].item,
                              destination.site, lane.lane);
    policy.kind = row.policy == book::PolicyKind::pass_on ? flow::PolicyKind::pass_on
                                                          : flow::PolicyKind::order_up_to;
    policy.to = context.point(row.item, row.site);
    if (has_limited_stock(origin)) policy.from = context.point(row.item, lane.origin);
    if (row.level) policy.level = row.level->millionths();
    if (row.lot) policy.lot = row.lot->millionths();
    policy.share = row.share.millionths();
    policy.needs_licence = row.needs_licence;
    policy.transit = transit_of(context.records, row.lane);
    policy.departs_on = context.working_days(origin.calendar);
    policy.received_on = context.working_days(destination.calendar);
    if (row.policy == book::PolicyKind::order_up_to && !row.level) {
      context.warn("level_missing", book::File::replenishment, row.line, "level",
                   "order-up-to without a level orders nothing");
    }
    context.built.policy_cases.push_back(make_case(context, row, policy.code));
    context.built.network.policies.push_back(std::move(policy));
  }
}

}  // namespace runout::forecast
