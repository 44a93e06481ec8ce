#include "runout/regime/prior_share.h"

#include <algorithm>
#include <map>

#include "runout/regime/latent/prior.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Variance of level + shape + mark in one bin under the prior.
std::vector<double> prior_variances(const FieldPosterior& field) {
  Layout layout = field.layout;
  ArrowMatrix precision{layout.periods, layout.period_size, layout.chained(), layout.dense_size};
  add_prior_precision(layout, field.hyper, precision);
  const auto size = static_cast<Index>(layout.effects_at);
  const MatrixXd full = precision.dense.topLeftCorner(size, size).selfadjointView<Eigen::Lower>();
  const MatrixXd covariance = full.llt().solve(MatrixXd::Identity(size, size));
  std::vector<double> result(layout.bins);
  for (std::size_t b = 0; b < layout.bins; ++b) {
    const auto at = static_cast<Index>(layout.shape_at + b);
    result[b] = covariance(0, 0) + covariance(at, at) + 2.0 * covariance(0, at);
  }
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    const auto at = static_cast<Index>(layout.mark_at + m);
    result[layout.marked[m]] += covariance(at, at);
  }
  return result;
}

double posterior_variance(const StateModel& model, std::size_t bin) {
  const FieldPosterior& field = model.hazard;
  const Layout& layout = field.layout;
  ArrowVector direction{VectorXd::Zero(field.mode.periods.size()),
                        VectorXd::Zero(field.mode.dense.size())};
  direction.dense(0) = 1.0;
  direction.dense(static_cast<Index>(layout.shape_at + bin)) = 1.0;
  for (std::size_t m = 0; m < layout.marked.size(); ++m) {
    if (layout.marked[m] == bin) direction.dense(static_cast<Index>(layout.mark_at + m)) = 1.0;
  }
  const double variance = direction.dot(field.factor.solve(direction));
  return model.reports ? variance - model.reports->variance_removed(direction.dense) : variance;
}

}  // namespace

std::vector<double> prior_shares(const StateModel& model, const std::vector<std::int32_t>& waited) {
  const std::vector<double> before = prior_variances(model.hazard);
  std::map<std::size_t, double> known;
  std::vector<double> shares;
  shares.reserve(waited.size());
  for (const std::int32_t days : waited) {
    const std::size_t bin = model.bins.of(days);
    const auto [share, is_new] = known.try_emplace(bin, 1.0);
    if (is_new) share->second = std::min(1.0, posterior_variance(model, bin) / before[bin]);
    shares.push_back(share->second);
  }
  return shares;
}

}  // namespace runout::regime
