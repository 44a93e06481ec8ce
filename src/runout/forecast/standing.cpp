#include "runout/forecast/standing.h"

#include <algorithm>

namespace runout::forecast {
namespace {

Stage open_stage(book::ApplicationState state) {
  switch (state) {
    case book::ApplicationState::needed:
    case book::ApplicationState::preparing:
      return Stage::preparing;
    case book::ApplicationState::returned:
      return Stage::returned;
    case book::ApplicationState::filed:
    case book::ApplicationState::accepted:
    case book::ApplicationState::query_open:
    case book::ApplicationState::held:
    case book::ApplicationState::granted:
    case book::ApplicationState::in_hand:
    case book::ApplicationState::refused:
    case book::ApplicationState::withdrawn:
    case book::ApplicationState::lapsed:
      return Stage::review;
  }
  return Stage::review;
}

FinalOutcome end_of(book::ApplicationState state) {
  switch (state) {
    case book::ApplicationState::granted:
    case book::ApplicationState::in_hand:
      return FinalOutcome::granted;
    case book::ApplicationState::withdrawn:
      return FinalOutcome::withdrawn;
    case book::ApplicationState::lapsed:
      return FinalOutcome::lapsed;
    default:
      return FinalOutcome::refused;
  }
}

CasePath keep_decision(const book::Snapshot& snapshot, std::size_t application) {
  const book::ApplicationStatus& status = snapshot.applications[application];
  const Date decided_on = status.decided_on.value_or(snapshot.as_of);
  CasePath path;
  path.final_day = std::min<Day>(0, static_cast<Day>((decided_on - snapshot.as_of).count()));
  path.outcome = end_of(status.state);
  if (path.outcome != FinalOutcome::granted) {
    path.stages.push_back({path.final_day, Stage::refused});
    return path;
  }
  // A document that comes later is a row of licences.csv, and its validity begins with it.
  path.stages.push_back({path.final_day, Stage::in_hand});
  return path;
}

}  // namespace

std::vector<Standing> find_standings(const book::Snapshot& snapshot, const BuiltNetwork& built) {
  std::vector<Standing> standings;
  for (std::size_t row = 0; row < snapshot.records.applications.size(); ++row) {
    const book::ApplicationState state = snapshot.applications[row].state;
    const bool is_filed_again =
        state == book::ApplicationState::refused &&
        snapshot.records.authority(snapshot.records.applications[row].authority).after_refusal ==
            book::AfterRefusal::refile;
    Standing standing;
    standing.is_open = book::is_pending(state) || is_filed_again;
    standing.stage = is_filed_again ? Stage::preparing : open_stage(state);
    if (!standing.is_open) standing.decided = keep_decision(snapshot, row);
    standings.push_back(std::move(standing));
  }
  standings.resize(standings.size() + built.new_cases.size());
  return standings;
}

namespace {

/// Where it stands once it is decided. Withdrawn and lapsed have no stage of their own.
Stage last_stage(FinalOutcome outcome) {
  if (outcome == FinalOutcome::granted) return Stage::in_hand;
  return outcome == FinalOutcome::returned ? Stage::returned : Stage::refused;
}

}  // namespace

CasePath decide_on(Stage stage, Day day, FinalOutcome outcome) {
  CasePath path;
  if (day == kNever) {
    path.stages.push_back({0, stage});
    return path;
  }
  path.outcome = outcome;
  path.final_day = day;
  if (day > 0) path.stages.push_back({0, stage});
  path.stages.push_back({day, last_stage(outcome)});
  return path;
}

DrawsWriter::DrawsWriter(std::size_t replications, std::size_t applications) {
  draws_.replications = replications;
  draws_.applications = applications;
  const std::size_t cells = replications * applications;
  draws_.in_hand_day.reserve(cells);
  draws_.outcome.reserve(cells);
  draws_.final_day.reserve(cells);
  draws_.first_stage.reserve(cells + 1);
  draws_.first_stage.push_back(0);
}

void DrawsWriter::append(const CasePath& path) {
  Day in_hand = kNever;
  for (const StageChange& change : path.stages) {
    draws_.stages.push_back(change);
    if (change.stage == Stage::in_hand) in_hand = change.day;
  }
  draws_.in_hand_day.push_back(in_hand);
  draws_.outcome.push_back(path.outcome);
  draws_.final_day.push_back(path.final_day);
  draws_.first_stage.push_back(static_cast<std::uint32_t>(draws_.stages.size()));
}

Draws DrawsWriter::finish() { return std::move(draws_); }

Draws make_certain_draws(const std::vector<Standing>& standings, const flow::Network& network,
                         OpenCases open_cases, std::size_t replications) {
  DrawsWriter writer{replications, standings.size()};
  const Day decided = open_cases == OpenCases::granted_today ? 0 : kNever;
  for (std::size_t replication = 0; replication < replications; ++replication) {
    for (const Standing& standing : standings) {
      writer.append(standing.is_open ? decide_on(standing.stage, decided, FinalOutcome::granted)
                                     : standing.decided);
    }
  }
  Draws draws = writer.finish();
  const PolicyTurn turn{
      0, 0, open_cases == OpenCases::granted_today ? FinalOutcome::granted : FinalOutcome::pending};
  draws.policies = network.policies.size();
  draws.turns_per_policy = draws.policies == 0 ? 0 : 1;
  draws.turns.assign(replications * draws.policies * draws.turns_per_policy, turn);
  return draws;
}

}  // namespace runout::forecast
