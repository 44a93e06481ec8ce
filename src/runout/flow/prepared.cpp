#include "runout/flow/prepared.h"

#include <algorithm>

#include "runout/base/random.h"
#include "runout/flow/transit.h"

namespace runout::flow {
namespace {

Day planned_arrival(const Consignment& consignment) {
  if (consignment.under_way) {
    return continue_journey(*consignment.under_way, consignment.transit, TransitMode::typical, {})
        .arrives;
  }
  return add_days(std::max(1, consignment.ready), std::max(1, consignment.transit.typical));
}

Order make_order(const Consignment& consignment) {
  Order order;
  order.to = consignment.to;
  order.from = consignment.from;
  order.departs_on = consignment.departs_on;
  order.received_on = consignment.received_on;
  order.transit = &consignment.transit;
  order.entity = entity_hash(consignment.code);
  order.ready = consignment.ready;
  order.planned_arrival = planned_arrival(consignment);
  order.quantity = consignment.quantity;
  order.waiting = consignment.quantity;
  return order;
}

}  // namespace

PreparedNetwork::PreparedNetwork(const Network& network_to_prepare)
    : network{network_to_prepare},
      bound_for(network.points.size()),
      makers(network.points.size()),
      line_feeds(network.lines.size(), 0),
      on_order(network.points.size(), 0),
      releases{network.releases} {
  for (const Consignment& consignment : network.consignments) {
    orders.push_back(make_order(consignment));
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
}

}  // namespace runout::flow
