// Draws from a field's posterior itself where its normal approximation may be poor: few decisions.
#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Dense>

#include "runout/regime/latent/field_fit.h"
#include "runout/regime/latent/pareto_smoothing.h"

namespace runout::regime {

/// k-hat up to which the normal approximation is as good as the posterior, and up to which weights
/// mend it. Source: Y. Yao, A. Vehtari, D. Simpson, A. Gelman, "Yes, but did it work?: evaluating
/// variational inference", ICML 2018.
inline constexpr double kNormalFits = 0.5;
inline constexpr double kWeightsMend = 0.7;

/// Draws of what forecasts need, given the standard deviations of the blocks; a column a draw.
/// Invariant: dense, newest and choice have equally many draws, none where the approximation fits.
struct PosteriorSample {
  Eigen::MatrixXd dense;   ///< D x n
  Eigen::MatrixXd newest;  ///< q x n: the newest period
  AliasTable choice;       ///< which draw a replication takes
  double k_hat = 0.0;      ///< how far the normal approximation is from the posterior
  bool walked = false;     ///< the draws were moved by slice sampling; else they are only weighted

  [[nodiscard]] bool is_normal() const { return choice.size() == 0; }
};

/// Draws from the normal approximation and weights them by the exact posterior, Pareto-smoothed.
/// Where that fails (kWeightsMend) and the field is small, each draw then walks a few steps of
/// elliptical slice sampling (I. Murray, R. Adams, D. MacKay, AISTATS 2010) in the coordinates in
/// which the approximation is standard normal. `table` and `offset`: as they were fitted. `name`
/// names the random numbers, which are the same for every forecast.
[[nodiscard]] PosteriorSample sample_posterior(const CellTable& table,
                                               const std::vector<double>& offset, Family family,
                                               const FieldPosterior& field, std::uint64_t name);

}  // namespace runout::regime
