// The whole job of a forecast on generated records, and its parts: cells, fit, futures, pending.
//
// The records are those of a usual test bed for competing risks: covariates with 20, 8 and 2
// levels, filed over 1,000 days, decided after Weibull or exponential waits, whichever is first.
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include <benchmark/benchmark.h>

#include "runout/base/random.h"
#include "runout/regime/cells/cell_table.h"
#include "runout/regime/future/state_draw.h"
#include "runout/regime/state_model.h"

namespace {

using namespace runout;
using namespace runout::regime;

constexpr int kDays = 1000;
constexpr std::size_t kDraws = 1000;
constexpr std::size_t kPending = 1000;
constexpr Day kHorizon = 180;
constexpr std::uint64_t kSeed = 11;

Date as_of() { return Date{Days{20'000}}; }

SpellTable make_spells(std::size_t records) {
  SpellTable table;
  const Date first = as_of() - Days{kDays};
  table.clocks.emplace_back(std::vector<double>(7, 1.0), first, as_of() + Days{kHorizon});
  const int sizes[] = {20, 8, 2};
  std::vector<std::vector<double>> effects;
  RandomStream stream{kSeed, 0, "records", Purpose::test};
  for (const int size : sizes) {
    table.covariates.push_back({"x" + std::to_string(size), {}, {}});
    effects.emplace_back();
    for (int i = 0; i < size; ++i) {
      table.covariates.back().add(std::to_string(i));
      effects.back().push_back(0.3 * stream.normal());
    }
  }
  for (std::size_t i = 0; i < records; ++i) {
    double eta = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto level = static_cast<std::int32_t>(stream.uniform() * sizes[k]);
      table.levels.push_back(level);
      eta += effects[k][static_cast<std::size_t>(level)];
    }
    const int filed = static_cast<int>(stream.uniform() * kDays);
    const double one = 60.0 * std::pow(stream.exponential() / std::exp(eta), 1.0 / 1.4);
    const double two = 300.0 * stream.exponential();
    const int wait = static_cast<int>(std::min(one, two));
    const Date begin = first + Days{filed};
    const bool decided = begin + Days{wait} <= as_of();
    Spell spell{0.0, begin, decided ? begin + Days{wait} : as_of(), std::nullopt, 0};
    if (decided) spell.cause = one < two ? 0 : 1;
    table.spells.push_back(spell);
  }
  return table;
}

const SpellTable& spells(std::int64_t records) {
  static std::map<std::int64_t, SpellTable> known;
  auto& table = known[records];
  if (table.spells.empty()) table = make_spells(static_cast<std::size_t>(records));
  return table;
}

StateModel fit(const SpellTable& table) {
  StateSettings settings;
  settings.as_of = as_of();
  return fit_state("bench", table, case_prior({"granted", "refused"}), settings);
}

/// One decision more, from where the last fit ended.
void one_event(benchmark::State& state) {
  SpellTable table = spells(state.range(0));
  const StateModel before = fit(table);
  for (Spell& spell : table.spells) {
    if (spell.cause) continue;
    spell.cause = 0;
    break;
  }
  StateSettings settings;
  settings.as_of = as_of();
  settings.before = &before;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        fit_state("bench", table, case_prior({"granted", "refused"}), settings));
  }
}

void cells(benchmark::State& state) {
  const SpellTable& table = spells(state.range(0));
  GridSettings settings;
  settings.as_of = as_of();
  std::size_t size = 0;
  for (auto _ : state) {
    size = count_cells(table, choose_grid(table, settings)).cells.size();
  }
  state.counters["cells"] = static_cast<double>(size);
}

void model(benchmark::State& state) {
  const SpellTable& table = spells(state.range(0));
  for (auto _ : state) {
    const StateModel fitted = fit(table);
    state.counters["unknowns"] =
        static_cast<double>(fitted.hazard.mode.dense.size() + fitted.hazard.mode.periods.size());
  }
}

/// 1,000 futures, and 1,000 pending cases followed through each.
void follow(const StateModel& model, const SpellTable& table) {
  const StateSampler sampler{model, kHorizon};
  std::vector<StateDraw> draws(50);
  std::vector<double> collected(kHorizon);
  double sum = 0.0;
  for (std::size_t first = 0; first < kDraws; first += draws.size()) {
    sampler.draw(kSeed, static_cast<std::uint32_t>(first), draws);
    for (std::size_t d = 0; d < draws.size(); ++d) {
      std::int32_t waited = -1;
      for (std::size_t i = 0; i < kPending; ++i) {
        const auto own = static_cast<std::int32_t>(i * 150 / kPending);
        if (own != waited) {
          waited = own;
          double total = 0.0;
          for (Day day = 1; day <= kHorizon; ++day) {
            total += draws[d].hazard_on(day, model.bins.of(waited + day - 1));
            collected[static_cast<std::size_t>(day) - 1] = total;
          }
        }
        double factor = 1.0;
        for (std::size_t k = 0, at = 0; k < 3; ++k) {
          const auto level = static_cast<std::size_t>(table.levels_of(i)[k]);
          factor *= draws[d].effect[at + level];
          at += table.covariates[k].levels.size();
        }
        RandomStream stream{kSeed, static_cast<std::uint32_t>(first + d), i, Purpose::decision};
        const auto reached =
            std::lower_bound(collected.begin(), collected.end(), stream.exponential() / factor);
        sum += static_cast<double>(reached - collected.begin());
      }
    }
  }
  benchmark::DoNotOptimize(sum);
}

void futures(benchmark::State& state) {
  const SpellTable& table = spells(state.range(0));
  const StateModel fitted = fit(table);
  for (auto _ : state) follow(fitted, table);
}

void whole(benchmark::State& state) {
  const SpellTable& table = spells(state.range(0));
  for (auto _ : state) follow(fit(table), table);
}

BENCHMARK(cells)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(model)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(one_event)->Arg(200)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(futures)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(whole)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
