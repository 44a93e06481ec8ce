#include "runout/flow/replication.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/quantity.h"

namespace runout::flow {

Replication::Replication(const PreparedNetwork& prepared, const Draws& draws,
                         const SimulationSettings& settings)
    : prepared_{prepared},
      network_{prepared.network},
      draws_{draws},
      settings_{settings},
      blamer_{prepared, draws} {}

void Replication::simulate(std::size_t replication) {
  begin(replication);
  write_trace(0);
  for (Day day = 1; day <= network_.horizon; ++day) {
    receive_arrivals(day);
    run_lines(day);
    finish_output();
    replenish(day);
    depart(day);
    write_trace(day);
  }
  for (std::size_t line = 0; line < network_.lines.size(); ++line) {
    for (const Index task : network_.lines[line].tasks) {
      outcomes_[line].lost_units += owed_[task];
    }
  }
}

void Replication::begin(std::size_t replication) {
  replication_ = replication;
  const std::size_t points = network_.points.size();
  const std::size_t lines = network_.lines.size();
  const std::size_t days = static_cast<std::size_t>(network_.horizon) + 1;

  usable_.resize(points);
  for (std::size_t point = 0; point < points; ++point) {
    usable_[point] = network_.points[point].on_hand;
  }
  finished_.assign(points, 0);
  on_order_ = prepared_.on_order;
  promised_.assign(points, 0);
  next_release_ = 0;

  owed_.assign(network_.tasks.size(), 0);
  made_.assign(network_.tasks.size(), 0);
  outcomes_.assign(lines, LineOutcome{});
  streak_start_.assign(lines, kNever);
  streak_days_.assign(lines, 0);

  orders_ = prepared_.orders;
  shipments_.clear();
  usable_on_.assign(days, kNone);
  wakes_on_.assign(days, kNone);
  lost_on_.assign(days, kNone);
  waiting_.clear();
  turns_used_.assign(network_.policies.size(), 0);
  orders_made_.assign(network_.policies.size(), 0);
  to_order_.assign(network_.policies.size(), 0);

  licence_left_.clear();
  for (const Licence& licence : network_.licences) {
    licence_left_.push_back(
        {licence.left.value_or(0), licence.shipments_left.value_or(0), !licence.usable});
  }

  log_.clear(lines);

  ledger_.assign(settings_.keep_ledger ? points : 0, PointLedger{});
  for (std::size_t point = 0; point < ledger_.size(); ++point) {
    ledger_[point].initial = usable_[point];
    ledger_[point].left = usable_[point];
  }
  plan_departures();
}

// 1. Yesterday's output and today's arrivals become usable stock.
void Replication::receive_arrivals(Day day) {
  for (const Task& task : network_.tasks) {
    add_stock(task.output, finished_[task.output]);
    finished_[task.output] = 0;
  }
  for (; next_release_ < prepared_.releases.size() && prepared_.releases[next_release_].day <= day;
       ++next_release_) {
    const Release& release = prepared_.releases[next_release_];
    add_stock(release.point, release.quantity);
    if (!ledger_.empty()) ledger_[release.point].released += release.quantity;
  }
  for (std::uint32_t i = usable_on_[static_cast<std::size_t>(day)]; i != kNone;
       i = shipments_[i].next_usable) {
    const Index point = orders_[shipments_[i].order].to;
    add_stock(point, shipments_[i].quantity);
    on_order_[point] -= shipments_[i].quantity;
    if (!ledger_.empty()) ledger_[point].arrived += shipments_[i].quantity;
  }
}

// 3. What was made today is stock of its item at the site of the line, usable from tomorrow.
void Replication::finish_output() {
  for (std::size_t task = 0; task < network_.tasks.size(); ++task) {
    if (made_[task] == 0) continue;
    const Index point = network_.tasks[task].output;
    Micro produced = 0;
    Micro closing = 0;
    if (__builtin_mul_overflow(made_[task], kMillion, &produced) ||
        __builtin_add_overflow(finished_[point], produced, &finished_[point]) ||
        __builtin_add_overflow(finished_[point], usable_[point], &closing)) {
      refuse_amount(point);
    }
    if (!ledger_.empty()) ledger_[point].produced += produced;
  }
}

void Replication::write_trace(Day day) {
  if (day == network_.horizon) {
    for (std::size_t point = 0; point < ledger_.size(); ++point) {
      ledger_[point].left = usable_[point] + finished_[point];
    }
  }
  if (trace_.empty()) return;
  const std::size_t days = static_cast<std::size_t>(network_.horizon) + 1;
  for (std::size_t i = 0; i < settings_.traced_points.size(); ++i) {
    const Index point = settings_.traced_points[i];
    trace_[i * days + static_cast<std::size_t>(day)] = usable_[point] + finished_[point];
  }
}

void Replication::append_blame(std::vector<BlameShare>& blame) {
  for (Index line = 0; line < network_.lines.size(); ++line) {
    if (outcomes_[line].run_out == kNever) continue;
    blamer_.append(replication_, line, outcomes_[line].run_out, log_, *this, blame);
  }
}

void Replication::append_missing(OrderId id, std::uint32_t alternative, Day day,
                                 std::vector<Suspect>& suspects) const {
  Micro rest = orders_[id].quantity;
  for (std::uint32_t row = orders_[id].latest_shipment; row != kNone;
       row = shipments_[row].next_of_order) {
    const Shipment& shipment = shipments_[row];
    if (shipment.departed > day) continue;
    rest -= shipment.quantity;
    if (shipment.usable > day) {
      suspects.push_back({id, row, shipment.departed, alternative, shipment.quantity});
    }
  }
  if (rest > 0) suspects.push_back({id, kNone, kNever, alternative, rest});
}

void Replication::add_stock(Index point, Micro quantity) {
  if (__builtin_add_overflow(usable_[point], quantity, &usable_[point])) refuse_amount(point);
}

void Replication::refuse_amount(Index point) const {
  throw Error{ErrorKind::invalid_input,
              fmt::format("stock of '{}' at '{}' grows beyond {} units, more than can be held "
                          "exactly",
                          network_.points[point].item, network_.points[point].site,
                          std::numeric_limits<Micro>::max() / kMillion)};
}

}  // namespace runout::flow
