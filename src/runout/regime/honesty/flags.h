// The flags: what the records of a source cannot tell, in words for a licence manager.
#pragma once

#include <optional>
#include <vector>

#include "runout/regime/honesty/experience.h"
#include "runout/regime/honesty/flag.h"
#include "runout/regime/regime.h"

namespace runout::regime {

/// All flags that a source deserves, those that matter most first: mostly_prior, few_decisions,
/// one_day, one_cohort, one_outcome, only_outcome, beyond_experience, thin_stratum, weak_part,
/// few_busy_weeks, rough_fit, one_level, missing_levels, many_levels. `learnt` are the parts of the
/// model; `prior_share` is the Basis'.
[[nodiscard]] std::vector<Flag> find_flags(const Experience& experience,
                                           const std::vector<LearntPart>& learnt,
                                           double prior_share);

/// The share of the prior in the typical pending case's hazard, 0..1; without any pending case that
/// of a new one.
[[nodiscard]] double typical_prior_share(const Experience& experience);

/// The largest k-hat of the fields of a state (PosteriorSample); nothing where none was needed.
[[nodiscard]] std::optional<double> largest_k_hat(const StateModel& model);

/// How much was learnt of each part of a fitted state. `table` gives the covariates' names,
/// `outcomes` the causes'. Costs a selected inverse for each field.
[[nodiscard]] std::vector<LearntPart> learnt_parts(const StateModel& model, const SpellTable& table,
                                                   const std::vector<std::string>& outcomes);

/// Adds a flag found elsewhere, and its sentence to the notes.
void add_flag(Basis& basis, Flag flag);

}  // namespace runout::regime
