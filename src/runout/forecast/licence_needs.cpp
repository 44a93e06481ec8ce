#include "runout/forecast/licence_needs.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/forecast/licence_cover.h"

namespace runout::forecast {
namespace {

constexpr flow::DayRange kAlways{1, kNever};

enum class Governed { by_decision, by_rows };

/// A need that the controls raise and nobody named an application for.
flow::LicenceNeed make_assumed(std::size_t application, Governed governed,
                               const std::vector<flow::DayRange>& days) {
  flow::LicenceNeed need;
  need.application = static_cast<flow::Index>(application);
  need.has_rows = governed == Governed::by_rows;
  need.assumed = true;
  need.needed = days;
  return need;
}

std::string_view lane_mode(const book::Records& records, const book::Order& order) {
  return order.lane ? std::string_view{records.lanes[order.lane->index()].mode}
                    : std::string_view{};
}

/// Licences are drawn in the order in which they end; equal ends in the order of the book.
void sort_by_end(const flow::Network& network, std::vector<flow::LicenceUse>& uses) {
  std::ranges::stable_sort(uses, {}, [&](const flow::LicenceUse& use) {
    return network.licences[use.licence].valid.last;
  });
}

/// The rows of licences.csv that came from an application and may let the order's item go by its
/// lane. Where the scope of some of them holds the item, only those.
std::vector<flow::LicenceUse> find_uses(BuildContext& context, const book::Order& order,
                                        ApplicationId application) {
  const book::Records& records = context.records;
  const book::Item& item = records.items[order.item.index()];
  std::vector<flow::LicenceUse> uses;
  std::vector<flow::LicenceUse> outside_scope;
  for (std::size_t row = 0; row < records.licences.size(); ++row) {
    const book::Licence& licence = records.licences[row];
    if (licence.application != application) continue;
    if (!allows_mode(licence.mode, lane_mode(records, order))) continue;
    const auto per_unit = licence_use_per_unit(licence, item);
    if (!per_unit) {
      context.warn("licence_unit", book::File::licences, licence.line, "unit",
                   fmt::format("licence '{}' counts in '{}' and item '{}' in '{}' without a factor "
                               "between them: order '{}' cannot leave under it",
                               licence.licence, licence.unit, item.item, item.unit, order.order),
                   "give kg_per_unit of the item, or the licence in the item's unit");
      continue;
    }
    const flow::LicenceUse use{static_cast<flow::Index>(row), *per_unit};
    const bool outside = match_scope(records, licence.licence, item) == ScopeMatch::outside;
    (outside ? outside_scope : uses).push_back(use);
  }
  if (uses.empty()) uses = outside_scope;
  sort_by_end(context.built.network, uses);
  return uses;
}

bool has_licence_rows(const book::Records& records, ApplicationId application) {
  return std::ranges::any_of(records.licences, [&](const book::Licence& licence) {
    return licence.application == application;
  });
}

void warn_of_mode(BuildContext& context, const book::Order& order, const std::string& mode,
                  const std::string& code) {
  const std::string_view lane = lane_mode(context.records, order);
  context.warn("mode_mismatch", book::File::orders, order.line, "lane",
               fmt::format("order '{}' goes by {}, but '{}' lets goods go by {} only: it cannot "
                           "leave under it",
                           order.order, lane.empty() ? "a lane without mode" : lane, code, mode),
               "book a lane of that mode");
}

/// The export that a consignment is, seen by the controls.
struct Export {
  const book::Order& order;
  const book::Item& item;
  const book::Site& origin;
  const book::Site& destination;
};

/// What one authority asks for: on these days, for this entry.
struct Demand {
  std::string authority;
  std::string control_entry;
  std::vector<flow::DayRange> days;
};

/// The controls that ask for a licence within the horizon, by authority. An item of unknown status
/// that is read as controlled and has no entry is asked for by every control between the countries.
std::vector<Demand> find_demands(const BuildContext& context, const Export& goods) {
  const bool unknown = is_control_unknown(goods.item);
  if (goods.item.control_status == book::ControlStatus::free ||
      (unknown && context.unknown_items == UnknownItems::free) ||
      goods.origin.country == goods.destination.country) {
    return {};
  }
  const bool any_entry = unknown && goods.item.control_entry.empty();
  std::vector<Demand> demands;
  for (const book::Control& control : context.records.controls) {
    const bool asks =
        (any_entry || control.control_entry == goods.item.control_entry) &&
        (control.from_country.empty() || control.from_country == goods.origin.country) &&
        (control.to_country.empty() || control.to_country == goods.destination.country);
    if (!asks) continue;
    flow::DayRange days = kAlways;
    if (control.valid_from) days.first = std::max(1, context.day_of(*control.valid_from));
    if (control.valid_to) days.last = context.day_of(*control.valid_to);
    if (days.last < 1 || days.first > context.horizon || days.last < days.first) continue;
    auto demand = std::ranges::find(demands, control.authority, &Demand::authority);
    if (demand == demands.end()) {
      demands.push_back({control.authority, control.control_entry, {}});
      demand = demands.end() - 1;
    }
    demand->days.push_back(days);
  }
  return demands;
}

bool is_same_case(const BuildContext& context, const book::Application& application,
                  const Export& goods, const Demand& demand) {
  const Cargo cargo{goods.item, demand.control_entry, lane_mode(context.records, goods.order)};
  return application.authority == demand.authority && application.holder == goods.origin.firm &&
         application.customer == goods.destination.firm &&
         covers(context.records, application, cargo) && allows_mode(application.mode, cargo.mode);
}

/// The day on which the goods leave if nothing but readiness and the site's calendar counts.
Day earliest_departure(BuildContext& context, const Export& goods) {
  const Day ready = std::max(1, goods.order.ready_on ? context.day_of(*goods.order.ready_on) : 1);
  const auto calendar = context.working_days(goods.origin.calendar);
  if (!calendar || ready > context.horizon) return ready;
  return context.built.network.calendars[*calendar].next[static_cast<std::size_t>(ready)];
}

/// True when the goods leave on a day on which the control is not in force. Only what nothing else
/// can delay is sure to leave on that day: goods of a supplier that are not held.
bool leaves_outside(BuildContext& context, std::size_t order_row, const Export& goods,
                    const Demand& demand) {
  if (goods.origin.kind != book::SiteKind::supplier ||
      context.snapshot.orders[order_row].state == book::OrderState::held) {
    return false;
  }
  const Day leaves = earliest_departure(context, goods);
  return std::ranges::none_of(demand.days,
                              [&](const flow::DayRange& days) { return days.contains(leaves); });
}

/// On the day of departure a licence in force of the same holder, customer and scope: rows of
/// licences.csv, or a grant without any, which covers everything.
std::optional<flow::LicenceNeed> find_licence_in_force(BuildContext& context, const Export& goods,
                                                       const Demand& demand) {
  const book::Records& records = context.records;
  const flow::Network& network = context.built.network;
  const Day leaves = earliest_departure(context, goods);
  std::optional<flow::LicenceNeed> by_rows;
  for (std::size_t row = 0; row < records.applications.size(); ++row) {
    const book::ApplicationState state = context.snapshot.applications[row].state;
    if (state != book::ApplicationState::granted && state != book::ApplicationState::in_hand) {
      continue;
    }
    if (!is_same_case(context, records.applications[row], goods, demand)) continue;
    const ApplicationId application{row};
    if (!has_licence_rows(records, application)) {
      return make_assumed(row, Governed::by_decision, demand.days);
    }
    for (const flow::LicenceUse& use : find_uses(context, goods.order, application)) {
      const book::Licence& licence = records.licences[use.licence];
      if (!network.licences[use.licence].valid.contains(leaves) ||
          !has_something_left(context.snapshot, use.licence) ||
          match_scope(records, licence.licence, goods.item) == ScopeMatch::outside) {
        continue;
      }
      if (!by_rows) by_rows = make_assumed(row, Governed::by_rows, demand.days);
      by_rows->licences.push_back(use);
    }
  }
  if (by_rows) sort_by_end(context.built.network, by_rows->licences);
  return by_rows;
}

std::optional<flow::LicenceNeed> find_pending(const BuildContext& context, const Export& goods,
                                              const Demand& demand) {
  for (std::size_t row = 0; row < context.records.applications.size(); ++row) {
    if (book::is_pending(context.snapshot.applications[row].state) &&
        is_same_case(context, context.records.applications[row], goods, demand)) {
      return make_assumed(row, Governed::by_decision, demand.days);
    }
  }
  return std::nullopt;
}

/// Its number among the applications in Draws.
std::size_t add_new_case(BuildContext& context, book::Application application) {
  std::vector<regime::NewCase>& cases = context.built.new_cases;
  cases.push_back({std::move(application)});
  return context.records.applications.size() + cases.size() - 1;
}

/// Nobody has applied: the preparation begins on the first simulated day.
flow::LicenceNeed start_new_case(BuildContext& context, const Export& goods, const Demand& demand) {
  book::Application application;
  application.application = fmt::format("new:{}:{}", goods.order.order, demand.authority);
  application.authority = demand.authority;
  application.holder = goods.origin.firm;
  application.filer = goods.origin.firm;
  application.customer = goods.destination.firm;
  application.end_user = goods.destination.firm;
  application.end_user_country = goods.destination.country;
  application.control_entry = demand.control_entry;
  application.mode = lane_mode(context.records, goods.order);

  context.warn(
      "licence_missing", book::File::orders, goods.order.line, "application",
      fmt::format("order '{}' needs a licence of '{}' ({}, {} to {}) and has none: its "
                  "preparation is taken to start on {}",
                  goods.order.order, demand.authority, demand.control_entry, goods.origin.country,
                  goods.destination.country, to_string(context.snapshot.as_of + Days{1})),
      "name its application, or 'none'");
  context.add_unknown("licence", book::File::orders, goods.order.line,
                      fmt::format("no application is on file for order '{}'", goods.order.order));
  return make_assumed(add_new_case(context, std::move(application)), Governed::by_decision,
                      demand.days);
}

/// True when rows of licences.csv would let the goods go, and all of them end before that (S4).
bool end_before_departure(BuildContext& context, const Export& goods,
                          const flow::LicenceNeed& need) {
  if (need.licences.empty()) return false;
  const Day leaves = earliest_departure(context, goods);
  return std::ranges::all_of(need.licences, [&](const flow::LicenceUse& use) {
    return context.built.network.licences[use.licence].valid.last < leaves;
  });
}

/// The application is filed again; one new case serves all consignments that wait for it.
flow::LicenceNeed file_again(BuildContext& context, const book::Order& order,
                             const book::Application& named) {
  context.warn("licence_filed_again", book::File::orders, order.line, "application",
               fmt::format("the licence of '{}' ends before order '{}' can leave; '{}' lets one "
                           "file again: its preparation is taken to start on {}",
                           named.application, order.order, named.authority,
                           to_string(context.snapshot.as_of + Days{1})),
               "name the application that takes its place");
  const std::vector<regime::NewCase>& cases = context.built.new_cases;
  const auto filed = std::ranges::find(cases, named.application, [](const regime::NewCase& made) {
    return made.application.application;
  });
  const auto row = static_cast<std::size_t>(filed - cases.begin());
  flow::LicenceNeed need;
  need.application =
      static_cast<flow::Index>(filed == cases.end() ? add_new_case(context, named)
                                                    : context.records.applications.size() + row);
  need.needed = {kAlways};
  return need;
}

}  // namespace

flow::LicenceNeed need_named_application(BuildContext& context, std::size_t order_row,
                                         ApplicationId application) {
  const book::Records& records = context.records;
  const book::Order& order = records.orders[order_row];
  const book::Application& named = records.applications[application.index()];
  flow::LicenceNeed need;
  need.application = static_cast<flow::Index>(application.index());
  need.needed = {kAlways};
  if (has_licence_rows(records, application)) {
    need.has_rows = true;
    need.licences = find_uses(context, order, application);
    for (const book::Licence& licence : records.licences) {
      if (licence.application == application &&
          !allows_mode(licence.mode, lane_mode(records, order))) {
        warn_of_mode(context, order, licence.mode, licence.licence);
      }
    }
  }
  if (!allows_mode(named.mode, lane_mode(records, order))) {
    need.has_rows = true;  // Governed by licences of which none covers it.
    need.licences.clear();
    warn_of_mode(context, order, named.mode, named.application);
  }
  return need;
}

std::vector<flow::LicenceNeed> find_licence_needs(BuildContext& context, std::size_t order_row) {
  const book::Records& records = context.records;
  const book::Order& order = records.orders[order_row];
  if (order.needs_no_licence) return {};
  std::vector<flow::LicenceNeed> needs;
  needs.reserve(order.applications.size());
  const Export goods{order, records.items[order.item.index()],
                     records.sites[order.supplier_site.index()],
                     records.sites[order.destination_site.index()]};
  for (const ApplicationId application : order.applications) {
    needs.push_back(need_named_application(context, order_row, application));
    const book::Application& named = records.applications[application.index()];
    if (!book::is_pending(context.snapshot.applications[application.index()].state) &&
        records.authority(named.authority).after_refusal == book::AfterRefusal::refile &&
        end_before_departure(context, goods, needs.back())) {
      needs.back() = file_again(context, order, named);
    }
  }
  if (!needs.empty()) return needs;

  const std::vector<Demand> demands = find_demands(context, goods);
  if (demands.size() == 1 && leaves_outside(context, order_row, goods, demands.front())) return {};
  for (const Demand& demand : demands) {
    auto need = find_licence_in_force(context, goods, demand);
    if (!need) need = find_pending(context, goods, demand);
    if (!need) need = start_new_case(context, goods, demand);
    needs.push_back(std::move(*need));
  }
  return needs;
}

}  // namespace runout::forecast
