#include "runout/regime/honesty/case_basis.h"

#include <optional>
#include <utility>

#include "runout/regime/honesty/flag_writers.h"
#include "runout/regime/honesty/flags.h"
#include "runout/regime/interval_events.h"

namespace runout::regime {
namespace {

/// Says of decisions known only to lie between two days how they count, and which still run.
void flag_intervals(const CaseFile& file, Date as_of, Basis& basis) {
  std::size_t over = 0;
  Flag running;
  for (const Case& one : file.cases) {
    if (!one.between || one.submitted > as_of) continue;
    if (one.between->latest <= as_of) {
      ++over;
    } else if (one.between->earliest <= as_of) {
      running.applications.push_back(one.id);
    }
  }
  if (over > 0) {
    add_flag(basis, {"interval_dates",
                     counted(over, "decision is", "decisions are") +
                         " known only to lie between two days: each day between counts as far as "
                         "the forecast itself finds it likely",
                     "the day itself",
                     {}});
  }
  if (running.applications.empty()) return;
  running.code = "interval_running";
  running.message = counted(running.applications.size(), "case counts as pending though its",
                            "cases count as pending though their") +
                    " decision may have come already: the days between which it lies are not over. "
                    "The forecast is too slow where there are many";
  running.help = "an as-of day on which such an interval ends";
  add_flag(basis, std::move(running));
}

}  // namespace

Basis describe_cases(const CaseFile& file, const CollectedCases& cases, const StateModel& model) {
  Basis basis;
  basis.decisions_seen = cases.decided;
  basis.pending_seen = cases.pending.size();
  Experience experience;
  experience.as_of = cases.as_of;
  const std::optional<SpellTable> dated = without_intervals(cases.table);
  experience.spells = dated ? &*dated : &cases.table;
  experience.has_guessed_days = dated.has_value();
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
  flag_intervals(file, cases.as_of, basis);
  return basis;
}

}  // namespace runout::regime
