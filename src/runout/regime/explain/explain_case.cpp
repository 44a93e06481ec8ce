// Why one case of a plain file is forecast as it is.
#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "runout/base/error.h"
#include "runout/base/random.h"
#include "runout/base/text.h"
#include "runout/regime/collect_cases.h"
#include "runout/regime/explain/explain_common.h"
#include "runout/regime/explain/route_sampler.h"
#include "runout/regime/explain/similar_cases.h"
#include "runout/regime/honesty/case_basis.h"
#include "runout/regime/interval_events.h"
#include "runout/regime/prior_share.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {
namespace {

const Case& find_case(const CaseFile& file, Date as_of, const std::string& id) {
  std::vector<std::string> ids;
  for (const Case& one : file.cases) {
    if (one.submitted > as_of) continue;
    if (one.id == id) return one;
    ids.push_back(one.id);
  }
  throw unknown_application(id, ids, as_of);
}

std::vector<Candidate> decided_cases(const CaseFile& file, Date as_of) {
  std::vector<Candidate> candidates;
  for (const Case& one : file.cases) {
    if (one.submitted > as_of || !is_decided(one, as_of)) continue;
    candidates.push_back({{one.id,
                           one.submitted,
                           *one.decided,
                           (*one.decided - one.submitted).count(),
                           outcome_of(one),
                           {},
                           0},
                          one.covariates.all()});
  }
  return candidates;
}

RouteStage make_stage(const CollectedCases& cases, const PendingCase& one, std::size_t covariates,
                      const StateModel& model, Day horizon) {
  RouteStage stage;
  stage.model = &model;
  stage.waited = one.waited;
  for (Day day = 1; day <= horizon; ++day) {
    stage.open.push_back(cases.table.clocks.front().open(cases.as_of + Days{day}));
  }
  stage.ticks.assign(static_cast<std::size_t>(horizon), 1);
  const StateSampler sampler{model, horizon};
  const auto dated = without_intervals(cases.table);
  const SpellTable& table = dated ? *dated : cases.table;
  const auto all = static_cast<double>(table.spells.size());
  for (std::size_t k = 0; k < covariates; ++k) {
    std::vector<double> counts(table.covariates[k].levels.size(), 0.0);
    for (std::size_t i = 0; i < table.spells.size(); ++i) {
      const std::int32_t level = table.levels_of(i)[k];
      if (level != kNoLevel) counts[static_cast<std::size_t>(level)] += 1.0;
    }
    add_covariate(sampler, k, counts, all, one.levels[k], stage);
    stage.departures.push_back(sampler.log_departures_of(one.levels, k));
  }
  stage.outcomes.resize(cases.outcomes.size());
  for (std::size_t cause = 0; cause < stage.outcomes.size(); ++cause) {
    stage.outcomes[cause] = cause;
  }
  return stage;
}

}  // namespace

Explanation explain_case(const CaseFile& file, Date as_of, const std::string& id,
                         const DecisionRequest& request) {
  const Case& own = find_case(file, as_of, id);
  Explanation explanation;
  explanation.as_of = as_of;
  explanation.application = id;
  explanation.day_words = "days";
  if (is_decided(own, as_of)) {
    explanation.decided = {own.decided, outcome_of(own), (*own.decided - own.submitted).count()};
    return explanation;
  }
  explanation.horizon = explained_horizon(request);
  explanation.draws = request.draws;
  CollectedCases cases = collect_cases(file, as_of, explanation.horizon);
  std::vector<Intervention> changes;
  changes.reserve(request.scenarios.size());
  for (const Scenario& scenario : request.scenarios) {
    changes.push_back(to_intervention(scenario, as_of));
  }
  const std::vector<std::string> everybody{""};
  StateSettings settings;
  settings.as_of = as_of;
  RouteChanges in_use{apply_changes(changes, everybody, as_of, cases.table, settings.given),
                      everybody, 0, as_of};
  const StateModel model = fit_state("case", cases.table, case_prior(cases.outcomes), settings);
  const auto row = static_cast<std::size_t>(&own - file.cases.data());
  const auto pending = std::ranges::find(cases.pending, row, &PendingCase::row);
  explanation.state = fmt::format("day {}", pending->waited);
  for (const std::string& name : cases.outcomes) {
    explanation.outcomes.push_back({name, 0.0, 0.0, {}});
  }
  RouteSteps steps;
  steps.waited = fmt::format("has waited {} days", pending->waited);
  for (std::size_t k = 0; k < file.covariates.size(); ++k) {
    steps.covariates.push_back(covariate_label(file.covariates[k], own.covariates[k]));
  }
  const RouteSampler sampler{
      {make_stage(cases, *pending, file.covariates.size(), model, explanation.horizon)},
      std::move(in_use),
      explanation.horizon};
  explain_route(sampler, nullptr, steps, entity_hash(id), request, explanation);
  explanation.prior_share = prior_shares(model, {pending->waited}).front();
  const Basis basis = describe_cases(file, cases, model);
  explanation.flags = flags_for(basis.flags, id);
  explanation.similar = find_similar(decided_cases(file, as_of), file.covariates,
                                     own.covariates.all(), own.submitted);
  return explanation;
}

}  // namespace runout::regime
