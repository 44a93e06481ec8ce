#include "runout/base/draws.h"

#include <algorithm>

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout {

Stage Draws::stage_on(std::size_t replication, std::size_t application, Day day) const {
  const auto changes = stages_of(replication, application);
  Stage stage = changes.front().stage;
  for (const StageChange& change : changes) {
    if (change.day > day) break;
    stage = change.stage;
  }
  return stage;
}

Draws take_some(const Draws& draws, std::size_t first, std::size_t count) {
  Draws some;
  some.replications = std::min(count, draws.replications - std::min(first, draws.replications));
  some.first_replication = draws.first_replication + first;
  some.applications = draws.applications;
  some.policies = draws.policies;
  some.turns_per_policy = draws.turns_per_policy;
  const auto part = [](const auto& all, std::size_t from, std::size_t size) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
    return std::vector(begin, begin + static_cast<std::ptrdiff_t>(size));
  };
  const std::size_t from = first * draws.applications;
  const std::size_t cells = some.replications * draws.applications;
  some.in_hand_day = part(draws.in_hand_day, from, cells);
  some.outcome = part(draws.outcome, from, cells);
  some.final_day = part(draws.final_day, from, cells);
  some.first_stage = part(draws.first_stage, from, cells + 1);
  const std::uint32_t stages_before = some.first_stage.front();
  some.stages = part(draws.stages, stages_before, some.first_stage.back() - stages_before);
  for (std::uint32_t& stage : some.first_stage) stage -= stages_before;
  const std::size_t turns = draws.policies * draws.turns_per_policy;
  some.turns = part(draws.turns, first * turns, some.replications * turns);
  return some;
}

void check(const Draws& draws) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw Error{ErrorKind::internal, fmt::format("draws: {}", what)};
  };
  const std::size_t cells = draws.replications * draws.applications;
  require(draws.in_hand_day.size() == cells, "in_hand_day has the wrong shape");
  require(draws.outcome.size() == cells, "outcome has the wrong shape");
  require(draws.final_day.size() == cells, "final_day has the wrong shape");
  require(draws.first_stage.size() == cells + 1, "first_stage has the wrong shape");
  require(draws.turns.size() == draws.replications * draws.policies * draws.turns_per_policy,
          "turns has the wrong shape");
  require(draws.first_stage.front() == 0 && draws.first_stage.back() == draws.stages.size(),
          "first_stage does not span stages");
  for (std::size_t i = 0; i < cells; ++i) {
    require(draws.first_stage[i] < draws.first_stage[i + 1], "an application without a stage");
    const auto begin = draws.stages.begin() + draws.first_stage[i];
    const auto end = draws.stages.begin() + draws.first_stage[i + 1];
    require(begin->day <= 0, "the first stage begins after the as-of day");
    Day in_hand = kNever;
    for (auto change = begin; change != end; ++change) {
      require(change == begin || (change - 1)->day <= change->day, "stages out of order");
      if (change->stage == Stage::in_hand) in_hand = change->day;
    }
    require(in_hand == draws.in_hand_day[i], "in_hand_day differs from the stages");
  }
}

}  // namespace runout
