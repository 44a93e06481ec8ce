#include "runout/regime/survival/weibull.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <Eigen/Core>

#include "runout/base/error.h"
#include "runout/regime/survival/covariates.h"
#include "runout/regime/survival/maximise.h"

namespace runout::regime::survival {
namespace {

void check_windows(std::span<const TimeWindow> windows) {
  if (windows.empty()) throw Error{ErrorKind::invalid_input, "no records: a fit needs some"};
  double latest_lower = 0.0;
  double earliest_upper = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto [lower, upper] = windows[i];
    const double last = upper.value_or(lower);
    if (!std::isfinite(lower) || !std::isfinite(last) || lower < 0.0 || last < lower ||
        last == 0.0) {
      throw Error{ErrorKind::invalid_input,
                  fmt::format("record {}: from {} to {} is no window of positive days", i + 1,
                              lower, last)};
    }
    latest_lower = std::max(latest_lower, lower);
    if (upper) earliest_upper = std::min(earliest_upper, *upper);
  }
  if (std::isinf(earliest_upper)) {
    throw Error{ErrorKind::infeasible,
                "no record has the event: a Weibull fit needs at least two of them"};
  }
  if (latest_lower <= earliest_upper) {
    throw Error{ErrorKind::infeasible,
                fmt::format("every record may have had its event on day {}: the scale has no "
                            "estimate; a Weibull fit needs events on different days",
                            earliest_upper)};
  }
}

/// The likelihood of one record by z = log cumulative hazard at its two ends.
struct Term {
  double value = 0.0;
  double lower = 0.0;  // first derivatives
  double upper = 0.0;
  double lower_lower = 0.0;  // second derivatives
  double lower_upper = 0.0;
  double upper_upper = 0.0;
};

Term exact_term(double z) {
  const double hazard = std::exp(z);
  return {z - hazard, 1.0 - hazard, 0.0, -hazard, 0.0, 0.0};
}

Term censored_term(double z) {
  const double hazard = std::exp(z);
  return {-hazard, -hazard, 0.0, -hazard, 0.0, 0.0};
}

/// log(exp(-a) - exp(-b)) with a = exp(z of the lower end), b of the upper.
Term window_term(double z_lower, double z_upper) {
  const double a = std::exp(z_lower);
  const double b = std::exp(z_upper);
  // Beyond this the upper end is as good as never, and b might overflow.
  constexpr double kNever = 600.0;
  if (b - a > kNever) return {-a, -a, 0.0, -a, 0.0, 0.0};
  const double q = 1.0 / std::expm1(b - a);
  const double p = 1.0 + q;
  return {-a + std::log(-std::expm1(a - b)),
          -a * p,
          b * q,
          -a * p - a * a * p * q,
          a * b * p * q,
          b * q - b * b * p * q};
}

/// The log likelihood in (intercept, columns, 1) / scale. Times are relative to `centre`.
class WeibullLikelihood {
 public:
  WeibullLikelihood(std::span<const TimeWindow> windows, const Eigen::MatrixXd& values,
                    double centre)
      : windows_{windows}, values_{values.transpose()}, centre_{centre} {}

  [[nodiscard]] Derivatives at(const Eigen::VectorXd& theta) const {
    const Eigen::Index size = theta.size();
    const double inverse_scale = theta[size - 1];
    Derivatives sum{0.0, Eigen::VectorXd::Zero(size), Eigen::MatrixXd::Zero(size, size)};
    if (inverse_scale <= 0.0) return {-std::numeric_limits<double>::infinity(), {}, {}};
    Eigen::VectorXd lower = Eigen::VectorXd::Constant(size, -1.0);  // of z by theta
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      const auto [from, to] = windows_[i];
      lower.segment(1, size - 2) = -values_.col(static_cast<Eigen::Index>(i));
      Eigen::VectorXd upper = lower;
      upper[size - 1] = std::log(to.value_or(1.0)) - centre_;
      // Before a lower end of 0 nothing can have happened: z is minus infinity and stays so.
      lower[size - 1] = from > 0.0 ? std::log(from) - centre_ : 0.0;
      const double z = from > 0.0 ? lower.dot(theta) : -std::numeric_limits<double>::infinity();
      Term term;
      if (!to) {
        term = censored_term(z);
      } else if (*to == from) {
        term = exact_term(z);
        sum.value += std::log(inverse_scale) - std::log(from);
        sum.gradient[size - 1] += 1.0 / inverse_scale;
        sum.information(size - 1, size - 1) += 1.0 / (inverse_scale * inverse_scale);
      } else {
        term = window_term(z, upper.dot(theta));
      }
      sum.value += term.value;
      sum.gradient += term.lower * lower + term.upper * upper;
      sum.information -= term.lower_lower * lower * lower.transpose() +
                         term.upper_upper * upper * upper.transpose() +
                         term.lower_upper * (lower * upper.transpose() + upper * lower.transpose());
    }
    return sum;
  }

