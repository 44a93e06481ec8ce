// Log odds of what reports speak of, and their derivatives by the unknowns.
#include <algorithm>

#include "runout/base/portable_math.h"
#include "runout/regime/evidence/report_update.h"

namespace runout::regime {
namespace {

/// Probabilities are kept this far from 0 and 1: a report of grants before the model expects any
/// must pull, not break.
constexpr double kSmallest = 1e-9;

/// A group's surface at the unknowns.
struct GroupView {
  CohortSurface surface;
  SplitShares splits;
};

class Slopes {
 public:
  Slopes(const StateModel& model, const ReportSet& reports, const StateUnknowns& unknowns,
         const std::vector<std::vector<double>>& shifts)
      : model_{model}, reports_{reports} {
    const LogSurfaces surfaces = predict_state(model, unknowns);
    for (const ReportGroup& group : reports.groups) {
      GroupView view;
      view.surface = make_surface(model, surfaces, unknowns, group.kind, shifts[group.population],
                                  view.splits);
      views_.push_back(std::move(view));
    }
  }

  [[nodiscard]] double log_odds(const ReportTerm& term) const {
    const ReviewCohort cohort = make_cohort(term);
    const double part = cohort.value(term.part);
    double whole = term.whole;
    for (const auto& [weight, counted] : term.rest) whole += weight * cohort.value(counted);
    return log_odds_of(part, whole);
  }

  [[nodiscard]] TermSlope slope(const ReportTerm& term) const {
    const ReviewCohort cohort = make_cohort(term);
    const CohortShare part = cohort.share(term.part);
    std::vector<CohortShare> rest;
    double whole = term.whole;
    for (const auto& [weight, counted] : term.rest) {
      rest.push_back(cohort.share(counted));
      whole += weight * rest.back().value;
    }
    // log odds = log part - log (whole - part)
    TermSlope result;
    result.log_odds = log_odds_of(part.value, whole);
    const double numerator = std::max(part.value, kSmallest * whole);
    const double others = std::max(whole - part.value, kSmallest * whole);
    CohortShare joined = part;
    scale(joined, 1.0 / numerator + 1.0 / others);
    for (std::size_t i = 0; i < rest.size(); ++i)
      add(joined, -term.rest[i].first / others, rest[i]);
    const ReportGroup& group = reports_.groups[term.group];
    const auto fields = by_field(model_, joined, views_[term.group].splits);
    for (std::size_t f = 0; f < fields.size(); ++f) {
      double all = 0.0;
      for (const double value : fields[f]) all += value;
      result.by_shift.push_back(all);
      result.by_unknowns.push_back(
          by_unknowns(state_field(model_, f).layout, fields[f], group.kind));
    }
    return result;
  }

 private:
  [[nodiscard]] ReviewCohort make_cohort(const ReportTerm& term) const {
    const ReportGroup& group = reports_.groups[term.group];
    return ReviewCohort{group.days, views_[term.group].surface, model_.bins,
                        group.resubmission.bins != nullptr ? &group.resubmission : nullptr,
                        reports_.returned_cause};
  }

  static double log_odds_of(double part, double whole) {
    const double p = std::clamp(part / std::max(whole, 1e-300), kSmallest, 1.0 - kSmallest);
    return portable::log(p) - portable::log(1.0 - p);
  }

  static void scale(CohortShare& share, double factor) {
    for (double& value : share.by_hazard) value *= factor;
    for (auto& cause : share.by_cause) {
      for (double& value : cause) value *= factor;
    }
  }

  static void add(CohortShare& to, double weight, const CohortShare& from) {
    const auto add_all = [weight](std::vector<double>& sum, const std::vector<double>& more) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * more[i];
    };
    add_all(to.by_hazard, from.by_hazard);
    for (std::size_t c = 0; c < to.by_cause.size(); ++c) add_all(to.by_cause[c], from.by_cause[c]);
  }

  const StateModel& model_;
  const ReportSet& reports_;
  std::vector<GroupView> views_;
};

}  // namespace

std::vector<double> term_log_odds(const StateModel& model, const ReportSet& reports,
                                  const StateUnknowns& unknowns,
                                  const std::vector<std::vector<double>>& shifts) {
  const Slopes slopes{model, reports, unknowns, shifts};
  std::vector<double> result;
  result.reserve(reports.terms.size());
  for (const ReportTerm& term : reports.terms) result.push_back(slopes.log_odds(term));
  return result;
}

std::vector<TermSlope> term_slopes(const StateModel& model, const ReportSet& reports,
                                   const StateUnknowns& unknowns,
                                   const std::vector<std::vector<double>>& shifts) {
  const Slopes slopes{model, reports, unknowns, shifts};
  std::vector<TermSlope> result;
  result.reserve(reports.terms.size());
  for (const ReportTerm& term : reports.terms) result.push_back(slopes.slope(term));
  return result;
}

}  // namespace runout::regime
