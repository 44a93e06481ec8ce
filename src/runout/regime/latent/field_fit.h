// The fit of one field: posterior mode, curvature and standard deviations of the blocks.
#pragma once

#include <string>
#include <vector>

#include "runout/regime/latent/arrow_matrix.h"
#include "runout/regime/latent/layout.h"
#include "runout/regime/latent/likelihood.h"

namespace runout::regime {

struct FieldSettings {
  Family family = Family::poisson;
  int rounds = 12;        ///< updates of the standard deviations; 0 keeps `start`
  double still = 0.05;    ///< change of the log marginal likelihood at which updates end
  double enough = 1e-10;  ///< Newton decrement at which the mode is reached
};

/// A Gaussian approximation (Laplace) of the unknowns at the most likely standard deviations.
struct FieldPosterior {
  Layout layout;
  Hyper hyper;
  ArrowVector mode;
  ArrowCholesky factor;       ///< of minus the second derivatives of the log posterior at the mode
  double log_marginal = 0.0;  ///< of the data, by Laplace, with the standard deviations' prior
  double log_likelihood = 0.0;  ///< at the mode
  std::vector<double> expected_by_period;
};

/// Fits a field. `start` holds the first guess of the standard deviations, `warm` of the unknowns.
///
/// The mode is found by Newton's method with halved steps; standard deviations are updated by
/// S. Wood and M. Fasiolo, "A generalized Fellner-Schall method for smoothing parameter
/// optimization", Biometrics 73 (2017) 1071-1081, with their prior added.
[[nodiscard]] FieldPosterior fit_field(const CellTable& table, const Layout& layout,
                                       const std::vector<double>& offset, const Hyper& start,
                                       const FieldSettings& settings,
                                       const ArrowVector* warm = nullptr);

}  // namespace runout::regime
