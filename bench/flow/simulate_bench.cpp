// CPU time of the simulators on the realistic firm of firm.h, per 10,000 replications.
// Run: flow_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "flow/firm.h"
#include "runout/flow/simulate.h"

namespace {

using namespace runout;
using namespace runout::flow;
using flow::bench::FirmSize;

struct Firm {
  Network network;
  Draws draws;
};

/// The replications of one block of draws; more would only need more memory.
constexpr std::size_t kReplications = 512;

const Firm& firm(const FirmSize& size) {
  static std::map<std::tuple<std::size_t, bool, bool, bool>, Firm> known;
  Firm& one = known[{size.points, size.is_prunable, size.is_wide, size.has_everything}];
  if (one.network.points.empty()) {
    one.network = bench::make_firm(size);
    one.draws = bench::make_firm_draws(one.network, kReplications);
  }
  return one;
}

void measure(benchmark::State& state, const FirmSize& size, Method method,
             std::size_t replications) {
  Firm own;
  const Firm& shared = firm(size);
  SimulationSettings settings;
  settings.method = method;
  Simulator simulator{shared.network, settings};
  own.draws = shared.draws;
  if (replications < kReplications)
    own.draws = bench::make_firm_draws(shared.network, replications);
  Simulation simulation = simulator.simulate(own.draws);
  const auto ran_out = std::ranges::count_if(
      simulation.lines, [](const LineOutcome& line) { return line.run_out != kNever; });
  for (auto _ : state) {
    simulation = simulator.simulate(own.draws);
    benchmark::DoNotOptimize(simulation.lines.data());
  }
  const auto runs = static_cast<double>(state.iterations()) * static_cast<double>(replications);
  const double node_days = runs * static_cast<double>(size.points) * size.horizon;
  state.counters["node_days/s"] = benchmark::Counter(node_days, benchmark::Counter::kIsRate);
  state.counters["s/10k"] =
      benchmark::Counter(runs / 10'000, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["ran_out"] =
      static_cast<double>(ran_out) / static_cast<double>(simulation.lines.size());
  state.counters["points_kept"] = static_cast<double>(simulation.effort.points_followed);
  state.counters["uses_kept"] = static_cast<double>(simulation.effort.uses_followed);
}

/// The firm in all its kinds, by the fast simulator and, where its name says so, the plain one.
const bool firms_are_registered = [] {
  constexpr std::size_t kFew = 16;
  const auto add = [](const char* name, const FirmSize& size, Method method, std::size_t runs) {
    benchmark::RegisterBenchmark(name, measure, size, method, runs)->Unit(benchmark::kMillisecond);
  };
  add("W1_plain", {}, Method::plain, kFew);
  add("W1_prunable", {}, Method::fast, kReplications);
  add("W1_prunable_wide", {.is_wide = true}, Method::fast, kReplications);
  add("W1_nothing_prunable", {.is_prunable = false}, Method::fast, kReplications);
  add("W1_nothing_prunable_wide", {.is_prunable = false, .is_wide = true}, Method::fast,
      kReplications);
  add("W1_everything", {.has_everything = true}, Method::fast, kReplications);
  add("W1_everything_plain", {.has_everything = true}, Method::plain, kFew);
  return true;
}();

/// 1,000 stock points that are reordered every day.
void W1_reordered(benchmark::State& state) {
  constexpr std::size_t kPoints = 1000;
  constexpr Day kHorizon = 365;
  constexpr std::size_t kFew = 32;
  const Network network = bench::make_reordering_firm(kPoints, kHorizon);
  const Draws draws = bench::make_firm_draws(network, kFew);
  Simulator simulator{network, {}};
  for (auto _ : state) benchmark::DoNotOptimize(simulator.simulate(draws).lines.data());
  const double node_days =
      static_cast<double>(state.iterations()) * static_cast<double>(kPoints * kFew) * kHorizon;
  state.counters["node_days/s"] = benchmark::Counter(node_days, benchmark::Counter::kIsRate);
}

/// What 500 pending licences are worth: each granted today in 1,024 futures, only the lines that it
/// touches run again.
void values_of_500(benchmark::State& state) {
  constexpr std::size_t kFutures = 1024;
  constexpr std::size_t kLicences = 500;
  FirmSize size;
  const Network network = bench::make_firm(size);
  Draws draws = bench::make_firm_draws(network, kFutures);
  Simulator simulator{network, {}};
  std::vector<std::vector<char>> touched(network.applications);
  for (const Consignment& one : network.consignments) {
    if (one.needs.empty()) continue;
    std::vector<char>& lines = touched[one.needs.front().application];
    lines.assign(network.lines.size(), 0);
    lines[one.to] = 1;  // The first points are the lines' licensed items.
  }
  for (auto _ : state) {
    simulator.remember(draws);
    for (std::size_t row = 0; row < kLicences; ++row) {
      const std::size_t application = row * network.applications / kLicences;
      std::vector<Day> saved(kFutures);
      for (std::size_t r = 0; r < kFutures; ++r) {
        saved[r] = std::exchange(draws.in_hand_day[draws.cell(r, application)], 0);
      }
      benchmark::DoNotOptimize(
          simulator
              .simulate(draws, {.lines = touched[application],
                                .blame = false,
                                .changed = std::vector{static_cast<Index>(application)}})
              .lines.data());
      for (std::size_t r = 0; r < kFutures; ++r) {
        draws.in_hand_day[draws.cell(r, application)] = saved[r];
      }
    }
  }
}

BENCHMARK(W1_reordered)->Unit(benchmark::kMillisecond);
BENCHMARK(values_of_500)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
