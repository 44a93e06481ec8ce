#include "runout/regime/honesty/case_basis.h"

#include <optional>
#include <utility>

#include "runout/regime/honesty/flags.h"
#include "runout/regime/interval_events.h"

namespace runout::regime {

Basis describe_cases(const CaseFile& file, const CollectedCases& cases, const StateModel& model) {
  Basis basis;
  basis.decisions_seen = cases.decided;
  basis.pending_seen = cases.pending.size();
  Experience experience;
  experience.as_of = cases.as_of;
  const std::optional<SpellTable> dated = without_intervals(cases.table);
  experience.spells = dated ? &*dated : &cases.table;
  experience.model = &model;
  experience.outcomes = cases.outcomes;
  experience.decided = cases.decided;
  experience.covariates = file.covariates.size();
  experience.asked = file.covariates;
  for (const PendingCase& one : cases.pending) {
    experience.pending.push_back({file.cases[one.row].id, one.waited, one.levels});
  }
  basis.prior_share = typical_prior_share(experience);
  basis.k_hat = largest_k_hat(model);
  basis.contraction = learnt_parts(model, cases.table, cases.outcomes);
  for (Flag& flag : find_flags(experience, basis.contraction, basis.prior_share)) {
    add_flag(basis, std::move(flag));
  }
  return basis;
}

}  // namespace runout::regime
