#include "runout/regime/explain/route_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "runout/base/parallel.h"
#include "runout/base/random.h"
#include "runout/regime/explain/long_run.h"

namespace runout::regime {
namespace {

/// Futures worked on at once.
constexpr std::size_t kBlock = 32;

void append(RouteTally& all, const RouteTally& block) {
  for (std::size_t day = 0; day < all.pending.size(); ++day) all.pending[day] += block.pending[day];
  for (std::size_t i = 0; i < all.ended.size(); ++i) all.ended[i] += block.ended[i];
  all.medians.insert(all.medians.end(), block.medians.begin(), block.medians.end());
}

/// One step: its tally after the one before.
struct Step {
  ExplainedPart part;
  const RouteTally* tally = nullptr;
};

double quantile(std::vector<double> values, double share) {
  const auto at =
      static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(values.size() - 1)));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

/// Shares of the ways to end, of what ends within the horizon.
std::vector<double> shares_of(const RouteTally& tally) {
  double all = 0.0;
  for (const double one : tally.ended) all += one;
  std::vector<double> shares = tally.ended;
  for (double& one : shares) one = all > 0.0 ? one / all : 0.0;
  return shares;
}

std::optional<Day> whole_day(const std::optional<double>& days) {
  if (!days) return std::nullopt;
  const auto floor = static_cast<Day>(*days);
  return *days > static_cast<double>(floor) + 1e-9 ? floor + 1 : floor;
}

}  // namespace

RouteSampler::RouteSampler(std::vector<RouteStage> route, RouteChanges changes, Day horizon)
    : route_{std::move(route)},
      authorities_{std::move(changes.authorities)},
      authority_{changes.authority},
      horizon_{horizon} {
  for (const RouteStage& stage : route_) {
    long_run_models_.push_back(std::make_unique<StateModel>(at_long_run(*stage.model)));
    ahead_.emplace_back(*stage.model, horizon);
    long_run_.emplace_back(*long_run_models_.back(), horizon);
  }
  pace_ =
      PaceSampler{std::move(changes.changes), authorities_, changes.as_of, horizon, ahead_.back()};
}

void RouteSampler::follow_block(const std::vector<Knowledge>& knowledge, std::uint64_t name,
                                std::uint64_t seed, std::uint32_t first, std::uint32_t count,
                                std::vector<RouteTally>& tallies) const {
  std::vector<std::vector<StateDraw>> ahead(route_.size(), std::vector<StateDraw>(count));
  std::vector<std::vector<StateDraw>> long_run = ahead;
  for (std::size_t s = 0; s < route_.size(); ++s) {
    ahead_[s].draw(seed, first, ahead[s]);
    long_run_[s].draw(seed, first, long_run[s]);
  }
  std::vector<PaceAhead> pace;
  for (std::uint32_t i = 0; i < count; ++i) {
    RouteFuture future;
    RandomStream stream{seed, first + i, name, Purpose::decision};
    for (std::size_t s = 0; s < route_.size(); ++s) {
      future.stages.push_back({&ahead[s][i], &long_run[s][i]});
      if (s + 1 == route_.size()) break;
      future.thresholds.push_back(stream.exponential());
      future.uniforms.push_back(stream.uniform());
    }
    if (!pace_.is_idle()) {
      pace_.draw(seed, first + i, ahead.back()[i], pace);
      future.pace = &pace[authority_];
    }
    follow_route(route_, future, knowledge, tallies);
  }
}

std::vector<RouteTally> RouteSampler::follow(const std::vector<Knowledge>& knowledge,
                                             std::size_t outcomes, std::uint64_t name,
                                             const DecisionRequest& request) const {
  const std::vector<RouteTally> nothing(knowledge.size(), RouteTally{horizon_, outcomes});
  std::vector<std::vector<RouteTally>> blocks((request.draws + kBlock - 1) / kBlock, nothing);
  parallel_blocks(request.draws, kBlock, request.threads, [&](std::size_t begin, std::size_t end) {
    follow_block(knowledge, name, request.seed, static_cast<std::uint32_t>(begin),
                 static_cast<std::uint32_t>(end - begin), blocks[begin / kBlock]);
  });
  std::vector<RouteTally> all = nothing;
  for (const auto& block : blocks) {
    for (std::size_t i = 0; i < all.size(); ++i) append(all[i], block[i]);
  }
  return all;
}

void explain_route(const RouteSampler& sampler, const RouteSampler* before, const RouteSteps& steps,
                   std::uint64_t name, const DecisionRequest& request, Explanation& explanation) {
  const std::size_t known = steps.covariates.size();
  std::vector<Knowledge> knowledge{{}, {.waited = true}};
  for (std::size_t k = 0; k <= known; ++k) {
    knowledge.push_back({.waited = true, .calendar = true, .covariates = k});
  }
  std::vector<Step> found{{}, {{"waited", steps.waited}}, {{"calendar", ""}}};
  for (const std::string& label : steps.covariates) found.push_back({{"covariate", label}});
  const std::size_t outcomes = explanation.outcomes.size();
  const RouteSampler& first = before != nullptr ? *before : sampler;
  const std::vector<RouteTally> tallies = first.follow(knowledge, outcomes, name, request);
  for (std::size_t i = 0; i < tallies.size(); ++i) found[i].tally = &tallies[i];
  std::vector<Knowledge> rest;
  if (before != nullptr) {
    rest.push_back(knowledge.back());
    found.push_back({{"reports", ""}});
  }
  if (sampler.has_changes()) {
    rest.push_back(knowledge.back());
    rest.back().changes = true;
    found.push_back({{"changes", ""}});
  }
  const std::vector<RouteTally> others = sampler.follow(rest, outcomes, name, request);
  for (std::size_t i = 0; i < others.size(); ++i) found[tallies.size() + i].tally = &others[i];

  const auto median = [&](const RouteTally& tally) {
    const auto days = quantile_days(tally, 0.5);
    if (!days) explanation.beyond_horizon = true;
    return days.value_or(static_cast<double>(tally.pending.size()) - 1.0);
  };
  explanation.typical_days = median(*found.front().tally);
  explanation.days = explanation.typical_days;
  std::vector<double> shares = shares_of(*found.front().tally);
  for (std::size_t o = 0; o < outcomes; ++o) explanation.outcomes[o].typical = shares[o];
  for (std::size_t i = 1; i < found.size(); ++i) {
    const RouteTally& tally = *found[i].tally;
    std::vector<double> changes = tally.medians;
    for (std::size_t f = 0; f < changes.size(); ++f) changes[f] -= found[i - 1].tally->medians[f];
    ExplainedPart& part = found[i].part;
    const double days = median(tally);
    part.days = days - explanation.days;
    part.low = quantile(changes, 0.1);
    part.high = quantile(changes, 0.9);
    explanation.days = days;
    const std::vector<double> next = shares_of(tally);
    for (std::size_t o = 0; o < outcomes; ++o) {
      explanation.outcomes[o].change.push_back(next[o] - shares[o]);
    }
    shares = next;
    explanation.parts.push_back(std::move(part));
  }
  for (std::size_t o = 0; o < outcomes; ++o) explanation.outcomes[o].chance = shares[o];
  const RouteTally& last = *found.back().tally;
  explanation.p10 = whole_day(quantile_days(last, 0.1));
  explanation.p50 = whole_day(quantile_days(last, 0.5));
  explanation.p90 = whole_day(quantile_days(last, 0.9));
}

}  // namespace runout::regime
