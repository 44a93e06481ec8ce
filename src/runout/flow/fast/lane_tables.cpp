#include "runout/flow/fast/lane_tables.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <type_traits>
#include <utility>

#include "runout/base/quantity.h"
#include "runout/flow/fast/ample_points.h"
#include "runout/flow/free_days.h"

namespace runout::flow {
namespace {

__extension__ using Wide = __int128;

/// What is divided is a double on the way, and a quotient of whole numbers below 2^53 rounds down
/// to the right one.
constexpr Wide kExact = Wide{1} << 53U;

template <typename T>
constexpr Wide largest() {
  return std::is_same_v<T, std::int32_t> ? Wide{std::numeric_limits<std::int32_t>::max()} : kExact;
}

bool is_fixed(const Consignment& consignment, const TransitLaw& law) {
  if (!law.is_fixed()) return false;
  if (!consignment.under_way) return consignment.needs.empty();
  return !consignment.under_way->held || consignment.under_way->held_until || law.hold.is_fixed();
}

Coming make_coming(const PreparedNetwork& prepared, OrderId row, TransitMode transit) {
  const Network& network = prepared.network;
  const Consignment& consignment = network.consignments[row];
  const TransitLaw& law = *prepared.orders[row].law;
  Coming coming{row, consignment.to, is_fixed(consignment, law), kNever, kNever};
  if (!coming.is_fixed) return coming;
  Day arrives = kNever;
  if (consignment.under_way) {
    coming.departed = consignment.under_way->departed;
    arrives = continue_journey(*consignment.under_way, law, transit, {}).arrives;
  } else {
    coming.departed = sure_departure(network, consignment);
    if (coming.departed == kNever) return coming;
    arrives = depart_on(coming.departed, law, transit, {}).arrives;
  }
  coming.usable = working_day(network, consignment.received_on, arrives);
  return coming;
}

template <typename T>
class TableMaker {
 public:
  TableMaker(const SubNetwork& own, const std::vector<Coming>& coming, bool has_goods)
      : network_{own.network},
        points_{static_cast<Index>(has_goods ? own.points.size() : own.inner_points)},
        coming_{coming},
        has_goods_{has_goods},
        unit_(points_, has_goods ? 1 : 0),
        most_(points_, 0) {}

  std::optional<LaneTables<T>> make() {
    tables_.horizon = network_.horizon;
    find_units();
    for (const Wide most : most_) fits_ = fits_ && most <= largest<T>();
    tables_.unit = unit_;
    if (has_goods_) fits_ = fits_ && !may_exceed(network_, static_cast<Micro>(largest<T>()));
    for (Index i = 0; i < points_; ++i) {
      tables_.on_hand.push_back(in_units(network_.points[i].on_hand, i));
    }
    for (Index line = 0; line < network_.lines.size(); ++line) add_line(line);
    add_supplies();
    for (const Coming& one : coming_) {
      tables_.quantity.push_back(in_units(network_.consignments[one.order].quantity, one.point));
    }
    list_receivers();
    mark_feeding_lines();
    if (!fits_) return std::nullopt;
    return std::move(tables_);
  }

 private:
  template <typename Use>
  void for_amounts(const Use& use) const {
    for (Index i = 0; i < points_; ++i) use(i, network_.points[i].on_hand);
    for (const Release& release : network_.releases) use(release.point, release.quantity);
    for (const Coming& one : coming_) use(one.point, network_.consignments[one.order].quantity);
  }

  void find_units() {
    const auto divide = [&](Index point, Micro amount) {
      unit_[point] = std::gcd(unit_[point], amount);
    };
    for_amounts([&](Index point, Micro amount) {
      divide(point, amount);
      most_[point] += amount;
    });
    for (const Task& task : network_.tasks) {
      if (task.output < points_) {
        divide(task.output, kMillion);
        Wide units = 0;
        for (const std::int64_t plan : task.plan) {
          if (plan > 0) units += Wide{plan} + task.catch_up_per_day;
        }
        most_[task.output] += units * kMillion;
      }
      for (const Requirement& requirement : task.requirements) {
        for (const ComponentUse& use : requirement.alternatives) divide(use.point, use.needed);
      }
    }
    for (std::size_t i = 0; i < unit_.size(); ++i) {
      unit_[i] = std::max<Micro>(1, unit_[i]);
      most_[i] /= unit_[i];
    }
  }

  T fitting(Wide amount) {
    fits_ = fits_ && amount <= largest<T>();
    return fits_ ? static_cast<T>(amount) : T{0};
  }
  T in_units(Micro amount, Index point) { return fitting(Wide{amount} / unit_[point]); }

  void add_line(Index row) {
    typename LaneTables<T>::Line line;
    line.row = row;
    line.first_task = static_cast<std::uint32_t>(tables_.tasks.size());
    for (const Index task : network_.lines[row].tasks) add_task(task);
    line.last_task = static_cast<std::uint32_t>(tables_.tasks.size());
    tables_.lines.push_back(line);
  }

