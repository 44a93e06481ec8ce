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
    const std::vector<double> speed = speed_of_days(draw, pace);
    std::vector<double> collected(days_);
    std::size_t known = 0;  // days of `collected`
    for (std::size_t place = 0; place < by_hazard_.size(); ++place) {
      const std::size_t i = by_hazard_[place];
      const PendingCase& one = cases_.pending[i];
      if (is_new_hazard_[place]) known = 0;
      double factor = 1.0;
      for (const std::size_t effect : one.effects) factor *= draw.effect[effect];
      RandomStream stream{request_.seed, number, one.name, Purpose::decision};
      const double enough = stream.exponential() / factor;
      collect_hazard(one, draw, speed, enough, collected, known);
      const auto reached = std::lower_bound(
          collected.begin(), collected.begin() + static_cast<std::ptrdiff_t>(known), enough);
      const auto day = static_cast<std::size_t>(reached - collected.begin());
      decided[i] = {};
      if (day == known) continue;
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

  /// What multiplies the hazard of every case on a day, [day - 1].
  [[nodiscard]] std::vector<double> speed_of_days(const StateDraw& draw,
                                                  const std::vector<PaceAhead>& pace) const {
    std::vector<double> speed(days_);
    for (std::size_t day = 0; day < days_; ++day) {
      speed[day] = draw.day_factor[day] * open(day);
      if (!pace.empty()) speed[day] *= pace.front().on(static_cast<Day>(day) + 1);
    }
    return speed;
  }

  /// Adds up the hazard of a case without covariates' effects, [day - 1], from the day `known` on
  /// until there is enough: most cases are decided long before the horizon.
  void collect_hazard(const PendingCase& one, const StateDraw& draw,
                      const std::vector<double>& speed, double enough,
                      std::vector<double>& collected, std::size_t& known) const {
    const auto period_days = static_cast<std::size_t>(draw.period_days);
    double sum = known > 0 ? collected[known - 1] : 0.0;
    while (known < days_ && (known == 0 || sum < enough)) {
      const double* period = draw.hazard.data() + known / period_days * draw.bins;
      const std::size_t end = std::min(days_, (known / period_days + 1) * period_days);
      for (; known < end; ++known) {
        const std::size_t bin = model_.bins.of(one.waited + static_cast<std::int32_t>(known));
        const double departure = one.departures.empty() ? 1.0 : one.departures[bin];
        collected[known] = sum += period[bin] * departure * speed[known];
      }
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
