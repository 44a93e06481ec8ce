#include "flow/reference.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "runout/base/random.h"
#include "runout/flow/transit.h"

namespace runout::flow::fixtures {
namespace {

__extension__ using Big = __int128;

/// Goods that wait somewhere to leave. Ordered as they are served: ready, on file first, row.
struct Waiting {
  Day ready = 1;
  int from_policy = 0;  ///< 0: on file
  std::size_t row = 0;  ///< of the consignment, or count of policy orders
  Micro rest = 0;
  Index policy = 0;
  Day licensed = 1;  ///< policy orders: may leave from then on; kNever: never
  Day known_lost = kNever;
  bool passed_on = false;
  std::string code;
  [[nodiscard]] auto key() const { return std::tuple{ready, from_policy, row}; }
};

/// Goods that have left: usable at `to` from `day`.
struct Coming {
  Day day = kNever;
  Index to = 0;
  Micro quantity = 0;
};

class Follower {
 public:
  Follower(const Network& network, const Draws& draws, std::size_t replication,
           const SimulationSettings& settings)
      : n_{network}, d_{draws}, r_{replication}, s_{settings} {
    for (Index p = 0; p < n_.points.size(); ++p) stock_[p] = n_.points[p].on_hand;
    for (Index i = 0; i < n_.licences.size(); ++i) {
      if (n_.licences[i].left) amount_left_[i] = *n_.licences[i].left;
      if (n_.licences[i].shipments_left) shipments_left_[i] = *n_.licences[i].shipments_left;
    }
    for (std::size_t i = 0; i < n_.consignments.size(); ++i) {
      const Consignment& c = n_.consignments[i];
      if (c.under_way) {
        const Journey journey =
            continue_journey(*c.under_way, TransitLaw{c.transit}, s_.transit, journey_key(c.code));
        coming_.push_back({opens(c.received_on, journey.arrives), c.to, c.quantity});
      } else {
        Waiting w;
        w.ready = c.ready;
        w.row = i;
        w.rest = c.quantity;
        w.code = c.code;
        waiting_.push_back(w);
      }
    }
  }

  ReferenceResult run() {
    result_.lines.resize(n_.lines.size());
    result_.lost_by_task.resize(n_.tasks.size());
    history_.resize(n_.lines.size());
    result_.stock.resize(n_.points.size() * static_cast<std::size_t>(n_.horizon + 1));
    remember(0);
    for (Day day = 1; day <= n_.horizon; ++day) {
      arrivals(day);
      production(day);
      policies(day);
      departures(day);
      for (const auto& [point, made] : made_) stock_[point] += made;
      made_.clear();
      remember(day);
    }
    for (std::size_t line = 0; line < n_.lines.size(); ++line) judge(line);
    return result_;
  }

 private:
  [[nodiscard]] JourneyKey journey_key(const std::string& code) const {
    return {s_.seed, static_cast<std::uint32_t>(d_.first_replication + r_), entity_hash(code)};
  }
  [[nodiscard]] Day opens(std::optional<Index> calendar, Day day) const {
    if (!calendar) return day;
    return day > n_.horizon ? kNever : n_.calendars[*calendar].next[static_cast<std::size_t>(day)];
  }
  void remember(Day day) {
    for (Index p = 0; p < n_.points.size(); ++p) {
      result_.stock[p * static_cast<std::size_t>(n_.horizon + 1) + static_cast<std::size_t>(day)] =
          stock_[p];
    }
  }

  void arrivals(Day day) {
    for (const Release& release : n_.releases) {
      if (std::max(release.day, 1) == day) stock_[release.point] += release.quantity;
    }
    for (const Coming& coming : coming_) {
      if (coming.day == day) stock_[coming.to] += coming.quantity;
    }
    std::erase_if(coming_, [&](const Coming& coming) { return coming.day == day; });
  }

