// What aggregate reports change in a fitted state beside its mode: a correction of low rank of the
// covariance of all fields together.
//
// Draws are made without the reports and then moved (G. Matheron's rule, told in J. Wilson et al.,
// "Efficiently sampling functions from Gaussian process posteriors", ICML 2020): with x the
// unknowns, f = V' x what the reports speak of and e their errors, x - Cov(x, f) M^-1 (f + e) has
// the covariance that is left after the reports, where M is the variance of f + e. Only the dense
// unknowns and the newest period's are ever drawn; of the others f needs its variance given those.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Dense>

namespace runout::regime {

/// Independent standard normal numbers of one field before they are coloured
/// (ArrowCholesky::colour_newest), a column a draw.
struct WhiteNumbers {
  Eigen::MatrixXd dense;   ///< D x n
  Eigen::MatrixXd newest;  ///< q x n
};

/// The correction for r terms. Invariant: all matrices have r columns.
struct ReportCorrection {
  /// Covariance of each field's white numbers with f, n = r; the hazard first, then the splits.
  std::vector<WhiteNumbers> fields;
  Eigen::MatrixXd hazard_dense;  ///< D x r: covariance of the hazard's dense unknowns with f
  Eigen::MatrixXd gain;          ///< r x r: M^-1
  Eigen::MatrixXd rest;          ///< r x r: lower factor of the variance of f + e given the draws

  [[nodiscard]] Eigen::Index rank() const { return gain.cols(); }
  /// By how much the reports reduce the variance of a sum of the hazard's dense unknowns.
  [[nodiscard]] double variance_removed(const Eigen::VectorXd& direction) const;
};

/// Moves the white numbers of replications first .. of a state called `name`, one element of
/// `fields` a field. Random numbers are streams of their own.
void apply_correction(const ReportCorrection& correction, std::uint64_t seed, std::uint64_t name,
                      std::uint32_t first, std::span<WhiteNumbers> fields);

}  // namespace runout::regime
