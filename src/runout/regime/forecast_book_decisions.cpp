#include <algorithm>
#include <numeric>
#include <optional>
#include <span>

#include "runout/regime/decision_forecast.h"
#include "runout/regime/review_outcomes.h"
#include "runout/regime/state_words.h"

namespace runout::regime {
namespace {

struct FirstDecision {
  Day day = kNever;
  std::size_t outcome = review::kGranted;
};

/// The first change of stage after the as-of day that is a decision; filing is none.
std::optional<FirstDecision> first_decision(std::span<const StageChange> changes,
                                            FinalOutcome outcome) {
  for (std::size_t i = 1; i < changes.size(); ++i) {
    const Day day = changes[i].day;
    switch (changes[i].stage) {
      case Stage::in_hand:
        return FirstDecision{day, review::kGranted};
      case Stage::returned:
        return FirstDecision{day, review::kReturned};
      case Stage::refused:
        return FirstDecision{
            day, outcome == FinalOutcome::refused ? review::kRefused : review::kWithdrawn};
      case Stage::preparing:  // After a refusal that is filed again.
        return FirstDecision{day, review::kRefused};
      case Stage::review:
        break;
    }
  }
  return std::nullopt;
}

}  // namespace

DecisionForecast forecast_book_decisions(const book::Snapshot& snapshot,
                                         const std::vector<std::string>& covariates,
                                         const DecisionRequest& request) {
  DrawSettings settings{.replications = request.draws,
                        .seed = request.seed,
                        .horizon = request.horizon,
                        .threads = request.threads,
                        .scenarios = request.scenarios};
  if (!covariates.empty()) settings.covariates = covariates;
  const DrawnDecisions drawn = draw_decisions(snapshot, {}, {}, settings);
  const auto days = static_cast<std::size_t>(request.horizon);
  DecisionForecast result;
  result.as_of = snapshot.as_of;
  result.horizon = request.horizon;
  result.draws = request.draws;
  result.outcomes.assign(review::kNames.begin(), review::kNames.end());
  result.basis = drawn.basis;
  std::vector<std::uint32_t> counts(request.draws * days, 0);
  for (std::size_t i = 0; i < snapshot.applications.size(); ++i) {
    if (!book::is_pending(snapshot.applications[i].state)) continue;
    PendingForecast pending;
    pending.id = snapshot.records.applications[i].application;
    pending.state = state_words(snapshot.applications[i]);
    pending.outcomes.assign(result.outcomes.size(), std::vector<double>(days, 0.0));
    for (std::size_t draw = 0; draw < request.draws; ++draw) {
      const auto decision = first_decision(drawn.draws.stages_of(draw, i),
                                           drawn.draws.outcome[drawn.draws.cell(draw, i)]);
      if (!decision) continue;
      const auto day = static_cast<std::size_t>(decision->day) - 1;
      pending.outcomes[decision->outcome][day] += 1.0;
      ++counts[draw * days + day];
    }
    for (auto& outcome : pending.outcomes) {
      std::partial_sum(outcome.begin(), outcome.end(), outcome.begin());
      for (double& p : outcome) p /= static_cast<double>(request.draws);
    }
    result.pending.push_back(std::move(pending));
  }
  for (std::size_t draw = 0; draw < request.draws; ++draw) {
    const auto row = counts.begin() + static_cast<std::ptrdiff_t>(draw * days);
    std::partial_sum(row, row + request.horizon, row);
  }
  result.fleet = describe_fleet(counts, request.draws, request.horizon);
  return result;
}

}  // namespace runout::regime