 private:
  std::span<const TimeWindow> windows_;
  Eigen::MatrixXd values_;  // [column][record]
  double centre_;
};

double mean_log_time(std::span<const TimeWindow> windows) {
  double sum = 0.0;
  for (const TimeWindow& window : windows) {
    sum += std::log(window.lower > 0.0 ? window.lower : *window.upper);
  }
  return sum / static_cast<double>(windows.size());
}

/// Exponential times with the records' events over their days.
Eigen::VectorXd start_of(std::span<const TimeWindow> windows, double centre, Eigen::Index size) {
  double events = 0.0;
  double days = 0.0;
  for (const TimeWindow& window : windows) {
    events += window.upper ? 1.0 : 0.0;
    days += window.upper.value_or(window.lower) / std::exp(centre);
  }
  Eigen::VectorXd start = Eigen::VectorXd::Zero(size);
  start[0] = std::log(days / events);
  start[size - 1] = 1.0;
  return start;
}

WeibullFit to_log_times(const Maximum& maximum, const Standardised& x, double centre) {
  const Eigen::Index size = maximum.mode.size();
  const Eigen::Index columns = size - 2;
  const double scale = 1.0 / maximum.mode[size - 1];
  WeibullFit fit;
  Eigen::MatrixXd jacobian = Eigen::MatrixXd::Zero(size, size);
  fit.intercept = centre + maximum.mode[0] * scale;
  jacobian(0, 0) = scale;
  jacobian(0, size - 1) = -maximum.mode[0] * scale * scale;
  for (Eigen::Index j = 0; j < columns; ++j) {
    const double coefficient = maximum.mode[j + 1] * scale / x.scale[j];
    fit.coefficients.push_back(coefficient);
    fit.intercept -= coefficient * x.mean[j];
    jacobian(j + 1, j + 1) = scale / x.scale[j];
    jacobian(j + 1, size - 1) = -coefficient * scale;
    jacobian.row(0) -= x.mean[j] * jacobian.row(j + 1);
  }
  fit.log_scale = std::log(scale);
  jacobian(size - 1, size - 1) = -scale;
  // At the maximum the inverse information changes with the parameters as a covariance does.
  const Eigen::VectorXd errors =
      (jacobian * maximum.covariance * jacobian.transpose()).diagonal().cwiseSqrt();
  fit.standard_errors.assign(errors.begin(), errors.end());
  fit.log_likelihood = maximum.value;
  return fit;
}

}  // namespace

WeibullFit fit_weibull(std::span<const TimeWindow> windows, const Covariates& covariates) {
  check_windows(windows);
  const Standardised x = standardise(covariates, windows.size());
  const double centre = mean_log_time(windows);
  const WeibullLikelihood likelihood{windows, x.values, centre};
  std::vector<std::string> labels = x.labels;
  labels.insert(labels.begin(), "the intercept");
  labels.emplace_back("the scale");
  const auto size = static_cast<Eigen::Index>(labels.size());
  const Maximum maximum =
      maximise([&](const Eigen::VectorXd& theta) { return likelihood.at(theta); },
               start_of(windows, centre, size), labels, Eigen::VectorXd::Ones(size));
  return to_log_times(maximum, x, centre);
}

double survival_at(const WeibullFit& fit, std::span<const double> values, double time) {
  double log_time = fit.intercept;
  for (std::size_t i = 0; i < values.size(); ++i) log_time += fit.coefficients[i] * values[i];
  return std::exp(-std::exp((std::log(time) - log_time) * std::exp(-fit.log_scale)));
}

}  // namespace runout::regime::survival
