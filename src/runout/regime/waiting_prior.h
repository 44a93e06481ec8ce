// What is believed about waiting times before any record is seen, as prior predictive quantiles.
#pragma once

#include <string>
#include <vector>

namespace runout::regime {

/// Beliefs about one state, stated as what they predict for one case.
///
/// The template's waiting time is log-logistic on each side of the median, with the outcome from
/// the split whatever the time. The prediction is the template's after everything uncertain is
/// averaged out: the level, the shape, the weeks to come. `mixing` is the shape of a gamma factor
/// about as wide as all that; the template hazard is steeper than the prediction by what it adds in
/// spread. This is an approximation, so low, median and high differ a little from what simulation
/// of the whole prior gives; they are set such that the simulation gives the documented quantiles
/// (docs/explanation/statistics.md, checked by a test).
struct WaitingPrior {
  double low = 10.0;          ///< 5 % quantile, days of the state's clock
  double median = 45.0;       ///< 50 %
  double high = 400.0;        ///< 95 %
  double level_worth = 2.0;   ///< decisions; the variance of the level's logarithm is one over it
  double split_weight = 8.0;  ///< how many decisions the outcome split is worth
  double location_spread = 0.75;  ///< sd of the logarithm of all times, between offices
  double mixing = 2.0;
  std::vector<std::string> outcomes;
  std::vector<double> split;  ///< one a outcome, sums to 1
};

/// Probability that a case waits longer than `days`, before any record.
[[nodiscard]] double prior_survival(const WaitingPrior& prior, double days);

/// Cumulative hazard of the template up to `days`, before the uncertain factors.
[[nodiscard]] double template_hazard(const WaitingPrior& prior, double days);

/// The three states of an application in a book; working days of the authority, the preparation in
/// calendar days. Outcomes: preparing {filed, withdrawn}, review {granted, refused, returned,
/// withdrawn}, returned {resubmitted, withdrawn}.
[[nodiscard]] WaitingPrior preparing_prior();
[[nodiscard]] WaitingPrior review_prior();
[[nodiscard]] WaitingPrior returned_prior();

/// The review prior in calendar days with other outcomes, equally likely, for a plain file of
/// cases.
[[nodiscard]] WaitingPrior case_prior(std::vector<std::string> outcomes);

}  // namespace runout::regime
