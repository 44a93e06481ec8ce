// Stock at the end of the as-of day, rolled forward from the count (S5).
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"
#include "runout/forecast/build_context.h"
#include "runout/forecast/planned_use.h"

namespace runout::forecast {
namespace {

__extension__ using Wide = __int128;  // Sums of many amounts, before their range is checked.

constexpr std::int64_t kOldCountWorkingDays = 5;

/// One stock point while it is counted together.
struct Count {
  ItemId item{0};
  SiteId site{0};
  std::vector<std::size_t> rows;   ///< of stock.csv
  std::optional<Date> counted_on;  ///< the oldest; nothing: counted at the end of the as-of day
  Wide usable = 0;
};

/// A component of one row of lines.csv: the use that a point is planned to have.
struct PlannedUse {
  std::size_t line_row = 0;
  RequirementRows alternatives;
};

/// What the lines at each point's site take of its item.
class PlannedUses {
 public:
  explicit PlannedUses(const BuildContext& context)
      : records_{context.records}, planned_{context.records} {
    const Requirements requirements{records_};
    for (std::size_t row = 0; row < records_.lines.size(); ++row) {
      const book::Line& line = records_.lines[row];
      for (const RequirementRows& rows : requirements.of(line.item)) {
        for (const std::size_t bom_row : rows) {
          const ItemId component = records_.bom[bom_row].component;
          auto& uses = uses_[{component.index(), line.site.index()}];
          if (!uses.empty() && uses.back().line_row == row && uses.back().alternatives == rows) {
            continue;  // An alternative with two stretches in force.
          }
          uses.push_back({row, rows});
        }
      }
    }
  }

  /// Planned use of one date, in millionths. Of alternatives the first in force is planned.
  [[nodiscard]] Wide on(ItemId item, SiteId site, Date date) const {
    Wide total = 0;
    const auto uses = uses_.find({item.index(), site.index()});
    if (uses == uses_.end()) return total;
    for (const PlannedUse& use : uses->second) {
      for (const std::size_t row : use.alternatives) {
        const book::Component& component = records_.bom[row];
        if (!forecast::is_in_force(component, date)) continue;
        if (component.component == item) {
          total += Wide{planned_.units(use.line_row, date)} * component.needed.millionths();
        }
        break;
      }
    }
    return total;
  }

  /// Working days in (from, to] of the first line that uses the item there; nothing: unused.
  [[nodiscard]] std::optional<std::int64_t> working_days(ItemId item, SiteId site, Date from,
                                                         Date to) const {
    const auto uses = uses_.find({item.index(), site.index()});
    if (uses == uses_.end()) return std::nullopt;
    const std::string& calendar = records_.lines[uses->second.front().line_row].calendar;
    return records_.calendar(calendar.empty() ? "mon-fri" : calendar)
        .working_days_between(from, to);
  }

