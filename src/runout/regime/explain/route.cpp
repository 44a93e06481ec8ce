#include "runout/regime/explain/route.h"

#include <algorithm>
#include <numbers>

#include "runout/base/portable_math.h"

namespace runout::regime {
namespace {

/// Effects of one stage in one future: those of the typical case and the case's own.
struct Effects {
  struct Pair {
    double usual = 0.0;
    double own = 0.0;
  };
  std::vector<Pair> hazard;               ///< [covariate] logarithms
  std::vector<std::vector<Pair>> splits;  ///< [split][covariate] log odds

  static double sum(const std::vector<Pair>& pairs, std::size_t known) {
    double all = 0.0;
    for (std::size_t k = 0; k < pairs.size(); ++k) all += k < known ? pairs[k].own : pairs[k].usual;
    return all;
  }
};

template <typename Value>
std::vector<Effects::Pair> pairs_of(const RouteStage& stage, const Value& value) {
  std::vector<Effects::Pair> pairs(stage.own.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    for (const auto& [effect, share] : stage.usual[k]) pairs[k].usual += share * value(effect);
    if (stage.own[k]) pairs[k].own = value(*stage.own[k]);
  }
  return pairs;
}

Effects find_effects(const RouteStage& stage, const StateDraw& draw) {
  Effects effects;
  effects.hazard = pairs_of(stage, [&](std::size_t e) { return portable::log(draw.effect[e]); });
  for (const SplitDraw& split : draw.splits) {
    effects.splits.push_back(pairs_of(stage, [&](std::size_t e) { return split.effect[e]; }));
  }
  return effects;
}

/// One case in one future under one knowledge.
class RouteFollower {
 public:
  RouteFollower(const std::vector<RouteStage>& route, const RouteFuture& future,
                const std::vector<Effects>& effects, const Knowledge& knowledge, RouteTally& tally)
      : route_{route},
        future_{future},
        effects_{effects},
        knowledge_{knowledge},
        tally_{tally},
        horizon_{static_cast<Day>(tally.pending.size()) - 1} {}

  void follow() {
    Day begin = 0;
    for (std::size_t s = 0; s + 1 < route_.size(); ++s) {
      const auto left = leave(s, begin);
      stay(begin, left ? left->first : horizon_ + 1);
      if (!left) return finish(static_cast<double>(horizon_));
      begin = left->first;
      if (left->second) {
        tally_.ended[*left->second] += 1.0;
        return finish(begin);
      }
    }
    decide(begin);
  }

 private:
  void finish(double median) { tally_.medians.push_back(median); }

  /// Undecided at the end of the days from .. to - 1.
  void stay(Day from, Day to) {
    for (Day day = from; day < to; ++day) tally_.pending[static_cast<std::size_t>(day)] += 1.0;
  }

  [[nodiscard]] const StateDraw& draw(std::size_t stage) const {
    return knowledge_.calendar ? *future_.stages[stage].ahead : *future_.stages[stage].long_run;
  }

  [[nodiscard]] std::int32_t waited_at_first(std::size_t stage) const {
    return stage == 0 && knowledge_.waited ? route_[stage].waited : 0;
  }

  /// Factors of the known covariates' departures, [bin].
  [[nodiscard]] std::vector<double> departures(const RouteStage& stage) const {
    std::vector<double> factors(stage.model->bins.size(), 0.0);
    for (std::size_t k = 0; k < std::min(knowledge_.covariates, stage.departures.size()); ++k) {
      for (std::size_t bin = 0; bin < factors.size(); ++bin) {
        factors[bin] += stage.departures[k][bin];
      }
    }
    for (double& factor : factors) factor = portable::exp(factor);
    return factors;
  }

  /// The day on which a stage before the last is left, and the outcome if that ends it all.
  [[nodiscard]] std::optional<std::pair<Day, std::optional<std::size_t>>> leave(std::size_t s,
                                                                                Day begin) const {
    const RouteStage& stage = route_[s];
    const StateDraw& drawn = draw(s);
    const double factor = portable::exp(Effects::sum(effects_[s].hazard, knowledge_.covariates));
    const std::vector<double> departure = departures(stage);
    std::int32_t waited = waited_at_first(s);
    double collected = 0.0;
    for (Day day = begin + 1; day <= horizon_; ++day) {
      const auto i = static_cast<std::size_t>(day) - 1;
      const std::size_t bin = stage.model->bins.of(waited);
      collected += factor * departure[bin] * stage.open[i] * drawn.hazard_on(day, bin);
      if (collected >= future_.thresholds[s]) {
        std::vector<double> shares(stage.outcomes.size(), 0.0);
        share_out(s, day, bin, nullptr, 1.0, shares);
        double before = 0.0;
        for (std::size_t cause = 0; cause + 1 < shares.size(); ++cause) {
          before += shares[cause];
          if (future_.uniforms[s] < before) return std::pair{day, stage.outcomes[cause]};
        }
        return std::pair{day, stage.outcomes.back()};
      }
      waited += stage.ticks[i];
    }
    return std::nullopt;
  }

