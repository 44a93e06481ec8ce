#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runout/base/parallel.h"
#include "runout/base/random.h"
#include "runout/regime/collect_cases.h"
#include "runout/regime/decision_forecast.h"
#include "runout/regime/future/change_words.h"
#include "runout/regime/future/pace.h"
#include "runout/regime/future/state_draw.h"
#include "runout/regime/honesty/case_basis.h"
#include "runout/regime/state_model.h"

namespace runout::regime {
namespace {

/// Futures worked on at once: what they need is kept in memory.
constexpr std::size_t kBatch = 64;

/// The first decision in one future.
struct Decided {
  Day day = kNever;
  std::size_t cause = 0;
};

class CaseForecaster {
 public:
  CaseForecaster(const CaseFile& file, Date as_of, const DecisionRequest& request)
      : file_{file},
        as_of_{as_of},
        request_{request},
        days_{static_cast<std::size_t>(request.horizon)} {}

  DecisionForecast forecast() {
    collect();
    StateSettings settings;
    settings.as_of = as_of_;
    const std::vector<std::string> everybody{""};
    std::vector<Intervention> changes;
    changes.reserve(request_.scenarios.size());
    for (const Scenario& scenario : request_.scenarios) {
      changes.push_back(to_intervention(scenario, as_of_));
    }
    changes_ = apply_changes(changes, everybody, as_of_, cases_.table, settings.given);
    model_ = fit_state("case", cases_.table, case_prior(cases_.outcomes), settings);
    const StateSampler sampler{model_, request_.horizon};
    pace_ = PaceSampler{changes_, everybody, as_of_, request_.horizon, sampler};
    for (PendingCase& one : cases_.pending) {
      one.effects = sampler.effects_of(one.levels);
      one.departures = sampler.departures_of(one.levels);
    }
    sort_by_hazard();

    DecisionForecast result;
    result.as_of = as_of_;
    result.horizon = request_.horizon;
    result.draws = request_.draws;
    result.outcomes = cases_.outcomes;
    for (const PendingCase& one : cases_.pending) {
      PendingForecast forecast;
      forecast.id = file_.cases[one.row].id;
      forecast.state = fmt::format("day {}", one.waited);
      forecast.outcomes.assign(cases_.outcomes.size(), std::vector<double>(days_, 0.0));
      result.pending.push_back(std::move(forecast));
    }
    follow(sampler, result);
    result.basis = make_basis();
    return result;
  }

 private:
  void collect() { cases_ = collect_cases(file_, as_of_, request_.horizon); }

  /// Puts together those that have waited as long and depart alike.
  void sort_by_hazard() {
    by_hazard_.resize(cases_.pending.size());
    std::iota(by_hazard_.begin(), by_hazard_.end(), std::size_t{0});
    std::ranges::stable_sort(by_hazard_, [&](std::size_t a, std::size_t b) {
      const PendingCase& one = cases_.pending[a];
      const PendingCase& other = cases_.pending[b];
      return std::tie(one.waited, one.departures) < std::tie(other.waited, other.departures);
    });
    for (std::size_t place = 0; place < by_hazard_.size(); ++place) {
      const PendingCase& one = cases_.pending[by_hazard_[place]];
      const PendingCase* before = place > 0 ? &cases_.pending[by_hazard_[place - 1]] : nullptr;
      is_new_hazard_.push_back(before == nullptr || before->waited != one.waited ||
                               before->departures != one.departures);
    }
  }

