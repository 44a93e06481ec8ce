#include "runout/regime/survival/penalised_poisson.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "runout/base/error.h"
#include "runout/regime/survival/maximise.h"

namespace runout::regime::survival {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Map<const Eigen::VectorXd>;

[[noreturn]] void refuse(const std::string& message) {
  throw Error{ErrorKind::invalid_input, message};
}

void check_shapes(const PoissonModel& model) {
  const std::size_t rows = model.events.size();
  const std::size_t size = model.labels.size();
  const auto expect = [](std::size_t actual, std::size_t expected, const char* what) {
    if (actual != expected) refuse(fmt::format("{} {}, expected {}", actual, what, expected));
  };
  if (rows == 0) refuse("no rows: a fit needs at least one");
  expect(model.exposure.size(), rows, "exposures");
  expect(model.design.size(), rows * size, "numbers of the design");
  if (!model.precision.empty()) {
    expect(model.precision.size(), size * size, "numbers of the precision");
  }
  if (!model.start.empty()) expect(model.start.size(), size, "numbers to start from");
}

void check_numbers(const PoissonModel& model) {
  const std::size_t size = model.labels.size();
  for (std::size_t row = 0; row < model.events.size(); ++row) {
    if (!(model.events[row] >= 0.0) || !std::isfinite(model.events[row])) {
      refuse(fmt::format("row {}: {} events, expected a count", row + 1, model.events[row]));
    }
    if (!(model.exposure[row] > 0.0) || !std::isfinite(model.exposure[row])) {
      refuse(
          fmt::format("row {}: exposure {}, expected more than 0", row + 1, model.exposure[row]));
    }
  }
  for (std::size_t i = 0; i < model.design.size(); ++i) {
    if (std::isfinite(model.design[i])) continue;
    refuse(fmt::format("row {}: {} is {}, expected a finite number", i / size + 1,
                       model.labels[i % size], model.design[i]));
  }
  for (const double number : model.precision) {
    if (!std::isfinite(number)) refuse(fmt::format("the precision holds {}", number));
  }
  if (std::ranges::all_of(model.events, [](double d) { return d == 0.0; })) {
    throw Error{ErrorKind::infeasible, "no event in any row: a rate needs at least one"};
  }
}

}  // namespace

PoissonFit fit_poisson(const PoissonModel& model) {
  check_shapes(model);
  check_numbers(model);
  const auto rows = static_cast<Eigen::Index>(model.events.size());
  const auto size = static_cast<Eigen::Index>(model.labels.size());
  const Eigen::Map<const RowMajor> design{model.design.data(), rows, size};
  const Vector events{model.events.data(), rows};
  const Vector exposure{model.exposure.data(), rows};
  Eigen::MatrixXd precision = Eigen::MatrixXd::Zero(size, size);
  if (!model.precision.empty()) {
    precision = Eigen::Map<const RowMajor>{model.precision.data(), size, size};
  }
  Eigen::VectorXd start = Eigen::VectorXd::Zero(size);
  if (!model.start.empty()) start = Vector{model.start.data(), size};

  const auto log_posterior = [&](const Eigen::VectorXd& beta) {
    const Eigen::VectorXd linear = design * beta;
    const Eigen::VectorXd mean = linear.array().exp() * exposure.array();
    const Eigen::VectorXd pull = precision * beta;
    return Derivatives{events.dot(linear) - mean.sum() - 0.5 * beta.dot(pull),
                       design.transpose() * (events - mean) - pull,
                       design.transpose() * mean.asDiagonal() * design + precision};
  };
  // A coefficient moves far if its typical row does.
  const Eigen::VectorXd scale =
      (design.colwise().squaredNorm() / static_cast<double>(rows)).cwiseSqrt().transpose();
  const Maximum maximum = maximise(log_posterior, start, model.labels, scale);

  const Eigen::VectorXd rate = (design * maximum.mode).array().exp();
  const Eigen::VectorXd mean = rate.cwiseProduct(exposure);
  PoissonFit fit;
  fit.coefficients.assign(maximum.mode.begin(), maximum.mode.end());
  const Eigen::VectorXd errors = maximum.covariance.diagonal().cwiseSqrt();
  fit.standard_errors.assign(errors.begin(), errors.end());
  fit.penalised_log_likelihood = maximum.value;
  fit.log_likelihood = maximum.value + 0.5 * maximum.mode.dot(precision * maximum.mode);
  const Eigen::MatrixXd factor = Eigen::LLT<Eigen::MatrixXd>{maximum.information}.matrixL();
  fit.log_determinant = 2.0 * factor.diagonal().array().log().sum();
  fit.effective_parameters =
      static_cast<double>(size) - maximum.covariance.cwiseProduct(precision).sum();
  for (Eigen::Index row = 0; row < rows; ++row) {
    const double ratio = events[row] > 0.0 ? std::log(events[row] / mean[row]) : 0.0;
    fit.deviance += 2.0 * (events[row] * ratio - (events[row] - mean[row]));
  }
  fit.rate.assign(rate.begin(), rate.end());
  return fit;
}

}  // namespace runout::regime::survival