  /// Adds a chance to the causes, [cause].
  void share_out(std::size_t s, Day day, std::size_t bin, const PaceAhead* pace, double chance,
                 std::vector<double>& causes) const {
    const StateDraw& drawn = draw(s);
    const StateModel& model = *route_[s].model;
    const auto period = static_cast<std::size_t>((day - 1) / drawn.period_days);
    std::vector<std::size_t> in_force;
    if (pace != nullptr) pace->add_effects(day, in_force);
    for (std::size_t i = 0; i < drawn.splits.size(); ++i) {
      const SplitDraw& split = drawn.splits[i];
      double odds = split.by_bin[bin] + split.by_period[period] +
                    Effects::sum(effects_[s].splits[i], knowledge_.covariates);
      for (const std::size_t effect : in_force) odds += split.effect[effect];
      const double own = chance / (1.0 + portable::exp(-odds));
      causes[model.splits[i].cause] += own;
      chance -= own;
    }
    causes[model.last_cause] += chance;
  }

  /// Of a decision on days past that is not known yet, without the factor.
  [[nodiscard]] double unknown_hazard(const std::vector<double>& departure) const {
    const RouteStage& stage = route_.front();
    double sum = 0.0;
    for (std::size_t back = 0; back < stage.unknown.size(); ++back) {
      const std::size_t bin =
          stage.model->bins.of(stage.waited - 1 - static_cast<std::int32_t>(back));
      sum += stage.unknown[back] * departure[bin] * draw(0).hazard[bin];
    }
    return sum;
  }

  void decide(Day begin) {
    constexpr double kNothingLeft = 1e-7;
    const std::size_t s = route_.size() - 1;
    const RouteStage& stage = route_[s];
    const StateDraw& drawn = draw(s);
    const PaceAhead* pace = knowledge_.changes ? future_.pace : nullptr;
    const double factor = portable::exp(Effects::sum(effects_[s].hazard, knowledge_.covariates)) *
                          (knowledge_.changes ? stage.need_factor : 1.0);
    const std::vector<double> departure = departures(stage);
    std::int32_t waited = waited_at_first(s);
    std::vector<double> causes(stage.outcomes.size(), 0.0);
    std::optional<double> median;
    double collected = 0.0;
    double left = 1.0;
    tally_.pending[static_cast<std::size_t>(begin)] += 1.0;
    for (Day day = begin + 1; day <= horizon_; ++day) {
      const auto i = static_cast<std::size_t>(day) - 1;
      const std::size_t bin = stage.model->bins.of(waited);
      double hazard = factor * departure[bin] * stage.open[i] * drawn.hazard_on(day, bin);
      if (pace != nullptr) hazard *= pace->on(day);
      if (day == 1 && s == 0 && knowledge_.waited) hazard += factor * unknown_hazard(departure);
      waited += stage.ticks[i];
      if (hazard > 0.0) {
        if (!median && collected + hazard >= std::numbers::ln2) {
          median = day - 1 + (std::numbers::ln2 - collected) / hazard;
        }
        collected += hazard;
        const double next = portable::exp(-collected);
        share_out(s, day, bin, pace, left - next, causes);
        left = next;
      }
      if (left < kNothingLeft) break;
      tally_.pending[static_cast<std::size_t>(day)] += left;
    }
    for (std::size_t cause = 0; cause < causes.size(); ++cause) {
      if (stage.outcomes[cause]) tally_.ended[*stage.outcomes[cause]] += causes[cause];
    }
    finish(median.value_or(horizon_));
  }

  const std::vector<RouteStage>& route_;
  const RouteFuture& future_;
  const std::vector<Effects>& effects_;
  const Knowledge& knowledge_;
  RouteTally& tally_;
  Day horizon_;
};

}  // namespace

void follow_route(const std::vector<RouteStage>& route, const RouteFuture& future,
                  std::span<const Knowledge> knowledge, std::span<RouteTally> tallies) {
  std::vector<Effects> effects;
  effects.reserve(route.size());
  for (std::size_t s = 0; s < route.size(); ++s) {
    effects.push_back(find_effects(route[s], *future.stages[s].ahead));
  }
  for (std::size_t i = 0; i < knowledge.size(); ++i) {
    RouteFollower{route, future, effects, knowledge[i], tallies[i]}.follow();
  }
}

std::optional<double> quantile_days(const RouteTally& tally, double share) {
  const auto all = static_cast<double>(tally.medians.size());
  for (std::size_t day = 1; day < tally.pending.size(); ++day) {
    const double ended = 1.0 - tally.pending[day] / all;
    if (ended < share) continue;
    const double before = 1.0 - tally.pending[day - 1] / all;
    return static_cast<double>(day) - (ended - share) / std::max(ended - before, 1e-12);
  }
  return std::nullopt;
}

}  // namespace runout::regime
