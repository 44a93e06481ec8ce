#include "regime/latent/field_fixture.h"

#include <cmath>

#include "regime/cells/spell_fixture.h"
#include "runout/base/random.h"

#include "runout/regime/latent/place.h"

namespace runout::regime::fixtures {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A random walk's precision: neighbours differ by steps of variance 1.
MatrixXd walk_precision(Index count) {
  MatrixXd differences = MatrixXd::Zero(count - 1, count);
  for (Index i = 0; i + 1 < count; ++i) {
    differences(i, i) = -1.0;
    differences(i, i + 1) = 1.0;
  }
  return differences.transpose() * differences;
}

/// The inverse of an AR(1)'s covariance, stationary variance 1.
MatrixXd mean_reverting_precision(Index count, double kept) {
  MatrixXd covariance(count, count);
  for (Index i = 0; i < count; ++i) {
    for (Index j = 0; j < count; ++j) {
      covariance(i, j) = std::pow(kept, std::abs(static_cast<double>(i - j)));
    }
  }
  return covariance.inverse();
}

}  // namespace

std::vector<Blocks> block_choices() {
  return {Blocks{},
          {.shock = false, .jolt = true, .pace = true, .walk = true, .drift = true},
          {.shock = true, .jolt = false, .pace = true, .walk = true, .drift = true},
          {.shock = true, .jolt = true, .pace = false, .walk = true, .drift = true},
          {.shock = true, .jolt = true, .pace = true, .walk = false, .drift = true},
          {.shock = true, .jolt = true, .pace = true, .walk = true, .drift = false},
          {.shock = false, .jolt = false, .pace = false, .walk = true, .drift = false},
          {.shock = true, .jolt = false, .pace = false, .walk = false, .drift = false},
          {.shock = false, .jolt = false, .pace = false, .walk = false, .drift = true},
          {.shock = false, .jolt = false, .pace = false, .walk = false, .drift = false}};
}

SmallField small_field(const Blocks& blocks, Family family, std::uint64_t seed) {
  const Date as_of = parse_date("2025-06-30");
  SmallField field;
  field.family = family;
  field.spells = random_spells(seed, 150, as_of);
  DurationBins bins;
  bins.starts = {0, 1, 2, 3, 5, 8, 12, 18, 19, 30, 60};
  bins.bin.assign(61, 0);
  for (std::size_t b = 1; b < bins.size(); ++b) {
    for (std::size_t d = static_cast<std::size_t>(bins.starts[b]); d < bins.bin.size(); ++d) {
      bins.bin[d] = static_cast<std::uint16_t>(b);
    }
  }
  field.cells = count_cells(field.spells, {bins, {.as_of = as_of, .days = 42, .count = 6}});
  if (family == Family::binomial) {
    double more = 0.0;
    for (Cell& cell : field.cells.cells) {
      more = more < 3.0 ? more + 1.0 : 0.0;
      cell.exposure = cell.decided + more;
    }
  }
  field.layout = make_layout(field.cells, field.spells.covariates, blocks, {8});
  RandomStream stream{seed, 0, "offset", Purpose::test};
  for (std::size_t b = 0; b < bins.size(); ++b) {
    field.offset.push_back((family == Family::poisson ? -3.0 : 0.0) + 0.3 * stream.normal());
  }
  field.hyper.effect = {0.4, 0.2};
  return field;
}

Index unknowns_of(const Layout& layout) {
  return place(layout.periods * layout.period_size + layout.dense_size);
}

