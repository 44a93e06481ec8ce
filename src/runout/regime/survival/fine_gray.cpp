#include "runout/regime/survival/fine_gray.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <ranges>

#include <fmt/format.h>
#include <Eigen/Core>

#include "runout/base/error.h"
#include "runout/regime/survival/covariates.h"
#include "runout/regime/survival/maximise.h"

namespace runout::regime::survival {
namespace {

/// The records of one exit, and what the censoring distribution says there.
struct ExitDay {
  double time = 0.0;
  Eigen::Index first = 0;  // of the records in order of exit
  Eigen::Index last = 0;   // behind the last one
  double at_risk = 0.0;
  double events = 0.0;  // of the cause
  double censored = 0.0;
  double uncensored = 1.0;  // G(time-)
};

/// Weighted sums over the risk set of a day: of weights, weights x values, weights x products.
struct RiskSums {
  double weight = 0.0;
  Eigen::VectorXd first;
  Eigen::MatrixXd second;

  explicit RiskSums(Eigen::Index columns)
      : first{Eigen::VectorXd::Zero(columns)}, second{Eigen::MatrixXd::Zero(columns, columns)} {}

  template <typename Row>
  void add(const Row& row, double w) {
    weight += w;
    first.noalias() += w * row;
    second.noalias() += w * row * row.transpose();
  }
};

class FineGrayLikelihood {
 public:
  FineGrayLikelihood(std::span<const Observation> observations, const Eigen::MatrixXd& values,
                     int cause)
      : cause_{cause}, columns_{values.cols()}, rows_{values.rows()}, values_(columns_, rows_) {
    std::vector<std::size_t> order(observations.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return observations[i].exit; });
    for (Eigen::Index i = 0; i < rows_; ++i) {
      const std::size_t from = order[static_cast<std::size_t>(i)];
      records_.push_back(observations[from]);
      values_.col(i) = values.row(static_cast<Eigen::Index>(from)).transpose();
    }
    find_days();
  }

  [[nodiscard]] Derivatives at(const Eigen::VectorXd& beta) const {
    Derivatives sum{0.0, Eigen::VectorXd::Zero(columns_),
                    Eigen::MatrixXd::Zero(columns_, columns_)};
    const Eigen::VectorXd linear = values_.transpose() * beta;
    for_each_event_day(linear, [&](const ExitDay& day, const RiskSums& risk, double highest) {
      const Eigen::VectorXd mean = risk.first / risk.weight;
      for (Eigen::Index i = day.first; i < day.last; ++i) {
        if (!has_event(i)) continue;
        sum.value += linear[i] - highest;
        sum.gradient += values_.col(i);
      }
      sum.value -= day.events * std::log(risk.weight);
      sum.gradient -= day.events * mean;
      sum.information += day.events * (risk.second / risk.weight - mean * mean.transpose());
    });
    return sum;
  }

  /// Sum over records of the squared influence on the gradient, the estimated weights' included.
  [[nodiscard]] Eigen::MatrixXd influence_squares(const Eigen::VectorXd& beta) const;

  /// Appends days of events and Breslow's hazard, cumulated, at a linear predictor `to_zero`.
  void add_baseline(const Eigen::VectorXd& beta, double to_zero, FineGrayFit& fit) const {
    for_each_event_day(
        values_.transpose() * beta, [&](const ExitDay& day, const RiskSums& risk, double highest) {
          fit.time.push_back(day.time);
          fit.cumulative_hazard.push_back(day.events / risk.weight * std::exp(to_zero - highest));
        });
    std::ranges::reverse(fit.time);
    std::ranges::reverse(fit.cumulative_hazard);
    std::partial_sum(fit.cumulative_hazard.begin(), fit.cumulative_hazard.end(),
                     fit.cumulative_hazard.begin());
  }

 private:
  [[nodiscard]] int cause_of(Eigen::Index i) const {
    return records_[static_cast<std::size_t>(i)].cause;
  }
  [[nodiscard]] bool has_event(Eigen::Index i) const { return cause_of(i) == cause_; }
  /// Out by another cause: still in the risk sets of later days, with a falling weight.
  [[nodiscard]] bool stays(Eigen::Index i) const { return cause_of(i) != 0 && !has_event(i); }

  void find_days() {
    double uncensored = 1.0;
    for (Eigen::Index i = 0; i < rows_;) {
      ExitDay day{records_[static_cast<std::size_t>(i)].exit,
                  i,
                  i,
                  static_cast<double>(rows_ - i),
                  0.0,
                  0.0,
                  uncensored};
      for (; i < rows_ && records_[static_cast<std::size_t>(i)].exit == day.time; ++i) {
        day.events += has_event(i) ? 1.0 : 0.0;
        day.censored += cause_of(i) == 0 ? 1.0 : 0.0;
      }
      day.last = i;
      uncensored *= (day.at_risk - day.censored) / day.at_risk;
      days_.push_back(day);
    }
  }

  /// Goes through the days with events of the cause, from the last to the first. Weights are
  /// relative to that of the highest linear predictor, so that none overflows.
  template <typename Visit>
  void for_each_event_day(const Eigen::VectorXd& linear, Visit visit) const {
    const double highest = linear.maxCoeff();
    RiskSums present{columns_};
    RiskSums out{columns_};  // by another cause; weights over G(exit-)
    for (const ExitDay& day : days_) {
      for (Eigen::Index i = day.first; i < day.last; ++i) {
        if (stays(i)) out.add(values_.col(i), std::exp(linear[i] - highest) / day.uncensored);
      }
    }
    for (const ExitDay& day : std::views::reverse(days_)) {
      for (Eigen::Index i = day.first; i < day.last; ++i) {
        const double weight = std::exp(linear[i] - highest);
        present.add(values_.col(i), weight);
        if (stays(i)) out.add(values_.col(i), -weight / day.uncensored);
      }
      if (day.events == 0.0) continue;
      RiskSums risk = present;
      risk.weight += day.uncensored * out.weight;
      risk.first += day.uncensored * out.first;
      risk.second += day.uncensored * out.second;
      visit(day, risk, highest);
    }
  }