  void production(Day day) {
    for (std::size_t line = 0; line < n_.lines.size(); ++line) {
      std::int64_t planned = 0;
      std::int64_t made_in_all = 0;
      bool full = true;
      for (const Index t : n_.lines[line].tasks) {
        const Task& task = n_.tasks[t];
        const std::int64_t plan = task.plan[static_cast<std::size_t>(day)];
        if (plan == 0) continue;
        std::int64_t made = plan + std::min(result_.lost_by_task[t], task.catch_up_per_day);
        for (const Requirement& requirement : task.requirements) {
          const auto uses = in_force(requirement, day);
          if (uses.empty()) continue;
          std::int64_t possible = 0;
          for (const ComponentUse& use : uses) possible += stock_[use.point] / use.needed;
          made = std::min(made, possible);
        }
        for (const Requirement& requirement : task.requirements) {
          std::int64_t rest = made;
          for (const ComponentUse& use : in_force(requirement, day)) {
            const std::int64_t here = std::min(rest, stock_[use.point] / use.needed);
            stock_[use.point] -= here * use.needed;
            rest -= here;
          }
        }
        made_[task.output] += made * 1'000'000;
        result_.lost_by_task[t] += plan - made;
        planned += plan;
        made_in_all += made;
        full = full && made >= plan;
      }
      if (planned > 0) history_[line].push_back({day, full, made_in_all});
    }
  }
  static std::vector<ComponentUse> in_force(const Requirement& requirement, Day day) {
    std::vector<ComponentUse> uses;
    for (const ComponentUse& use : requirement.alternatives) {
      if (use.in_force.first <= day && day <= use.in_force.last) uses.push_back(use);
    }
    return uses;
  }

  /// The words, from what happened on the planned days.
  void judge(std::size_t line) {
    LineOutcome& outcome = result_.lines[line];
    const auto& days = history_[line];
    for (std::size_t i = 0; i < days.size(); ++i) {
      const auto& [day, full, made] = days[i];
      if (!full && outcome.run_out == kNever) outcome.run_out = day;
      if (made == 0) {
        ++outcome.stop_days;
        outcome.stop = std::min(outcome.stop, day);
      }
    }
    for (std::size_t i = 0; i + 5 <= days.size(); ++i) {
      const bool five_full =
          std::all_of(days.begin() + static_cast<std::ptrdiff_t>(i),
                      days.begin() + static_cast<std::ptrdiff_t>(i) + 5,
                      [](const auto& planned_day) { return std::get<1>(planned_day); });
      if (five_full && std::get<0>(days[i]) > outcome.run_out) {
        outcome.restart = std::get<0>(days[i]);
        break;
      }
    }
    for (const Index t : n_.lines[line].tasks) outcome.lost_units += result_.lost_by_task[t];
  }

  [[nodiscard]] Big on_order(Index point, Day day) {
    Big sum = 0;
    for (const Coming& coming : coming_) sum += coming.to == point ? coming.quantity : 0;
    for (const Waiting& w : waiting_) {
      const Index to = w.from_policy != 0 ? n_.policies[w.policy].to : n_.consignments[w.row].to;
      if (to == point && !is_lost(w, day)) sum += w.rest;
    }
    return sum;
  }
  /// Refused by the day, and on no day of the horizon will it be free to go.
  bool is_lost(const Waiting& w, Day day) {
    if (w.from_policy != 0) return w.known_lost <= day;
    bool refused = false;
    for (const LicenceNeed& need : n_.consignments[w.row].needs) {
      const std::size_t cell = d_.cell(r_, need.application);
      refused = refused || (d_.outcome[cell] != FinalOutcome::granted && d_.final_day[cell] <= day);
    }
    if (!refused) return false;
    for (Day later = 1; later <= n_.horizon; ++later) {
      if (may_go(w, later)) return false;
    }
    return true;
  }

