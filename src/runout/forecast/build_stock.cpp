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
  Count(ItemId counted_item, SiteId counted_site) : item{counted_item}, site{counted_site} {}
  ItemId item;
  SiteId site;
  std::vector<std::size_t> rows;   ///< of stock.csv
  std::optional<Date> counted_on;  ///< the oldest; nothing: counted at the end of the as-of day
  Wide counted = 0;
  Wide usable = 0;
  flow::Index point = 0;
  Date begin;             ///< the day from whose end on it is rolled forward
  bool is_short = false;  ///< planned use of the day at hand is not covered
  std::optional<Date> short_since;
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
      needs_.push_back(requirements.of(line.item));
      for (const RequirementRows& rows : needs_.back()) {
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

  /// Whether a row of lines.csv lacks a component on a date, as far as `is_short` tells of points.
  template <typename IsShort>
  [[nodiscard]] bool lacks(std::size_t line_row, Date date, const IsShort& is_short) const {
    const SiteId site = records_.lines[line_row].site;
    return std::ranges::any_of(needs_[line_row], [&](const RequirementRows& rows) {
      const auto row = std::ranges::find_if(rows, [&](std::size_t bom_row) {
        return forecast::is_in_force(records_.bom[bom_row], date);
      });
      return row != rows.end() && is_short(records_.bom[*row].component, site);
    });
  }
  [[nodiscard]] std::int64_t units(std::size_t line_row, Date date) const {
    return planned_.units(line_row, date);
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
  std::vector<std::vector<RequirementRows>> needs_;  ///< [line row]
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

/// Takes counts to the end of the as-of day, day by day and all together: what one line makes is
/// what the next one takes.
class Roll {
 public:
  Roll(const BuildContext& context, const PlannedUses& uses, std::vector<Count>& counts)
      : context_{context},
        uses_{uses},
        movements_{find_movements(context)},
        counts_{counts},
        at_point_(context.built.network.points.size(), nullptr),
        stays_(at_point_.size(), 0),
        is_passed_on_(at_point_.size(), 0) {
    for (Count& count : counts_) at_point_[count.point] = &count;
    for (const flow::Policy& policy : context.built.network.policies) {
      stays_[policy.to] = 1;
      if (policy.from && policy.kind == flow::PolicyKind::pass_on) is_passed_on_[*policy.from] = 1;
    }
  }

  void run() {
    Date first = context_.snapshot.as_of;
    for (Count& count : counts_) {
      if (!count.counted_on) continue;
      begin(count);
      first = std::min(first, count.begin);
    }
    for (Date date = first + Days{1}; date <= context_.snapshot.as_of; date += Days{1}) {
      for (Count& count : counts_) {
        if (count.counted_on && count.begin < date) use(count, date);
      }
      for (std::size_t row = 0; row < context_.records.lines.size(); ++row) make(row, date);
    }
    for (Count& count : counts_) {
      count.usable = std::max(count.usable, stays_[count.point] != 0 ? count.counted : Wide{0});
    }
  }

 private:
  void begin(Count& count) const {
    // Ten years of planned use leave nothing of any count: more would only cost time where a count
    // has a date in a wrong century.
    constexpr Days kLongest{3660};
    count.begin = std::max(*count.counted_on, context_.snapshot.as_of - kLongest);
    count.counted = count.usable;
    const auto moved = movements_.find({count.item.index(), count.site.index()});
    if (moved == movements_.end()) return;
    for (const auto& [date, quantity] : moved->second) {
      if (*count.counted_on < date && date <= count.begin) count.usable += quantity;
    }
  }

  /// Arrivals on record and planned use. What a policy fills is never short and ends no lower than
  /// it was counted: its orders are not on record, and are taken to have replaced what was used.
  void use(Count& count, Date date) const {
    const auto moved = movements_.find({count.item.index(), count.site.index()});
    if (moved != movements_.end()) {
      const auto today = moved->second.find(date);
      if (today != moved->second.end()) count.usable += today->second;
    }
    count.is_short = false;
    const Wide use = uses_.on(count.item, count.site, date);
    if (use == 0) return;
    count.is_short = count.usable < use && stays_[count.point] == 0;
    if (!count.is_short) count.short_since.reset();
    if (count.is_short && !count.short_since) count.short_since = date;
    count.usable -= use;
  }

  /// Planned output, on days on which the line lacks nothing; what is passed on does not stay.
  void make(std::size_t line_row, Date date) {
    const book::Line& line = context_.records.lines[line_row];
    const auto point = context_.points.find({line.item.index(), line.site.index()});
    if (point == context_.points.end()) return;
    Count* count = at_point_[point->second];
    if (count == nullptr || !count->counted_on || date <= count->begin) return;
    if (is_passed_on_[count->point] != 0) return;
    const std::int64_t units = uses_.units(line_row, date);
    if (units == 0) return;
    const auto is_short = [&](ItemId item, SiteId site) {
      const auto component = context_.points.find({item.index(), site.index()});
      if (component == context_.points.end()) return false;
      const Count* stock = at_point_[component->second];
      return stock != nullptr && stock->counted_on && stock->begin < date && stock->is_short;
    };
    if (!uses_.lacks(line_row, date, is_short)) count->usable += Wide{units} * kMillion;
  }

  const BuildContext& context_;
  const PlannedUses& uses_;
  const Movements movements_;
  std::vector<Count>& counts_;
  std::vector<Count*> at_point_;    ///< [point]
  std::vector<char> stays_;         ///< [point] a policy fills it
  std::vector<char> is_passed_on_;  ///< [point]
};

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
    if (is_new) counts.emplace_back(stock.item, stock.site);
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
  flow::Network& network = context.built.network;
  context.built.short_since.assign(network.points.size(), std::nullopt);
  std::vector<Count> counts = group_counts(context);
  // What nothing uses and nothing moves is not followed.
  std::erase_if(counts, [&](const Count& count) {
    return !context.points.contains({count.item.index(), count.site.index()});
  });
  for (Count& count : counts) {
    count.point = context.points.at({count.item.index(), count.site.index()});
    add_rows(context, count.point, count);
  }
  Roll{context, uses, counts}.run();
  for (const Count& count : counts) {
    context.built.short_since[count.point] = count.short_since;
    network.points[count.point].on_hand = checked(context, count, count.usable);
    warn_of_age(context, uses, count);
  }
}

}  // namespace runout::forecast