  int cause_;
  Eigen::Index columns_;
  Eigen::Index rows_;
  std::vector<Observation> records_;  // in order of exit
  Eigen::MatrixXd values_;            // [column][record in order of exit]
  std::vector<ExitDay> days_;
};

/// Running sums over days of hazard increments: of them, and of them x mean covariates.
struct HazardSums {
  double hazard = 0.0;
  Eigen::VectorXd hazard_mean;
};

Eigen::MatrixXd FineGrayLikelihood::influence_squares(const Eigen::VectorXd& beta) const {
  const Eigen::VectorXd linear = values_.transpose() * beta;
  const std::size_t count = days_.size();
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(columns_);
  std::vector<HazardSums> step(count, {0.0, none});
  std::vector<Eigen::VectorXd> mean(count, none);
  std::size_t next = count;
  double highest = 0.0;
  for_each_event_day(linear, [&](const ExitDay& day, const RiskSums& risk, double top) {
    while (days_[next - 1].time != day.time) --next;
    --next;
    mean[next] = risk.first / risk.weight;
    step[next] = {day.events / risk.weight, day.events / risk.weight * mean[next]};
    highest = top;
  });
  // later[k]: the same over days after day k, times G(day-).
  std::vector<HazardSums> later(count, {0.0, none});
  for (std::size_t k = count - 1; k > 0; --k) {
    later[k - 1].hazard = later[k].hazard + days_[k].uncensored * step[k].hazard;
    later[k - 1].hazard_mean = later[k].hazard_mean + days_[k].uncensored * step[k].hazard_mean;
  }
  Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(columns_, columns_);
  HazardSums so_far{0.0, none};
  HazardSums out{0.0, none};  // weights over G(exit-) of records out by another cause; x values
  Eigen::VectorXd compensator = none;
  for (std::size_t k = 0; k < count; ++k) {
    const ExitDay& day = days_[k];
    so_far.hazard += step[k].hazard;
    so_far.hazard_mean += step[k].hazard_mean;
    // What being censored here does to the weights of those out before.
    // As the source has it, the weight of a day of events falls by that day's censorings, too.
    const double hazard = later[k].hazard + day.uncensored * step[k].hazard;
    const Eigen::VectorXd hazard_mean = later[k].hazard_mean + day.uncensored * step[k].hazard_mean;
    const Eigen::VectorXd q = (out.hazard_mean * hazard - out.hazard * hazard_mean) / day.at_risk;
    compensator += q * (day.censored / day.at_risk);
    for (Eigen::Index i = day.first; i < day.last; ++i) {
      const double weight = std::exp(linear[i] - highest);
      Eigen::VectorXd influence =
          -weight * (so_far.hazard * values_.col(i) - so_far.hazard_mean) - compensator;
      if (has_event(i)) influence += values_.col(i) - mean[k];
      if (cause_of(i) == 0) influence += q;
      if (stays(i)) {
        const double kept = weight / day.uncensored;
        influence -= kept * (later[k].hazard * values_.col(i) - later[k].hazard_mean);
        out.hazard += kept;
        out.hazard_mean += kept * values_.col(i);
      }
      squares += influence * influence.transpose();
    }
  }
  return squares;
}

}  // namespace

FineGrayFit fit_fine_gray(std::span<const Observation> observations, const Covariates& covariates,
                          int cause) {
  check_observations(observations, std::numeric_limits<int>::max());
  for (std::size_t i = 0; i < observations.size(); ++i) {
    if (observations[i].entry == 0.0) continue;
    throw Error{ErrorKind::invalid_input,
                fmt::format("record {}: enters at {}, but a Fine-Gray model needs every record "
                            "from 0 on",
                            i + 1, observations[i].entry)};
  }
  if (cause < 1 ||
      std::ranges::find(observations, cause, &Observation::cause) == observations.end()) {
    throw Error{
        ErrorKind::infeasible,
        fmt::format("no record has an event of cause {}: a Fine-Gray model needs one", cause)};
  }
  const Standardised x = standardise(covariates, observations.size());
  const FineGrayLikelihood likelihood{observations, x.values, cause};
  const Eigen::Index columns = x.mean.size();
  const Maximum maximum =
      maximise([&](const Eigen::VectorXd& beta) { return likelihood.at(beta); },
               Eigen::VectorXd::Zero(columns), x.labels, Eigen::VectorXd::Ones(columns));
  const Eigen::MatrixXd covariance =
      maximum.covariance * likelihood.influence_squares(maximum.mode) * maximum.covariance;
  FineGrayFit fit;
  fit.log_likelihood = maximum.value;
  for (Eigen::Index i = 0; i < columns; ++i) {
    fit.coefficients.push_back(maximum.mode[i] / x.scale[i]);
    fit.standard_errors.push_back(std::sqrt(covariance(i, i)) / x.scale[i]);
  }
  likelihood.add_baseline(maximum.mode, -maximum.mode.dot(x.mean.cwiseQuotient(x.scale)), fit);
  return fit;
}

}  // namespace runout::regime::survival
