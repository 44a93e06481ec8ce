// The posterior of a state given aggregate reports beside its records.
//
// Every term says something of a probability p, a ratio of expected shares of one group; log odds
// of p are taken as linear in the unknowns around the mode and the mode is found anew (Gauss and
// Newton), so each term adds one rank to the precision of all fields together. Solved by the
// matrix of the terms (M. Woodbury): r solves with each field's factor an iteration. No
// multiplication with the precision itself is needed, because the mode moves along the solved
// columns only.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "runout/regime/evidence/cohort_surface.h"
#include "runout/regime/evidence/statement.h"

namespace runout::regime {

/// Applications a report speaks of.
struct ReportGroup {
  CohortDays days;
  CohortKind kind;
  Resubmission resubmission;  ///< bins null: nothing comes back
  std::size_t population = 0;
};

/// One population departs from the cases of the state by a shift of its own in every field: it was
/// not drawn from them, and those who report may be no fair sample of it.
struct ReportPopulation {
  std::vector<double> deviation;  ///< [field] standard deviation of its shift
};

/// One statement: p = part / (whole + sum of weight x counted), all of one group.
struct ReportTerm {
  std::size_t group = 0;
  Counted part;
  double whole = 1.0;
  std::vector<std::pair<double, Counted>> rest;
  Statement statement;
  double weight = 1.0;  ///< power of its likelihood; 0: only watched
};

struct ReportSet {
  std::vector<ReportPopulation> populations;
  std::vector<ReportGroup> groups;
  std::vector<ReportTerm> terms;
  std::size_t returned_cause = 0;  ///< where groups have a resubmission
};

/// What the model makes of a term after the update.
struct TermOutlook {
  double p = 0.0;
  double log_odds_deviation = 0.0;   ///< standard deviation of p's log odds
  double population_variance = 0.0;  ///< of the same, from the population's own shift beforehand
};

struct ReportUpdate {
  std::vector<TermOutlook> terms;
  int iterations = 0;
};

/// Log odds of all terms' p at given unknowns and shifts, [population][field].
[[nodiscard]] std::vector<double> term_log_odds(const StateModel& model, const ReportSet& reports,
                                                const StateUnknowns& unknowns,
                                                const std::vector<std::vector<double>>& shifts);

/// A term's log odds with its derivatives.
struct TermSlope {
  double log_odds = 0.0;
  StateUnknowns by_unknowns;
  std::vector<double> by_shift;  ///< [field] of its population
};

/// Log odds and derivatives of all terms at given unknowns and shifts.
[[nodiscard]] std::vector<TermSlope> term_slopes(const StateModel& model, const ReportSet& reports,
                                                 const StateUnknowns& unknowns,
                                                 const std::vector<std::vector<double>>& shifts);

/// Moves the modes of `model` and sets its correction. Without a term of positive weight the model
/// stays as it is, bit for bit.
ReportUpdate update_with_reports(StateModel& model, const ReportSet& reports);

}  // namespace runout::regime