 private:
  const book::Records& records_;
  PlannedProduction planned_;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<PlannedUse>> uses_;
};

/// Goods that came to or left a point, by the day on which they did.
using Movements = std::map<std::pair<std::size_t, std::size_t>, std::map<Date, Wide>>;

/// Arrivals on record, and what was shipped from stock that is limited.
Movements find_movements(const BuildContext& context) {
  const book::Records& records = context.records;
  Movements movements;
  for (std::size_t row = 0; row < records.orders.size(); ++row) {
    const book::Order& order = records.orders[row];
    const book::OrderStatus& status = context.snapshot.orders[row];
    if (status.state == book::OrderState::cancelled) continue;
    const Wide quantity = status.quantity.millionths();
    if (status.state == book::OrderState::arrived && status.arrived_on) {
      movements[{order.item.index(), order.destination_site.index()}][*status.arrived_on] +=
          quantity;
    }
    if (status.shipped_on && has_limited_stock(records.sites[order.supplier_site.index()])) {
      movements[{order.item.index(), order.supplier_site.index()}][*status.shipped_on] -= quantity;
    }
  }
  return movements;
}

/// Takes the count to the end of the as-of day and returns since when planned use was not covered.
std::optional<Date> roll_forward(const BuildContext& context, const PlannedUses& uses,
                                 const std::map<Date, Wide>& movements, Count& count) {
  std::optional<Date> short_since;
  if (!count.counted_on) return short_since;
  // Ten years of planned use leave nothing of any count: more would only cost time where a count
  // has a date in a wrong century.
  constexpr Days kLongest{3660};
  const Date begin = std::max(*count.counted_on, context.snapshot.as_of - kLongest);
  for (const auto& [date, quantity] : movements) {
    if (*count.counted_on < date && date <= begin) count.usable += quantity;
  }
  for (Date date = begin + Days{1}; date <= context.snapshot.as_of; date += Days{1}) {
    const auto moved = movements.find(date);
    if (moved != movements.end()) count.usable += moved->second;
    const Wide use = uses.on(count.item, count.site, date);
    if (use > 0 && count.usable < use) {
      if (!short_since) short_since = date;
    } else if (use > 0) {
      short_since.reset();
    }
    count.usable -= use;
  }
  count.usable = std::max<Wide>(count.usable, 0);
  return short_since;
}

flow::Micro checked(const BuildContext& context, const Count& count, Wide amount) {
  if (amount <= Wide{kLargestUnits} * kMillion) return static_cast<flow::Micro>(amount);
  throw Error{ErrorKind::invalid_input,
              fmt::format("stock of item '{}' at '{}': {} units are more than can be held exactly, "
                          "which is {}",
                          context.records.items[count.item.index()].item,
                          context.records.sites[count.site.index()].site,
                          static_cast<std::int64_t>(amount / kMillion), kLargestUnits)};
}

void warn_of_age(BuildContext& context, const PlannedUses& uses, const Count& count) {
  if (!count.counted_on) return;
  const auto days =
      uses.working_days(count.item, count.site, *count.counted_on, context.snapshot.as_of);
  if (!days || *days < kOldCountWorkingDays) return;
  const std::size_t row = context.records.stock[count.rows.front()].line;
  const std::string message = fmt::format(
      "stock of '{}' at '{}' was counted on {}, {} working days ago: rolled forward {} days",
      context.records.items[count.item.index()].item,
      context.records.sites[count.site.index()].site, to_string(*count.counted_on), *days,
      (context.snapshot.as_of - *count.counted_on).count());
  context.warn("stock_rolled_forward", book::File::stock, row, "counted_on", message,
               "count again");
  context.add_unknown("count_age", book::File::stock, row, message,
                      context.records.items[count.item.index()].item);
}

std::vector<Count> group_counts(const BuildContext& context) {
  const book::Records& records = context.records;
  std::vector<Count> counts;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
  for (std::size_t row = 0; row < records.stock.size(); ++row) {
    const book::Stock& stock = records.stock[row];
    const auto [found, is_new] =
        known.try_emplace({stock.item.index(), stock.site.index()}, counts.size());
    if (is_new) counts.push_back({stock.item, stock.site, {}, std::nullopt, 0});
    counts[found->second].rows.push_back(row);
  }
  return counts;
}

/// Adds up what is usable now, and releases what is usable later.
void add_rows(BuildContext& context, flow::Index point, Count& count) {
  const Date as_of = context.snapshot.as_of;
  for (const std::size_t row : count.rows) {
    const book::Stock& stock = context.records.stock[row];
    const Wide free = Wide{stock.on_hand.millionths()} - stock.blocked.millionths();
    if (stock.usable_from && *stock.usable_from > as_of) {
      if (free > 0) {
        context.built.network.releases.push_back(
            {point, context.day_of(*stock.usable_from), checked(context, count, free)});
      }
      continue;
    }
    count.usable += std::max<Wide>(free, 0);
    if (stock.counted_on && *stock.counted_on < as_of) {
      count.counted_on = std::min(count.counted_on.value_or(*stock.counted_on), *stock.counted_on);
    }
  }
}

}  // namespace

void add_stock(BuildContext& context) {
  const PlannedUses uses{context};
  const Movements movements = find_movements(context);
  static const std::map<Date, Wide> nothing_moved;
  flow::Network& network = context.built.network;
  context.built.short_since.assign(network.points.size(), std::nullopt);

  for (Count& count : group_counts(context)) {
    const auto key = std::pair{count.item.index(), count.site.index()};
    const auto point = context.points.find(key);
    if (point == context.points.end()) continue;  // Nothing uses it, nothing moves it.
    add_rows(context, point->second, count);
    const auto moved = movements.find(key);
    context.built.short_since[point->second] = roll_forward(
        context, uses, moved == movements.end() ? nothing_moved : moved->second, count);
    network.points[point->second].on_hand = checked(context, count, count.usable);
    warn_of_age(context, uses, count);
  }
}

}  // namespace runout::forecast
