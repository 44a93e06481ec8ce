// Stock points x days x replications a CPU second of the plain simulator can follow.
// Run: flow_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "runout/base/draws.h"
#include "runout/base/random.h"
#include "runout/flow/simulate.h"

namespace {

using runout::Day;
using runout::Draws;
using runout::FinalOutcome;
using runout::kNever;
using runout::Purpose;
using runout::RandomStream;
using runout::Stage;
using runout::flow::Consignment;
using runout::flow::Index;
using runout::flow::LicenceNeed;
using runout::flow::LineOutcome;
using runout::flow::Network;
using runout::flow::simulate;
using runout::flow::Simulation;
using runout::flow::SimulationSettings;
using runout::flow::Task;

constexpr Day kHorizon = 365;
constexpr std::size_t kReplications = 20;
constexpr std::int64_t kUnit = 1'000'000;

/// Whole numbers in [low, high], the same in every run.
class Numbers {
 public:
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(stream_.uniform() * static_cast<double>(high - low + 1));
  }

 private:
  RandomStream stream_{1, 0, std::uint64_t{0}, Purpose::test};
};

/// Lines of two tiers: a tenth of the points is made in-house, a twentieth waits for licences;
/// each purchased point gets a delivery every four weeks, enough on average.
Network make_network(std::size_t points) {
  Numbers numbers;
  Network network;
  network.horizon = kHorizon;
  const auto lines = static_cast<Index>(points / 20);
  const auto purchased = static_cast<Index>(points - 2 * lines);
  for (Index i = 0; i < points; ++i) {
    network.points.push_back({"I" + std::to_string(i), "PLANT", 0, false});
  }
  std::vector<std::int64_t> use_per_day(points, 0);
  for (Index line = 0; line < 2 * lines; ++line) {
    Task task;
    task.item = "T" + std::to_string(line);
    task.line = line;
    task.output = purchased + line;
    const std::int64_t rate = numbers.between(20, 80);
    for (Day day = 0; day <= kHorizon; ++day) task.plan.push_back(day % 7 < 5 ? rate : 0);
    task.catch_up_per_day = rate / 10;
    std::vector<Index> components;
    if (line >= lines) components.push_back(purchased + line - lines);  // what the first tier makes
    while (components.size() < 20) {
      const auto point = static_cast<Index>(numbers.between(0, purchased - 1));
      if (std::ranges::find(components, point) == components.end()) components.push_back(point);
    }
    for (const Index point : components) {
      task.requirements.push_back({{{point, numbers.between(1, 2) * kUnit, {}}}});
      use_per_day[point] += rate * task.requirements.back().alternatives[0].needed * 5 / 7;
    }
    network.tasks.push_back(task);
    network.lines.push_back({"L" + std::to_string(line), {line}});
  }
  for (Index point = 0; point < purchased; ++point) {
    network.points[point].on_hand = use_per_day[point] * 60;
    if (use_per_day[point] == 0) continue;
    for (Day ready = 0; ready < kHorizon; ready += 28) {
      Consignment consignment;
      consignment.code = "O" + std::to_string(network.consignments.size());
      consignment.to = point;
      consignment.quantity = use_per_day[point] * 28;
      consignment.ready = ready;
      consignment.transit = {20, 28, 44};
      if (point % 20 == 0) {
        LicenceNeed need;
        need.application = static_cast<Index>(network.applications++);
        need.needed = {{}};
        consignment.needs = {need};
      }
      network.consignments.push_back(consignment);
    }
  }
  return network;
}

/// Decisions between day 1 and 120, one in ten refused.
Draws make_draws(const Network& network) {
  Numbers numbers;
  Draws draws;
  draws.replications = kReplications;
  draws.applications = network.applications;
  draws.first_stage = {0};
  for (std::size_t i = 0; i < draws.replications * draws.applications; ++i) {
    const auto decided = static_cast<Day>(numbers.between(1, 120));
    const bool granted = numbers.between(1, 10) > 1;
    draws.in_hand_day.push_back(granted ? decided : kNever);
    draws.outcome.push_back(granted ? FinalOutcome::granted : FinalOutcome::refused);
    draws.final_day.push_back(decided);
    draws.stages.push_back({0, Stage::review});
    draws.stages.push_back({decided, granted ? Stage::in_hand : Stage::refused});
    draws.first_stage.push_back(static_cast<std::uint32_t>(draws.stages.size()));
  }
  return draws;
}

/// Something must run short and something must arrive, or an idle loop is measured.
bool is_eventful(const Network& network, const Draws& draws) {
  SimulationSettings settings;
  settings.keep_ledger = true;
  const Simulation simulation = simulate(network, draws, settings);
  const auto short_lines = std::ranges::count_if(
      simulation.lines, [](const LineOutcome& line) { return line.run_out != kNever; });
  const bool arrives =
      std::ranges::any_of(simulation.ledger, [](const auto& point) { return point.arrived > 0; });
  return arrives && short_lines > 0 &&
         short_lines < static_cast<std::ptrdiff_t>(simulation.lines.size());
}

void BM_Simulate(benchmark::State& state) {
  const Network network = make_network(static_cast<std::size_t>(state.range(0)));
  const Draws draws = make_draws(network);
  if (!is_eventful(network, draws)) {
    state.SkipWithError("some lines must run short and some goods must arrive");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(simulate(network, draws, {}));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * kHorizon *
                          static_cast<std::int64_t>(kReplications));
  state.SetLabel("items are stock points x days x replications");
}
BENCHMARK(BM_Simulate)->ArgName("points")->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
