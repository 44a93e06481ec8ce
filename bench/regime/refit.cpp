// The whole job of a forecast on generated records, and its parts: cells, fit, one event more.
//
// The records are those of a usual test bed for competing risks: covariates with 20, 8 and 2
// levels, filed over 1,000 days, decided after Weibull or exponential waits, whichever is first.
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include <benchmark/benchmark.h>

#include "runout/base/random.h"
#include "runout/regime/cells/cell_table.h"
#include "runout/regime/decision_forecast.h"
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
  const std::array<int, 3> sizes{20, 8, 2};
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
      const auto level = static_cast<std::int32_t>(stream.uniform() * sizes.at(k));
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

/// The same records as a file would give them, with 1,000 of the pending ones.
CaseFile make_cases(const SpellTable& table) {
  CaseFile file;
  for (const Covariate& covariate : table.covariates) file.covariates.push_back(covariate.name);
  std::size_t pending = 0;
  std::map<std::array<std::int32_t, 3>, CovariateValues> known;
  for (std::size_t i = 0; i < table.spells.size(); ++i) {
    const Spell& spell = table.spells[i];
    if (!spell.cause && ++pending > kPending) continue;
    Case one;
    one.id = std::to_string(i);
    one.submitted = spell.first;
    if (spell.cause) one.decided = spell.last;
    if (spell.cause) one.outcome = *spell.cause == 0 ? "granted" : "refused";
    const std::int32_t* levels = table.levels_of(i);
    auto& shared = known[{levels[0], levels[1], levels[2]}];
    if (shared.all().empty()) {
      std::vector<std::string> values;
      values.reserve(table.covariates.size());
      for (std::size_t k = 0; k < table.covariates.size(); ++k) {
        values.push_back(table.covariates[k].levels[static_cast<std::size_t>(levels[k])]);
      }
      shared = CovariateValues{std::move(values)};
    }
    one.covariates = shared;
    file.cases.push_back(std::move(one));
  }
  return file;
}

/// From records in memory to the forecast of all pending cases.
void whole(benchmark::State& state) {
  const CaseFile file = make_cases(spells(state.range(0)));
  DecisionRequest request;
  request.horizon = kHorizon;
  request.draws = kDraws;
  for (auto _ : state) {
    const DecisionForecast forecast = forecast_cases(file, as_of(), request);
    state.counters["pending"] = static_cast<double>(forecast.pending.size());
  }
}

BENCHMARK(cells)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(model)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(one_event)->Arg(200)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(whole)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