  void policies(Day day) {
    std::map<Index, Micro> orders;
    for (Index i = 0; i < n_.policies.size(); ++i) {
      const Policy& p = n_.policies[i];
      if (p.kind != PolicyKind::order_up_to) continue;
      const Big missing = Big{p.level} - stock_[p.to] - made_[p.to] - on_order(p.to, day);
      if (missing <= 0) continue;
      const Big part = missing * p.share / 1'000'000;
      orders[i] = static_cast<Micro>((part + p.lot - 1) / p.lot * p.lot);
    }
    for (const auto& [policy, quantity] : orders) {
      if (quantity > 0) waiting_.push_back(make_order(policy, quantity, day));
    }
  }
  Waiting make_order(Index policy, Micro quantity, Day day) {
    Waiting w;
    w.ready = day;
    w.from_policy = 1;
    w.row = policy_orders_++;
    w.rest = quantity;
    w.policy = policy;
    w.code = n_.policies[policy].code + "#" + std::to_string(++count_[policy]);
    if (n_.policies[policy].needs_licence) {
      const auto turns = d_.turns_of(r_, policy);
      const PolicyTurn turn = turns[turns_[policy]++ % turns.size()];
      const Day decided = day + turn.preparation_days + turn.review_days;
      w.licensed = turn.outcome == FinalOutcome::granted ? decided : kNever;
      if (turn.outcome == FinalOutcome::refused) w.known_lost = std::max(decided, day + 1);
    }
    return w;
  }

  bool may_go(const Waiting& w, Day day) {
    if (w.from_policy != 0) {
      return day >= std::max(w.ready, w.licensed) &&
             opens(n_.policies[w.policy].departs_on, day) == day;
    }
    const Consignment& c = n_.consignments[w.row];
    if (day < c.ready || opens(c.departs_on, day) != day) return false;
    if (c.held_until_departure && day < *c.held_until_departure) return false;
    for (const LicenceNeed& need : c.needs) {
      if (!is_needed(need, day)) continue;
      const Day in_hand = d_.in_hand_day[d_.cell(r_, need.application)];
      if (in_hand == kNever || day < in_hand + c.days_after_licence) return false;
    }
    return true;
  }
  static bool is_needed(const LicenceNeed& need, Day day) {
    return std::any_of(need.needed.begin(), need.needed.end(),
                       [&](const DayRange& r) { return r.first <= day && day <= r.last; });
  }

  /// What each licence of a need gives to a part of the consignment, the first ones first.
  std::map<Index, Micro> give(const LicenceNeed& need, Micro part, bool whole, Day day) {
    std::map<Index, Micro> given;
    for (const LicenceUse& use : need.licences) {
      const Licence& licence = n_.licences[use.licence];
      const bool open = licence.usable && !lapsed_.contains(use.licence) &&
                        licence.valid.contains(day) &&
                        (!licence.shipments_left || shipments_left_[use.licence] > 0);
      if (!open || part == 0) continue;
      Micro can = part;
      if (licence.left) {
        const Big most = Big{amount_left_[use.licence]} * 1'000'000 / use.per_unit;
        can = static_cast<Micro>(std::min<Big>(most, part));
      }
      if (licence.is_batch && (!whole || can < part)) can = 0;
      if (can > 0) given[use.licence] = can;
      part -= can;
    }
    return given;
  }
  Micro largest_part(const Consignment& c, Micro part, Micro rest, Day day) {
    Micro smallest = part;
    for (const LicenceNeed& need : c.needs) {
      if (!need.has_rows || !is_needed(need, day)) continue;
      Micro sum = 0;
      for (const auto& [licence, amount] : give(need, part, part == rest, day)) sum += amount;
      smallest = std::min(smallest, sum);
    }
    return smallest == part ? part : largest_part(c, smallest, rest, day);
  }