  /// Follows all pending cases through all futures, and counts.
  void follow(const StateSampler& sampler, DecisionForecast& result) const {
    std::vector<std::uint32_t> counts(request_.draws * days_, 0);
    std::vector<Decided> decided(std::min(kBatch, request_.draws) * cases_.pending.size());
    for (std::size_t batch = 0; batch < request_.draws; batch += kBatch) {
      const std::size_t size = std::min(kBatch, request_.draws - batch);
      parallel_blocks(size, 16, request_.threads, [&](std::size_t begin, std::size_t end) {
        std::vector<StateDraw> draws(end - begin);
        sampler.draw(request_.seed, static_cast<std::uint32_t>(batch + begin), draws);
        for (std::size_t i = begin; i < end; ++i) {
          follow_one(sampler, draws[i - begin], static_cast<std::uint32_t>(batch + i),
                     decided.data() + i * cases_.pending.size(),
                     counts.data() + (batch + i) * days_);
        }
      });
      parallel_blocks(cases_.pending.size(), 64, request_.threads,
                      [&](std::size_t begin, std::size_t end) {
                        for (std::size_t d = 0; d < size; ++d) {
                          const Decided* row = decided.data() + d * cases_.pending.size();
                          for (std::size_t i = begin; i < end; ++i) {
                            if (row[i].day == kNever) continue;
                            const auto day = static_cast<std::size_t>(row[i].day) - 1;
                            result.pending[i].outcomes[row[i].cause][day] += 1.0;
                          }
                        }
                      });
    }
    const auto all = static_cast<double>(request_.draws);
    for (PendingForecast& one : result.pending) {
      for (auto& outcome : one.outcomes) {
        std::partial_sum(outcome.begin(), outcome.end(), outcome.begin());
        for (double& p : outcome) p /= all;
      }
    }
    result.fleet = describe_fleet(counts, request_.draws, request_.horizon);
  }

  void follow_one(const StateSampler& sampler, const StateDraw& draw, std::uint32_t number,
                  Decided* decided, std::uint32_t* counts) const {
    std::vector<PaceAhead> pace;
    if (!pace_.is_idle()) pace_.draw(request_.seed, number, draw, pace);
    std::vector<double> collected(days_);
    for (std::size_t place = 0; place < by_hazard_.size(); ++place) {
      const std::size_t i = by_hazard_[place];
      const PendingCase& one = cases_.pending[i];
      if (is_new_hazard_[place]) {
        collect_hazard(one, draw, pace.empty() ? nullptr : &pace.front(), collected);
      }
      double factor = 1.0;
      for (const std::size_t effect : one.effects) factor *= draw.effect[effect];
      RandomStream stream{request_.seed, number, one.name, Purpose::decision};
      const auto reached = std::ranges::lower_bound(collected, stream.exponential() / factor);
      decided[i] = {};
      if (reached == collected.end()) continue;
      const auto day = static_cast<std::size_t>(reached - collected.begin());
      ++counts[day];
      decided[i].day = static_cast<Day>(day) + 1;
      const std::size_t bin = model_.bins.of(one.waited + static_cast<std::int32_t>(day));
      std::span<const std::size_t> effects = one.effects;
      std::vector<std::size_t> with_changes;
      if (!pace.empty() && !pace.front().in_force.empty()) {
        with_changes = one.effects;
        pace.front().add_effects(decided[i].day, with_changes);
        effects = with_changes;
      }
      decided[i].cause = sampler.cause(draw, effects, decided[i].day, bin, stream.uniform());
    }
    std::partial_sum(counts, counts + days_, counts);
  }

  /// The hazard of a case without covariates' effects, added up, [day - 1].
  void collect_hazard(const PendingCase& one, const StateDraw& draw, const PaceAhead* pace,
                      std::vector<double>& collected) const {
    double sum = 0.0;
    for (std::size_t day = 0; day < days_; ++day) {
      const std::size_t bin = model_.bins.of(one.waited + static_cast<std::int32_t>(day));
      double hazard = draw.hazard_on(static_cast<Day>(day) + 1, bin) * open(day);
      if (!one.departures.empty()) hazard *= one.departures[bin];
      if (pace != nullptr) hazard *= pace->on(static_cast<Day>(day) + 1);
      sum += hazard;
      collected[day] = sum;
    }
  }

  [[nodiscard]] double open(std::size_t day) const {
    return cases_.table.clocks.front().open(as_of_ + Days{static_cast<int>(day) + 1});
  }

  [[nodiscard]] Basis make_basis() const {
    Basis basis = describe_cases(file_, cases_, model_);
    basis.assumptions = describe_changes(changes_, model_, as_of_);
    return basis;
  }

  const CaseFile& file_;
  Date as_of_;
  const DecisionRequest& request_;
  std::size_t days_;
  CollectedCases cases_;
  std::vector<std::size_t> by_hazard_;
  std::vector<bool> is_new_hazard_;  ///< [place in by_hazard_] differs from the one before
  StateModel model_;
  std::vector<ChangeInUse> changes_;
  PaceSampler pace_;
};

}  // namespace

DecisionForecast forecast_cases(const CaseFile& file, Date as_of, const DecisionRequest& request) {
  return CaseForecaster{file, as_of, request}.forecast();
}

}  // namespace runout::regime
