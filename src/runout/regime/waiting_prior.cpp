#include "runout/regime/waiting_prior.h"

#include <cstddef>
#include <utility>

#include "runout/base/portable_math.h"
#include "runout/regime/review_outcomes.h"

namespace runout::regime {
namespace {

// log(0.95 / 0.05): how far a 5 % quantile lies from the median of a logistic law.
constexpr double kLogOddsOf95 = 2.94443897916644;

WaitingPrior waiting(double low, double median, double high) {
  WaitingPrior prior;
  prior.low = low;
  prior.median = median;
  prior.high = high;
  return prior;
}

}  // namespace

double prior_survival(const WaitingPrior& prior, double days) {
  if (days <= 0.0) return 1.0;
  const double edge = days < prior.median ? prior.low : prior.high;
  const double steepness = kLogOddsOf95 / portable::log(edge / prior.median);
  const double slope = steepness < 0.0 ? -steepness : steepness;
  return 1.0 / (1.0 + portable::pow(days / prior.median, slope));
}

double template_hazard(const WaitingPrior& prior, double days) {
  if (days <= 0.0) return 0.0;
  // Mixing exp(-x C) over x ~ Gamma(k, k) gives (1 + C / k)^-k, solved here for C.
  const double survival = prior_survival(prior, days);
  return prior.mixing * (portable::pow(survival, -1.0 / prior.mixing) - 1.0);
}

WaitingPrior preparing_prior() {
  WaitingPrior prior = waiting(17.0, 51.6, 134.0);
  prior.outcomes = {"filed", "withdrawn"};
  prior.split = {0.97, 0.03};
  return prior;
}

WaitingPrior review_prior() {
  WaitingPrior prior = waiting(11.9, 53.4, 700.0);
  prior.outcomes.assign(review::kNames.begin(), review::kNames.end());
  prior.split = {0.80, 0.05, 0.10, 0.05};
  return prior;
}

WaitingPrior returned_prior() {
  WaitingPrior prior = waiting(4.6, 17.1, 79.0);
  prior.outcomes = {"resubmitted", "withdrawn"};
  prior.split = {0.90, 0.10};
  return prior;
}

WaitingPrior case_prior(std::vector<std::string> outcomes) {
  // The review prior, 7 calendar days for 5 working ones.
  WaitingPrior prior = waiting(16.6, 75.0, 930.0);
  prior.split.assign(outcomes.size(), 1.0 / static_cast<double>(outcomes.size()));
  prior.outcomes = std::move(outcomes);
  return prior;
}

}  // namespace runout::regime
