// One replication's hazard of a state, drawn from its posterior, and waiting times from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runout/regime/hazard_fit.h"

namespace runout::regime {

/// A drawn hazard: piecewise constant, with the shares of the causes in each piece.
struct DrawnHazard {
  std::vector<double> starts;      ///< [piece]
  std::vector<double> hazard;      ///< [piece] all causes together, a day of the clock
  std::vector<double> cumulative;  ///< [piece] hazard collected up to the piece's start
  std::vector<double> share;       ///< [piece][cause] of the hazard, summed up over the causes
  std::size_t causes = 0;

  /// Hazard collected up to `waited` days.
  [[nodiscard]] double collected(double waited) const;
  /// The waiting time > `waited` at which `needed` more hazard has been collected; infinity if
  /// that takes more than a million days.
  [[nodiscard]] double solve(double waited, double needed) const;
  /// The cause of leaving at waiting time `waited`, from a uniform number.
  [[nodiscard]] std::size_t cause(double waited, double uniform) const;
};

/// Draws hazards and factors of one state. Every gamma has a stream of its own, named by the state
/// and by the piece or the level, so that a new level or record leaves the other numbers as they
/// are.
class HazardSampler {
 public:
  HazardSampler(std::string_view state, const HazardPosterior& posterior,
                const std::vector<Covariate>& covariates);

  void draw_hazard(std::uint64_t seed, std::uint32_t replication, DrawnHazard& drawn) const;
  /// Factors of all levels, [covariate][level] one after another; see factor_index.
  void draw_factors(std::uint64_t seed, std::uint32_t replication,
                    std::vector<double>& factors) const;
  /// Place of a level's factor in what draw_factors fills.
  [[nodiscard]] std::size_t factor_index(std::size_t covariate, std::int32_t level) const {
    return first_factor_[covariate] + static_cast<std::size_t>(level);
  }

 private:
  const HazardPosterior& posterior_;
  std::uint64_t level_name_;
  std::vector<std::uint64_t> piece_names_;   ///< [piece]
  std::vector<std::uint64_t> factor_names_;  ///< [covariate][level]
  std::vector<std::size_t> first_factor_;    ///< [covariate]
};

}  // namespace runout::regime