  void add_task(Index row) {
    const Task& task = network_.tasks[row];
    typename LaneTables<T>::Task own;
    own.row = row;
    if (task.output < points_) {
      own.output = task.output;
      own.made_unit = in_units(kMillion, own.output);
      tables_.outputs.push_back(own.output);
    }
    own.catch_up = fitting(task.catch_up_per_day);
    Wide all = 0;
    Wide most = 0;
    for (const std::int64_t plan : task.plan) {
      tables_.plans.push_back(fitting(plan));
      all += plan;
      most = std::max(most, Wide{plan} + task.catch_up_per_day + 1);
    }
    (void)fitting(all);
    own.first_need = static_cast<std::uint32_t>(tables_.needs.size());
    for (Index i = 0; i < task.requirements.size(); ++i) add_need(task.requirements[i], i, most);
    own.last_need = static_cast<std::uint32_t>(tables_.needs.size());
    tables_.tasks.push_back(own);
  }

  void add_need(const Requirement& requirement, Index number, Wide most_units) {
    typename LaneTables<T>::Need need;
    need.requirement = number;
    need.first_use = static_cast<std::uint32_t>(tables_.uses.size());
    for (const ComponentUse& use : requirement.alternatives) {
      const T needed = in_units(use.needed, use.point);
      (void)fitting(most_units * (use.needed / unit_[use.point]));
      tables_.uses.push_back({use.point, needed, use.in_force});
    }
    need.last_use = static_cast<std::uint32_t>(tables_.uses.size());
    const DayRange& in_force = requirement.alternatives.front().in_force;
    need.is_simple = requirement.alternatives.size() == 1 && in_force.first <= 1 &&
                     in_force.last >= network_.horizon;
    tables_.needs.push_back(need);
  }

  void add_supplies() {
    const std::size_t days = static_cast<std::size_t>(network_.horizon) + 1;
    std::vector<std::vector<typename LaneTables<T>::Supply>> by_day(days);
    const auto add = [&](Day day, Index point, Micro amount) {
      if (day > network_.horizon) return;
      by_day[static_cast<std::size_t>(std::max(1, day))].push_back(
          {point, in_units(amount, point)});
    };
    if (network_.horizon > 0) {
      for (const Release& release : network_.releases) {
        add(release.day, release.point, release.quantity);
      }
      for (const Coming& one : coming_) {
        if (!one.is_fixed) continue;
        add(one.usable, one.point, network_.consignments[one.order].quantity);
      }
    }
    for (const auto& supplies : by_day) {
      tables_.first_supply.push_back(static_cast<std::uint32_t>(tables_.supplies.size()));
      tables_.supplies.insert(tables_.supplies.end(), supplies.begin(), supplies.end());
    }
    tables_.first_supply.push_back(static_cast<std::uint32_t>(tables_.supplies.size()));
  }

  /// Arrivals of a window stay in the second-level cache, where many points do not forbid it.
  void list_receivers() {
    constexpr std::size_t kCache = std::size_t{1} << 20U;
    constexpr Day kShortest = 16;
    std::vector<Index> number(points_, kNone);
    for (const Coming& one : coming_) {
      tables_.receiver.push_back(kNone);
      if (one.is_fixed) continue;
      if (number[one.point] == kNone) {
        number[one.point] = static_cast<Index>(tables_.receivers.size());
        tables_.receivers.push_back(one.point);
      }
      tables_.receiver.back() = number[one.point];
    }
    const std::size_t a_day =
        std::max<std::size_t>(1, tables_.receivers.size()) * kLanes * sizeof(T);
    tables_.window = std::min(std::max<Day>(1, network_.horizon),
                              std::max(kShortest, static_cast<Day>(kCache / a_day)));
  }

  void mark_feeding_lines() {
    std::vector<char> is_component(points_, 0);
    for (const auto& use : tables_.uses) is_component[use.point] = 1;
    for (auto& line : tables_.lines) {
      for (std::uint32_t t = line.first_task; t < line.last_task; ++t) {
        const Index output = tables_.tasks[t].output;
        if (output != kNone && is_component[output] != 0) line.feeds = true;
      }
    }
    std::ranges::sort(tables_.outputs);
    const auto repeated = std::ranges::unique(tables_.outputs);
    tables_.outputs.erase(repeated.begin(), repeated.end());
  }

  const Network& network_;
  Index points_;  ///< those that matter, or that goods go to
  const std::vector<Coming>& coming_;
  bool has_goods_;
  std::vector<Micro> unit_;
  std::vector<Wide> most_;  ///< [point] stock at most
  bool fits_ = true;
  LaneTables<T> tables_;
};

}  // namespace

std::vector<Coming> list_coming(const PreparedNetwork& prepared, std::span<const OrderId> in_goods,
                                TransitMode transit) {
  std::vector<Coming> coming;
  for (OrderId id = 0; id < prepared.orders.size(); ++id) {
    if (std::ranges::binary_search(in_goods, id)) continue;
    coming.push_back(make_coming(prepared, id, transit));
  }
  return coming;
}

template <typename T>
std::optional<LaneTables<T>> make_lane_tables(const SubNetwork& own,
                                              const std::vector<Coming>& coming, bool has_goods) {
  return TableMaker<T>{own, coming, has_goods}.make();
}

template std::optional<LaneTables<std::int32_t>> make_lane_tables(const SubNetwork&,
                                                                  const std::vector<Coming>&, bool);
template std::optional<LaneTables<std::int64_t>> make_lane_tables(const SubNetwork&,
                                                                  const std::vector<Coming>&, bool);

}  // namespace runout::flow
