// Which unknowns the log hazard is made of, and which of them a cell touches.
//
// log hazard of a case of pattern x in bin b and period t =
//     offset[b] + level + shape[b] + mark[b]                           dense
//   + shock(b, t) + jolt[t] + pace[t] + walk[t] + drift(b, t)        by period
//   + sum over covariates k of effect[k][level of x]                 dense
//
// Drifts and shocks of the shape live on a few hat functions over the bins (they sum to one).
// Everything that belongs to one period stands together, the part
// that is chained to the next period last: the matrix of second derivatives is then an arrow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runout/regime/cells/cell_table.h"

namespace runout::regime {

/// Which blocks a model has. Each has a standard deviation of its own (hyper.h).
struct Blocks {
  bool shock = true;  ///< of a period, by waiting time: independent
  bool jolt = true;   ///< of a period: independent
  bool pace = true;   ///< mean-reverting AR(1)
  bool walk = true;   ///< slow random walk; 0 in the newest period
  bool drift = true;  ///< the shape's slow random walk; 0 in the newest period
};

/// A point between two neighbouring hats: weight 1 - fraction on `hat`, fraction on the next.
struct HatPoint {
  std::uint16_t hat = 0;
  double fraction = 0.0;
};

struct Layout {
  Blocks blocks;
  std::size_t bins = 0;
  std::size_t periods = 0;
  std::size_t hats = 0;             ///< over the bins
  std::vector<HatPoint> bin_hat;    ///< [bin]
  std::vector<std::size_t> marked;  ///< bins with an effect of their own
  std::vector<std::size_t> levels;  ///< [covariate]
  /// [covariate] its standard deviation is given, not learnt; empty: none.
  std::vector<char> is_given;

  // Places within the unknowns of one period.
  std::size_t jolt_at = 0;
  std::size_t pace_at = 0;
  std::size_t walk_at = 0;
  std::size_t drift_at = 0;
  std::size_t chained_at = 0;  ///< from here on the unknowns are chained to the next period
  std::size_t period_size = 0;
  // Places within the dense unknowns. The level is number 0.
  std::size_t shape_at = 1;
  std::size_t mark_at = 0;
  std::size_t effects_at = 0;          ///< the first effect
  std::vector<std::size_t> effect_at;  ///< [covariate]
  std::size_t dense_size = 0;

  [[nodiscard]] std::size_t chained() const { return period_size - chained_at; }
  /// Unknowns of a period that act on all bins alike.
  [[nodiscard]] std::size_t common() const { return drift_at - jolt_at; }
};

/// Where each bin lies among `hats` hats, which stand where decisions are: each spans the same
/// share of them. [bin]
[[nodiscard]] std::vector<HatPoint> place_hats(const CellTable& table, std::size_t hats);

/// Lays out the unknowns for a table.
[[nodiscard]] Layout make_layout(const CellTable& table, const std::vector<Covariate>& covariates,
                                 const Blocks& blocks, const std::vector<std::size_t>& marked);

/// Standard deviations of the blocks.
struct Hyper {
  double level = 1.0;
  double mark = 1.0;
  double shape = 0.2;  ///< from one bin to the next
  double shock = 0.4;
  double jolt = 0.15;
  double pace = 0.4;           ///< stationary
  double pace_kept = 0.85;     ///< correlation with the period before
  double walk = 0.1;           ///< from one period to the next
  double drift = 0.2;          ///< from one period to the next
  std::vector<double> effect;  ///< [covariate]
};

}  // namespace runout::regime