MatrixXd design_of(const SmallField& field) {
  const Layout& l = field.layout;
  MatrixXd design = MatrixXd::Zero(place(field.cells.cells.size()), unknowns_of(l));
  const Index dense = place(l.periods * l.period_size);
  for (std::size_t p = 0; p < field.cells.patterns.size(); ++p) {
    for (std::size_t i = field.cells.first[p]; i < field.cells.first[p + 1]; ++i) {
      const Cell& cell = field.cells.cells[i];
      auto row = design.row(place(i));
      row(dense) = 1.0;
      row(dense + place(l.shape_at + cell.bin)) = 1.0;
      for (std::size_t m = 0; m < l.marked.size(); ++m) {
        if (l.marked[m] == cell.bin) row(dense + place(l.mark_at + m)) = 1.0;
      }
      const Index period = place(cell.period * l.period_size);
      const HatPoint hat = l.bin_hat[cell.bin];
      const auto on_hats = [&](std::size_t at) {
        row(period + place(at + hat.hat)) = 1.0 - hat.fraction;
        row(period + place(at + hat.hat + 1U)) = hat.fraction;
      };
      if (l.blocks.shock) on_hats(0);
      if (l.blocks.jolt) row(period + place(l.jolt_at)) = 1.0;
      if (l.blocks.pace) row(period + place(l.pace_at)) = 1.0;
      if (l.blocks.walk) row(period + place(l.walk_at)) = 1.0;
      if (l.blocks.drift) on_hats(l.drift_at);
      for (std::size_t k = 0; k < l.levels.size(); ++k) {
        const std::int32_t level = field.cells.patterns.of(p)[k];
        if (level != kNoLevel) row(dense + place(l.effect_at[k]) + level) = 1.0;
      }
    }
  }
  return design;
}

MatrixXd precision_of(const Layout& l, const Hyper& hyper) {
  MatrixXd precision = MatrixXd::Zero(unknowns_of(l), unknowns_of(l));
  const Index dense = place(l.periods * l.period_size);
  const auto own = [&](Index at, double deviation) {
    precision(at, at) += 1.0 / (deviation * deviation);
  };
  own(dense, hyper.level);
  for (std::size_t m = 0; m < l.marked.size(); ++m) own(dense + place(l.mark_at + m), hyper.mark);
  for (std::size_t k = 0; k < l.levels.size(); ++k) {
    for (std::size_t i = 0; i < l.levels[k]; ++i) {
      own(dense + place(l.effect_at[k] + i), hyper.effect[k]);
    }
  }
  const Index bins = place(l.bins);
  precision.block(dense + place(l.shape_at), dense + place(l.shape_at), bins, bins) +=
      walk_precision(bins) / (hyper.shape * hyper.shape) +
      MatrixXd::Constant(bins, bins, 1e4 / static_cast<double>(bins * bins));
  const auto along_periods = [&](std::size_t at, double deviation, const MatrixXd& of) {
    for (Index s = 0; s < of.rows(); ++s) {
      for (Index t = 0; t < of.cols(); ++t) {
        precision(s * place(l.period_size) + place(at), t * place(l.period_size) + place(at)) +=
            of(s, t) / (deviation * deviation);
      }
    }
  };
  const Index periods = place(l.periods);
  // A walk is pinned to 0 in the newest period.
  const auto pinned = [&](double deviation) {
    MatrixXd walk = walk_precision(periods);
    walk(periods - 1, periods - 1) += 1e6 * deviation * deviation;
    return walk;
  };
  for (std::size_t h = 0; h < l.hats; ++h) {
    if (l.blocks.shock) along_periods(h, hyper.shock, MatrixXd::Identity(periods, periods));
    if (l.blocks.drift) along_periods(l.drift_at + h, hyper.drift, pinned(hyper.drift));
  }
  if (l.blocks.jolt) along_periods(l.jolt_at, hyper.jolt, MatrixXd::Identity(periods, periods));
  if (l.blocks.pace) {
    along_periods(l.pace_at, hyper.pace, mean_reverting_precision(periods, hyper.pace_kept));
  }
  if (l.blocks.walk) along_periods(l.walk_at, hyper.walk, pinned(hyper.walk));
  return precision;
}

double log_likelihood_of(const SmallField& field, const VectorXd& unknowns) {
  const VectorXd eta = design_of(field) * unknowns;
  double sum = 0.0;
  for (std::size_t i = 0; i < field.cells.cells.size(); ++i) {
    const Cell& cell = field.cells.cells[i];
    const double own = eta(place(i)) + field.offset[cell.bin];
    sum += cell.decided * own;
    sum -= field.family == Family::poisson ? cell.exposure * std::exp(own)
                                           : cell.exposure * std::log1p(std::exp(own));
  }
  return sum;
}

}  // namespace runout::regime::fixtures
