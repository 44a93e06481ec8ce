#include "runout/flow/replication.h"

#include <algorithm>
#include <numeric>

#include "runout/base/quantity.h"

namespace runout::flow {

Replication::Replication(const PreparedNetwork& prepared, const Draws& draws,
                         const SimulationSettings& settings)
    : prepared_{prepared},
      network_{prepared.network},
      draws_{draws},
      settings_{settings},
      all_orders_(prepared.orders.size()),
      blamer_{prepared, draws} {
  std::iota(all_orders_.begin(), all_orders_.end(), OrderId{0});
}

void Replication::simulate(std::size_t replication) {
  begin(replication);
  write_trace(0);
  for (Day day = 1; day <= network_.horizon; ++day) {
    receive_arrivals(day);
    run_lines(day);
    finish_output();
    goods_.replenish(day);
    goods_.depart(day);
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
  usable_.resize(points);
  for (std::size_t point = 0; point < points; ++point) {
    usable_[point] = network_.points[point].on_hand;
  }
  finished_.assign(points, 0);
  next_release_ = 0;

  owed_.assign(network_.tasks.size(), 0);
  made_.assign(network_.tasks.size(), 0);
  outcomes_.assign(lines, LineOutcome{});
  streak_start_.assign(lines, kNever);
  streak_days_.assign(lines, 0);

  log_.clear(lines);

  ledger_.assign(settings_.keep_ledger ? points : 0, PointLedger{});
  for (std::size_t point = 0; point < ledger_.size(); ++point) {
    ledger_[point].initial = usable_[point];
    ledger_[point].left = usable_[point];
  }
  on_order_.resize(points);
  goods_.begin({prepared_, draws_, settings_, all_orders_, prepared_.order_up_to}, replication_,
               {usable_.data(), finished_.data(), on_order_.data()}, ledger_);
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
  goods_.receive(day);
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
      refuse_amount(network_.points[point]);
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
    blamer_.append(replication_, line, outcomes_[line].run_out, log_, goods_, blame);
  }
}

void Replication::add_stock(Index point, Micro quantity) {
  if (__builtin_add_overflow(usable_[point], quantity, &usable_[point])) {
    refuse_amount(network_.points[point]);
  }
}

}  // namespace runout::flow
