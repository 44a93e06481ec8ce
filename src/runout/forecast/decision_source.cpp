#include "runout/forecast/decision_source.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/forecast/given_decisions.h"

namespace runout::forecast {
namespace {

FinalOutcome outcome_of(const std::string& word) {
  if (is_grant(word)) return FinalOutcome::granted;
  if (word == "withdrawn" || word == "superseded") return FinalOutcome::withdrawn;
  if (word == "returned") return FinalOutcome::returned;
  if (word == "lapsed") return FinalOutcome::lapsed;
  return FinalOutcome::refused;
}

/// Applications that some consignment still waits for.
std::set<std::size_t> find_awaited(const BuiltNetwork& built) {
  std::set<std::size_t> awaited;
  for (const flow::Consignment& consignment : built.network.consignments) {
    for (const flow::LicenceNeed& need : consignment.needs) awaited.insert(need.application);
  }
  return awaited;
}

}  // namespace

DecisionSource::DecisionSource(const book::Snapshot& snapshot, const BuiltNetwork& built,
                               const std::vector<Standing>& standings,
                               const ForecastRequest& request)
    : snapshot_{snapshot}, built_{built}, standings_{standings}, request_{request} {
  if (!request.decisions_are_given) return;
  given_.resize(standings.size());
  for (const GivenDecision& decision : request.given) add(decision);
  uses_regime_ = needs_regime();
}

void DecisionSource::add(const GivenDecision& decision) {
  const auto& applications = snapshot_.records.applications;
  const auto found =
      std::ranges::find(applications, decision.application, &book::Application::application);
  if (found == applications.end()) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("given decision: application '{}' is unknown", decision.application)};
  }
  const auto row = static_cast<std::size_t>(found - applications.begin());
  // What is dated on or before the as-of day is not in the book: it acts from the first day on.
  Day day = kNever;
  if (decision.decided_on) {
    day = decision.is_today
              ? 0
              : std::max(1, static_cast<Day>((*decision.decided_on - snapshot_.as_of).count()));
  }
  const CasePath path = decide_on(standings_[row].stage, day, outcome_of(decision.outcome));
  GivenCase& given = given_[row];
  if (!decision.replication) {
    given.always = path;
    return;
  }
  given.by_replication.resize(request_.replications);
  if (*decision.replication < 1 || *decision.replication > request_.replications) {
    throw Error{ErrorKind::invalid_input,
                fmt::format("given decision of '{}': replication {} is not from 1 to {}",
                            decision.application, *decision.replication, request_.replications)};
  }
  given.by_replication[*decision.replication - 1] = path;
}

const CasePath* DecisionSource::find_given(std::size_t application, std::size_t replication) const {
  if (given_.empty()) return nullptr;
  const GivenCase& given = given_[application];
  if (replication < given.by_replication.size() && given.by_replication[replication]) {
    return &*given.by_replication[replication];
  }
  return given.always ? &*given.always : nullptr;
}

bool DecisionSource::is_given_throughout(std::size_t application) const {
  const GivenCase& given = given_[application];
  if (given.always) return true;
  return !given.by_replication.empty() &&
         std::ranges::all_of(given.by_replication,
                             [](const auto& path) { return path.has_value(); });
}

bool DecisionSource::needs_regime() const {
  const auto& policies = built_.network.policies;
  if (std::ranges::any_of(policies, &flow::Policy::needs_licence)) return true;
  return std::ranges::any_of(find_awaited(built_), [&](std::size_t application) {
    return standings_[application].is_open && !is_given_throughout(application);
  });
}

void DecisionSource::fit() const {
  regime::DrawSettings settings;
  settings.seed = request_.seed;
  settings.horizon = request_.horizon;
  settings.threads = request_.threads;
  settings.scenarios = request_.scenarios;
  fitted_ = std::make_unique<regime::FittedDecisions>(snapshot_, built_.new_cases,
                                                      built_.policy_cases, settings);
}

regime::DrawnDecisions DecisionSource::draw(std::size_t first, std::size_t count) const {
  regime::DrawnDecisions decisions;
  if (uses_regime_) {
    if (!fitted_) fit();
    decisions = fitted_->draw(first, count);
    if (!request_.decisions_are_given) {
      mark_granted(decisions.draws);
      return decisions;
    }
  }
  decisions.draws = merge(decisions.draws, uses_regime_, first, count);
  return decisions;
}

/// What is granted and not in hand yet waits for a document, not for a review.
void DecisionSource::mark_granted(Draws& draws) const {
  for (std::size_t row = 0; row < standings_.size(); ++row) {
    if (standings_[row].is_open || standings_[row].decided.outcome != FinalOutcome::granted) {
      continue;
    }
    for (std::size_t replication = 0; replication < draws.replications; ++replication) {
      draws.stages[draws.first_stage[draws.cell(replication, row)]].stage = Stage::in_hand;
    }
  }
}

Draws DecisionSource::with_given(const Draws& drawn, std::size_t first, std::size_t count) const {
  return merge(drawn, true, first, count);
}

Draws DecisionSource::merge(const Draws& drawn, bool is_drawn, std::size_t first,
                            std::size_t count) const {
  DrawsWriter writer{count, standings_.size()};
  CasePath drawn_path;
  for (std::size_t replication = 0; replication < count; ++replication) {
    for (std::size_t row = 0; row < standings_.size(); ++row) {
      const Standing& standing = standings_[row];
      const CasePath* given = find_given(row, first + replication);
      if (!standing.is_open) {
        writer.append(standing.decided);
      } else if (given != nullptr) {
        writer.append(*given);
      } else if (is_drawn) {
        const auto stages = drawn.stages_of(replication, row);
        drawn_path.stages.assign(stages.begin(), stages.end());
        drawn_path.outcome = drawn.outcome[drawn.cell(replication, row)];
        drawn_path.final_day = drawn.final_day[drawn.cell(replication, row)];
        writer.append(drawn_path);
      } else {
        writer.append(decide_on(standing.stage, kNever, FinalOutcome::pending));
      }
    }
  }
  Draws draws = writer.finish();
  draws.first_replication = first;
  if (is_drawn) {
    draws.policies = drawn.policies;
    draws.turns_per_policy = drawn.turns_per_policy;
    draws.turns = drawn.turns;
  } else {
    draws.policies = built_.network.policies.size();
  }
  return draws;
}

Diagnostics DecisionSource::warnings() const {
  Diagnostics warnings;
  if (!request_.decisions_are_given) return warnings;
  const auto warn = [&](const char* code, std::string message) {
    warnings.push_back({Severity::warning, code, "--decisions", 0, "", std::move(message), ""});
  };
  if (!uses_regime_ && !request_.scenarios.empty()) {
    warn("scenario_unused", "every decision that matters is given: scenarios change nothing");
  }
  std::size_t drawn = 0;
  for (std::size_t row = 0; row < standings_.size(); ++row) {
    if (standings_[row].is_open) {
      drawn += is_given_throughout(row) ? 0U : 1U;
      continue;
    }
    if (given_[row].always || !given_[row].by_replication.empty()) {
      warn("decision_known",
           fmt::format("application '{}' is decided already ({}) and keeps its decision",
                       snapshot_.records.applications[row].application,
                       book::to_text(snapshot_.applications[row].state)));
    }
  }
  if (uses_regime_ && drawn > 0) {
    warn("decisions_drawn",
         fmt::format("{} application{} without a given decision in every replication {} drawn as "
                     "usual",
                     drawn, drawn == 1 ? "" : "s", drawn == 1 ? "is" : "are"));
  }
  return warnings;
}

}  // namespace runout::forecast
