// The model of one state of an application: how fast cases leave it, and how.
//
// The hazard of leaving is one field over waiting time, calendar and covariates; which cause it is
// follows from a chain of yes-or-no fields (the most frequent cause or another; then the next of
// the others, ...). Total and causes factorise exactly: they are fitted apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runout/base/dates.h"
#include "runout/regime/evidence/report_correction.h"
#include "runout/regime/latent/field_fit.h"
#include "runout/regime/latent/interactions.h"
#include "runout/regime/latent/posterior_sample.h"
#include "runout/regime/spells.h"
#include "runout/regime/waiting_prior.h"

namespace runout::regime {

struct StateModel;

struct StateSettings {
  Date as_of;
  std::vector<std::int32_t>
      marks{};                    ///< waiting times with an effect of their own, beside found ones
  std::size_t most_levels = 100;  ///< of a covariate; rarer ones share an effect
  std::optional<Date> reaches_back = std::nullopt;  ///< the calendar begins there at the latest
  /// [covariate] standard deviation of its effects on the hazard; 0, or none at the end: learnt.
  std::vector<double> given{};
  /// An earlier fit to nearly the same records, to begin where it ended; must outlive the call.
  const StateModel* before = nullptr;
  bool is_sampled = true;  ///< where decisions are few; false: draws are normal
};

/// One yes-or-no field of the chain.
struct CauseSplit {
  std::size_t cause = 0;
  std::vector<double> offset;  ///< [bin] log odds expected beforehand
  FieldPosterior field;
  std::optional<PosteriorSample> sample;  ///< where decisions are few
};

struct StateModel {
  std::string name;
  DurationBins bins;
  CalendarPeriods periods;
  std::vector<double> offset;  ///< [bin] log hazard expected beforehand
  FieldPosterior hazard;
  std::optional<PosteriorSample> sample;  ///< of the hazard, where decisions are few
  std::vector<Interaction> interactions;  ///< of covariates, in the hazard
  std::vector<CauseSplit> splits;         ///< one fewer than causes
  std::size_t last_cause = 0;             ///< of those that no split names
  std::size_t causes = 1;
  /// Inverse shape of a gamma factor on every day: decisions come in batches.
  double day_spread = 0.0;
  /// [covariate][level] number of its effect
  std::vector<std::vector<std::int32_t>> effect_of_level;
  double decided = 0.0;
  double exposure = 0.0;
  /// What aggregate reports leave of the covariance; the modes hold their shift already.
  std::optional<ReportCorrection> reports;
};

/// Fits one state. With an empty table the posterior is the prior. With `settings.before` an event
/// more costs a few steps instead of a whole fit; the result is the same up to the convergence of
/// the standard deviations. Where events are known only to lie between two days
/// (SpellTable::middles) their weights and the fit are found in turns, three times after the first.
[[nodiscard]] StateModel fit_state(const std::string& name, const SpellTable& table,
                                   const WaitingPrior& prior, const StateSettings& settings);

}  // namespace runout::regime