  void departures(Day day) {
    std::sort(waiting_.begin(), waiting_.end(),
              [](const Waiting& a, const Waiting& b) { return a.key() < b.key(); });
    for (Waiting& w : waiting_) {
      if (may_go(w, day)) let_go(w, day);
    }
    pass_on(day);
    std::erase_if(waiting_, [&](const Waiting& w) { return w.rest == 0; });
  }
  void let_go(Waiting& w, Day day) {
    Micro part = w.rest;
    std::optional<Index> from;
    Coming coming;
    const Transit* transit = nullptr;
    std::optional<Index> receiver;
    if (w.from_policy != 0) {
      const Policy& p = n_.policies[w.policy];
      from = p.from;
      coming.to = p.to;
      transit = &p.transit;
      receiver = p.received_on;
    } else {
      const Consignment& c = n_.consignments[w.row];
      from = c.from;
      coming.to = c.to;
      transit = &c.transit;
      receiver = c.received_on;
      part = largest_part(c, part, w.rest, day);
    }
    if (part == 0 || (from && stock_[*from] < part)) return;
    if (w.from_policy == 0) use_licences(n_.consignments[w.row], part, part == w.rest, day);
    if (from) stock_[*from] -= part;
    coming.quantity = part;
    coming.day = opens(
        receiver, depart_on(day, TransitLaw{*transit}, s_.transit, journey_key(w.code)).arrives);
    coming_.push_back(coming);
    w.rest -= part;
  }
  void use_licences(const Consignment& c, Micro part, bool whole, Day day) {
    for (const LicenceNeed& need : c.needs) {
      if (!need.has_rows || !is_needed(need, day)) continue;
      const std::map<Index, Micro> given = give(need, part, whole, day);
      for (const LicenceUse& use : need.licences) {
        if (!given.contains(use.licence)) continue;
        amount_left_[use.licence] -=
            static_cast<Micro>((Big{given.at(use.licence)} * use.per_unit + 999'999) / 1'000'000);
        --shipments_left_[use.licence];
        if (n_.licences[use.licence].is_batch) lapsed_.insert(use.licence);
      }
    }
  }

  void pass_on(Day day) {
    std::map<Index, Micro> promised;
    for (const Waiting& w : waiting_) {
      if (w.passed_on && w.known_lost > day) promised[*n_.policies[w.policy].from] += w.rest;
    }
    std::map<Index, Micro> before;  // What each origin has before the first policy takes from it.
    for (const Policy& p : n_.policies) {
      if (p.from) before[*p.from] = stock_[*p.from] - promised[*p.from];
    }
    std::map<Index, Micro> free = before;
    for (Index i = 0; i < n_.policies.size(); ++i) {
      const Policy& p = n_.policies[i];
      if (p.kind != PolicyKind::pass_on || !p.from || opens(p.departs_on, day) != day) continue;
      if (before[*p.from] <= 0) continue;
      const Big part = Big{before[*p.from]} * p.share / 1'000'000 / p.lot * p.lot;
      const Micro quantity = static_cast<Micro>(std::min<Big>(part, free[*p.from] / p.lot * p.lot));
      if (quantity <= 0) continue;
      free[*p.from] -= quantity;
      Waiting w = make_order(i, quantity, day);
      w.passed_on = true;
      if (may_go(w, day)) let_go(w, day);
      if (w.rest > 0) waiting_.push_back(w);
    }
  }

  const Network& n_;
  const Draws& d_;
  std::size_t r_;
  const SimulationSettings& s_;
  std::map<Index, Micro> stock_;
  std::map<Index, Micro> made_;
  std::vector<Waiting> waiting_;
  std::vector<Coming> coming_;
  std::map<Index, Micro> amount_left_;
  std::map<Index, std::int64_t> shipments_left_;
  std::set<Index> lapsed_;
  std::map<Index, std::size_t> turns_;
  std::map<Index, int> count_;
  std::size_t policy_orders_ = 0;
  std::vector<std::vector<std::tuple<Day, bool, std::int64_t>>> history_;
  ReferenceResult result_;
};

}  // namespace

ReferenceResult follow(const Network& network, const Draws& draws, std::size_t replication,
                       const SimulationSettings& settings) {
  return Follower{network, draws, replication, settings}.run();
}

}  // namespace runout::flow::fixtures
