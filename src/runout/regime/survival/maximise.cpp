#include "runout/regime/survival/maximise.h"

#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <Eigen/Cholesky>

#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

/// The first parameter whose information is nothing beyond what those before it say.
std::optional<Eigen::Index> find_singular(const Eigen::MatrixXd& information) {
  constexpr double kLeastPivot = 1e-11;
  const Eigen::Index size = information.rows();
  Eigen::MatrixXd lower = Eigen::MatrixXd::Zero(size, size);
  for (Eigen::Index j = 0; j < size; ++j) {
    const double pivot = information(j, j) - lower.row(j).head(j).squaredNorm();
    if (!(pivot > kLeastPivot * information(j, j))) return j;
    lower(j, j) = std::sqrt(pivot);
    for (Eigen::Index i = j + 1; i < size; ++i) {
      lower(i, j) =
          (information(i, j) - lower.row(i).head(j).dot(lower.row(j).head(j))) / lower(j, j);
    }
  }
  return std::nullopt;
}

[[noreturn]] void refuse(const std::string& label, const char* why) {
  throw Error{ErrorKind::infeasible, fmt::format("{} {}", label, why)};
}

constexpr auto kSeparated =
    "has no finite estimate: the likelihood rises without end as it grows, as where a value goes "
    "with events only or with none; merge levels or leave it out";
constexpr auto kSingular =
    "cannot be estimated beside the ones before it: it does not vary among the records at risk, "
    "or follows from the others; leave it out";

Eigen::Index largest(const Eigen::VectorXd& step) {
  Eigen::Index index = 0;
  step.cwiseAbs().maxCoeff(&index);
  return index;
}

}  // namespace

Maximum maximise(const LogLikelihood& log_likelihood, const Eigen::VectorXd& start,
                 std::span<const std::string> labels, const Eigen::VectorXd& scale) {
  constexpr int kMostSteps = 100;
  constexpr int kMostHalvings = 40;
  constexpr double kFlat = 1e-12;  // of the Newton decrement, in squared standard errors
  constexpr double kMoving = 1e-3;
  const auto label = [&](Eigen::Index i) { return labels[static_cast<std::size_t>(i)]; };
  Eigen::VectorXd point = start;
  Derivatives here = log_likelihood(point);
  if (point.size() == 0) return {point, here.value, here.information, here.information};
  Eigen::VectorXd step = Eigen::VectorXd::Zero(point.size());
  for (int iteration = 0; iteration < kMostSteps; ++iteration) {
    if (const auto singular = find_singular(here.information)) {
      if (iteration == 0) refuse(label(*singular), kSingular);
      refuse(label(largest(step.cwiseProduct(scale))), kSeparated);
    }
    const Eigen::LLT<Eigen::MatrixXd> factor{here.information};
    step = factor.solve(here.gradient);
    const double decrement = step.dot(here.gradient);
    // Within rounding of the top a step may seem to go down.
    const double slack = 1e-12 * (1.0 + std::abs(here.value));
    Derivatives there;
    double share = 1.0;
    for (int halving = 0;; ++halving) {
      if (halving == kMostHalvings) refuse(label(largest(step)), "stops the climb half way");
      there = log_likelihood(point + share * step);
      if (std::isfinite(there.value) && there.value >= here.value - slack) break;
      share *= 0.5;
    }
    point += share * step;
    here = std::move(there);
    if (decrement > kFlat) continue;
    const Eigen::VectorXd scaled = step.cwiseProduct(scale);
    if (scaled.cwiseAbs().maxCoeff() > kMoving) refuse(label(largest(scaled)), kSeparated);
    if (const auto singular = find_singular(here.information)) refuse(label(*singular), kSingular);
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(point.size(), point.size());
    Eigen::MatrixXd covariance = Eigen::LLT<Eigen::MatrixXd>{here.information}.solve(identity);
    return {point, here.value, here.information, std::move(covariance)};
  }
  refuse(label(largest(step.cwiseProduct(scale))), kSeparated);
}

}  // namespace runout::regime::survival
