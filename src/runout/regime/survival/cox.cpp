#include "runout/regime/survival/cox.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <Eigen/Core>

#include "runout/base/error.h"
#include "runout/regime/survival/covariates.h"
#include "runout/regime/survival/maximise.h"

namespace runout::regime::survival {
namespace {

/// Weighted sums over records: of weights, weights x covariates, weights x their products (lower
/// half).
struct Moments {
  double weight = 0.0;
  Eigen::VectorXd first;
  Eigen::MatrixXd second;

  explicit Moments(Eigen::Index columns)
      : first{Eigen::VectorXd::Zero(columns)}, second{Eigen::MatrixXd::Zero(columns, columns)} {}

  template <typename Row>
  void add(const Row& row, double w) {
    weight += w;
    first.noalias() += w * row;
    second.selfadjointView<Eigen::Lower>().rankUpdate(row, w);
  }
};

/// A day of events: who is at risk, and who has the event. Weights are exp(linear predictor -
/// the highest one), so that none overflows.
struct EventDay {
  double time = 0.0;
  Moments at_risk;
  Moments events;
  double count = 0.0;          // of events
  double linear_sum = 0.0;     // of their linear predictors - the highest
  Eigen::VectorXd values_sum;  // of their covariates
};

class PartialLikelihood {
 public:
  PartialLikelihood(std::span<const Observation> observations, const Eigen::MatrixXd& values,
                    Ties ties)
      : observations_{observations},
        values_{values.transpose()},
        ties_{ties},
        by_exit_(observations.size()) {
    std::iota(by_exit_.begin(), by_exit_.end(), Eigen::Index{0});
    by_entry_ = by_exit_;
    std::ranges::stable_sort(by_exit_, std::ranges::greater{},
                             [&](Eigen::Index i) { return record(i).exit; });
    std::ranges::stable_sort(by_entry_, std::ranges::greater{},
                             [&](Eigen::Index i) { return record(i).entry; });
  }

  [[nodiscard]] Derivatives at(const Eigen::VectorXd& beta) const {
    Derivatives sum{0.0, Eigen::VectorXd::Zero(beta.size()),
                    Eigen::MatrixXd::Zero(beta.size(), beta.size())};
    for_each_event_day(beta, [&](const EventDay& day) { add_day(sum, day); });
    sum.information = Eigen::MatrixXd(sum.information.selfadjointView<Eigen::Lower>());
    return sum;
  }

  /// Calls visit(day) from the last to the first.
  template <typename Visit>
  void for_each_event_day(const Eigen::VectorXd& beta, Visit visit) const {
    const Eigen::VectorXd linear = values_.transpose() * beta;
    const double highest = linear.maxCoeff();
    EventDay day{0.0, Moments{beta.size()}, Moments{beta.size()}, 0.0, 0.0, {}};
    auto entered = by_entry_.begin();
    for (auto left = by_exit_.begin(); left != by_exit_.end();) {
      day.time = record(*left).exit;
      day.events = Moments{beta.size()};
      day.values_sum = Eigen::VectorXd::Zero(beta.size());
      day.count = day.linear_sum = 0.0;
      for (; left != by_exit_.end() && record(*left).exit == day.time; ++left) {
        const double weight = std::exp(linear[*left] - highest);
        day.at_risk.add(values_.col(*left), weight);
        if (record(*left).cause == 0) continue;
        day.events.add(values_.col(*left), weight);
        day.values_sum += values_.col(*left);
        day.linear_sum += linear[*left] - highest;
        day.count += 1.0;
      }
      for (; entered != by_entry_.end() && record(*entered).entry >= day.time; ++entered) {
        day.at_risk.add(values_.col(*entered), -std::exp(linear[*entered] - highest));
      }
      if (day.count > 0.0) visit(day);
    }
  }

 private:
  [[nodiscard]] const Observation& record(Eigen::Index i) const {
    return observations_[static_cast<std::size_t>(i)];
  }

  void add_day(Derivatives& sum, const EventDay& day) const {
    sum.value += day.linear_sum;
    sum.gradient += day.values_sum;
    // Breslow: every event meets the whole risk set. Efron: the events of the day leave it one by
    // one, each as their mean.
    const int terms = ties_ == Ties::efron ? static_cast<int>(day.count) : 1;
    const double each = day.count / terms;
    for (int term = 0; term < terms; ++term) {
      const double gone = static_cast<double>(term) / terms;
      const double weight = day.at_risk.weight - gone * day.events.weight;
      const Eigen::VectorXd mean = (day.at_risk.first - gone * day.events.first) / weight;
      sum.value -= each * std::log(weight);
      sum.gradient -= each * mean;
      sum.information += each * ((day.at_risk.second - gone * day.events.second) / weight -
                                 mean * mean.transpose());
    }
  }

  std::span<const Observation> observations_;
  Eigen::MatrixXd values_;  // [column][record]: the values of a record lie side by side
  Ties ties_;
  std::vector<Eigen::Index> by_exit_;   // latest first
  std::vector<Eigen::Index> by_entry_;  // latest first
};

void add_baseline(CoxFit& fit, const PartialLikelihood& likelihood, const Eigen::VectorXd& beta,
                  const Standardised& x) {
  // The weights of a day are relative to the highest linear predictor among standardised values.
  const double to_zero = (x.values * beta).maxCoeff() + beta.dot(x.mean.cwiseQuotient(x.scale));
  likelihood.for_each_event_day(beta, [&](const EventDay& day) {
    fit.time.push_back(day.time);
    fit.cumulative_hazard.push_back(day.count / day.at_risk.weight * std::exp(-to_zero));
  });
  std::ranges::reverse(fit.time);
  std::ranges::reverse(fit.cumulative_hazard);
  std::partial_sum(fit.cumulative_hazard.begin(), fit.cumulative_hazard.end(),
                   fit.cumulative_hazard.begin());
}

}  // namespace

CoxFit fit_cox(std::span<const Observation> observations, const Covariates& covariates, Ties ties) {
  check_observations(observations, std::numeric_limits<int>::max());
  if (std::ranges::all_of(observations, [](const Observation& o) { return o.cause == 0; })) {
    throw Error{ErrorKind::infeasible, "no record has the event: a Cox model needs at least one"};
  }
  const Standardised x = standardise(covariates, observations.size());
  const PartialLikelihood likelihood{observations, x.values, ties};
  const Eigen::Index columns = x.mean.size();
  const Maximum maximum =
      maximise([&](const Eigen::VectorXd& beta) { return likelihood.at(beta); },
               Eigen::VectorXd::Zero(columns), x.labels, Eigen::VectorXd::Ones(columns));
  CoxFit fit;
  fit.log_likelihood = maximum.value;
  fit.null_log_likelihood = likelihood.at(Eigen::VectorXd::Zero(columns)).value;
  for (Eigen::Index i = 0; i < columns; ++i) {
    fit.coefficients.push_back(maximum.mode[i] / x.scale[i]);
    fit.standard_errors.push_back(std::sqrt(maximum.covariance(i, i)) / x.scale[i]);
    for (Eigen::Index j = 0; j < columns; ++j) {
      fit.covariance.push_back(maximum.covariance(i, j) / (x.scale[i] * x.scale[j]));
    }
  }
  add_baseline(fit, likelihood, maximum.mode, x);
  return fit;
}

}  // namespace runout::regime::survival
