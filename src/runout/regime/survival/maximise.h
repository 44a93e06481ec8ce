// Newton's method for concave log likelihoods, with messages for those that have no maximum.
#pragma once

#include <functional>
#include <span>
#include <string>

#include <Eigen/Core>

namespace runout::regime::survival {

/// A log likelihood at a point. A value that is not finite says that the point is not allowed.
struct Derivatives {
  double value = 0.0;
  Eigen::VectorXd gradient;
  Eigen::MatrixXd information;  ///< minus the second derivatives
};

using LogLikelihood = std::function<Derivatives(const Eigen::VectorXd&)>;

struct Maximum {
  Eigen::VectorXd mode;
  double value = 0.0;
  Eigen::MatrixXd information;
  Eigen::MatrixXd covariance;  ///< inverse of the information
};

/// Climbs from `start` by Newton steps, halved while the value falls, until a step is below 1e-6
/// standard errors (the step after which is below 1e-12).
///
/// labels  [parameter] what a message calls it, "column 'age'"
/// scale   [parameter] what one unit of change means: a parameter that still moves by 1e-3 of it
///         where the likelihood has become flat has no finite estimate (separation)
/// throws  Error (infeasible) naming the parameter that is determined by those before it, that has
///         no finite estimate, or at which the climb got stuck
[[nodiscard]] Maximum maximise(const LogLikelihood& log_likelihood, const Eigen::VectorXd& start,
                               std::span<const std::string> labels, const Eigen::VectorXd& scale);

}  // namespace runout::regime::survival
