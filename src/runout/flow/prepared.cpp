#include "runout/flow/prepared.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "runout/base/random.h"
#include "runout/flow/free_days.h"
#include "runout/flow/transit.h"

namespace runout::flow {
namespace {

Day planned_arrival(const Consignment& consignment, const TransitLaw& law) {
  if (consignment.under_way) {
    return continue_journey(*consignment.under_way, law, TransitMode::typical, {}).arrives;
  }
  return add_days(std::max(1, consignment.ready), law.typical);
}

Order make_order(const Consignment& consignment, const TransitLaw& law, Day horizon) {
  Order order;
  order.to = consignment.to;
  order.from = consignment.from;
  order.departs_on = consignment.departs_on;
  order.received_on = consignment.received_on;
  order.law = &law;
  order.entity = entity_hash(consignment.code);
  order.ready = consignment.ready;
  order.planned_arrival = planned_arrival(consignment, law);
  order.quantity = consignment.quantity;
  order.stays_free = std::ranges::all_of(
      consignment.needs, [&](const LicenceNeed& need) { return is_always_needed(need, horizon); });
  order.draws_down = std::ranges::any_of(consignment.needs, &LicenceNeed::has_rows);
  return order;
}

/// Makes each law once: many consignments go by one lane.
class Laws {
 public:
  Laws(std::deque<TransitLaw>& laws, TransitMode mode) : laws_{laws}, mode_{mode} {}

  const TransitLaw& of(const Transit& t) {
    const auto [known, is_new] = known_.try_emplace(
        {t.low, t.typical, t.high, t.hold_p, t.hold_low, t.hold_typical, t.hold_high}, nullptr);
    if (is_new) known->second = &laws_.emplace_back(t, mode_);
    return *known->second;
  }

 private:
  std::deque<TransitLaw>& laws_;
  TransitMode mode_;
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t, double, std::int32_t, std::int32_t,
                      std::int32_t>,
           const TransitLaw*>
      known_;
};

}  // namespace

PreparedNetwork::PreparedNetwork(const Network& network_to_prepare, TransitMode mode)
    : network{network_to_prepare},
      bound_for(network.points.size()),
      makers(network.points.size()),
      line_feeds(network.lines.size(), 0),
      on_order(network.points.size(), 0),
      releases{network.releases} {
  Laws law{laws, mode};
  for (const Policy& policy : network.policies) {
    policy_in_draws.push_back(static_cast<Index>(policy_in_draws.size()));
    policy_laws.push_back(&law.of(policy.transit));
    policy_orders.emplace_back(policy.code + "#");
  }
  for (const Consignment& consignment : network.consignments) {
    orders.push_back(make_order(consignment, law.of(consignment.transit), network.horizon));
    on_order[consignment.to] += consignment.quantity;
  }
  for (OrderId id = 0; id < orders.size(); ++id) bound_for[orders[id].to].push_back(id);
  for (std::vector<OrderId>& ids : bound_for) {
    std::ranges::stable_sort(ids, {}, [&](OrderId id) { return orders[id].planned_arrival; });
  }

  std::vector<char> is_component(network.points.size(), 0);
  for (const Task& task : network.tasks) {
    for (const Requirement& requirement : task.requirements) {
      for (const ComponentUse& use : requirement.alternatives) is_component[use.point] = 1;
    }
  }
  for (Index line = 0; line < network.lines.size(); ++line) {
    for (const Index task : network.lines[line].tasks) {
      const Index output = network.tasks[task].output;
      if (is_component[output] != 0) line_feeds[line] = 1;
      std::vector<Index>& lines = makers[output];
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
    }
  }

  std::ranges::stable_sort(releases, {}, &Release::day);
  for (Index policy = 0; policy < network.policies.size(); ++policy) {
    const bool passes_on = network.policies[policy].kind == PolicyKind::pass_on;
    (passes_on ? pass_on : order_up_to).push_back(policy);
  }
  policy_rank.resize(network.policies.size());
  Index rank = 0;
  for (const Index policy : order_up_to) policy_rank[policy] = rank++;
  for (const Index policy : pass_on) policy_rank[policy] = rank++;
}

}  // namespace runout::flow
