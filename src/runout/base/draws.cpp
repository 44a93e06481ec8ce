#include "runout/base/draws.h"

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
