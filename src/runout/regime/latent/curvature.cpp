// Second derivatives of the cells' log likelihood, from sums by bin, period and hat.
#include <algorithm>
#include <span>

#include "runout/base/portable_math.h"
#include "runout/regime/latent/likelihood.h"
#include "runout/regime/latent/place.h"

namespace runout::regime {
namespace {

using Eigen::Index;

/// The weights of one period, by pairs of what its unknowns act on: everything, or a hat.
struct PeriodSums {
  explicit PeriodSums(std::size_t hats) : hat(hats), square(hats), next(hats) {}

  void clear() {
    all = 0.0;
    std::ranges::fill(hat, 0.0);
    std::ranges::fill(square, 0.0);
    std::ranges::fill(next, 0.0);
  }
  void add(double weight, HatPoint at) {
    const double low = 1.0 - at.fraction;
    all += weight;
    hat[at.hat] += weight * low;
    hat[at.hat + 1U] += weight * at.fraction;
    square[at.hat] += weight * low * low;
    square[at.hat + 1U] += weight * at.fraction * at.fraction;
    next[at.hat] += weight * low * at.fraction;
  }

  double all = 0.0;
  std::vector<double> hat;
  std::vector<double> square;  ///< hat x itself
  std::vector<double> next;    ///< hat x the next hat
};

/// First places of the blocks that live on hats, within a period.
std::vector<std::size_t> hat_blocks(const Layout& layout) {
  std::vector<std::size_t> blocks;
  if (layout.blocks.shock) blocks.push_back(0);
  if (layout.blocks.drift) blocks.push_back(layout.drift_at);
  return blocks;
}

/// Adds a period's own block.
void add_block(const Layout& l, const PeriodSums& sums, std::span<const std::size_t> hats,
               Index first, ArrowMatrix& curvature) {
  auto own = curvature.block.middleRows(first, place(l.period_size));
  const Index common = place(l.jolt_at);
  const Index size = place(l.common());
  own.block(common, common, size, size).array() += sums.all;
  for (const std::size_t block : hats) {
    for (std::size_t h = 0; h < l.hats; ++h) {
      const Index at = place(block + h);
      own.row(at).segment(common, size).array() += sums.hat[h];
      own.col(at).segment(common, size).array() += sums.hat[h];
      for (const std::size_t other : hats) {
        own(at, place(other + h)) += sums.square[h];
        if (h + 1 == l.hats) continue;
        own(at, place(other + h + 1)) += sums.next[h];
        own(at + 1, place(other + h)) += sums.next[h];
      }
    }
  }
}

/// Adds to the row of a dense unknown in one period: `all` and [hat] weights.
void add_rim(const Layout& l, double all, std::span<const double> hat,
             std::span<const std::size_t> hats, Index row, Index first, ArrowMatrix& curvature) {
  for (std::size_t i = l.jolt_at; i < l.drift_at; ++i) curvature.rim(row, first + place(i)) += all;
  for (const std::size_t block : hats) {
    for (std::size_t h = 0; h < l.hats; ++h) {
      curvature.rim(row, first + place(block + h)) += hat[h];
    }
  }
}

}  // namespace

void CellLikelihood::add_curvature(ArrowMatrix& curvature, Effects effects) {
  add_surface_curvature(curvature);
  if (effects_ == 0) return;
  if (effects == Effects::fresh || effect_bin_.empty()) add_up_effects();
  add_effect_curvature(curvature);
}

void CellLikelihood::add_surface_curvature(ArrowMatrix& curvature) const {
  const Layout& l = layout_;
  const std::vector<double>& weight = family_ == Family::poisson ? expected_ : weight_;
  const std::vector<std::size_t> hats = hat_blocks(l);
  std::vector<double> by_bin(l.bins, 0.0);
  PeriodSums sums{l.hats};
  for (std::size_t t = 0; t < l.periods; ++t) {
    sums.clear();
    const Index first = place(t * l.period_size);
    for (std::size_t b = 0; b < l.bins; ++b) {
      const double w = weight[t * l.bins + b];
      if (w == 0.0) continue;
      const HatPoint hat = l.bin_hat[b];
      sums.add(w, hat);
      by_bin[b] += w;
      const Index shape = place(l.shape_at + b);
      for (std::size_t i = l.jolt_at; i < l.drift_at; ++i) {
        curvature.rim(shape, first + place(i)) += w;
      }
      for (const std::size_t block : hats) {
        const Index at = first + place(block + hat.hat);
        curvature.rim(shape, at) += w * (1.0 - hat.fraction);
        curvature.rim(shape, at + 1) += w * hat.fraction;
      }
    }
    add_block(l, sums, hats, first, curvature);
    add_rim(l, sums.all, sums.hat, hats, 0, first, curvature);
    curvature.dense(0, 0) += sums.all;
  }
  for (std::size_t b = 0; b < l.bins; ++b) {
    const Index shape = place(l.shape_at + b);
    curvature.dense(shape, shape) += by_bin[b];
    curvature.dense(shape, 0) += by_bin[b];
  }
  for (std::size_t m = 0; m < l.marked.size(); ++m) {  // A mark goes with its bin.
    const Index mark = place(l.mark_at + m);
    const Index shape = place(l.shape_at + l.marked[m]);
    curvature.rim.row(mark) += curvature.rim.row(shape);
    curvature.dense(mark, 0) += by_bin[l.marked[m]];
    curvature.dense(mark, shape) += by_bin[l.marked[m]];
    curvature.dense(mark, mark) += by_bin[l.marked[m]];
  }
}

void CellLikelihood::add_up_effects() {
  const Layout& l = layout_;
  effect_bin_.assign(effects_ * l.bins, 0.0);
  effect_hat_.assign(effects_ * l.periods * l.hats, 0.0);
  std::vector<double> own_bin(l.bins);
  std::vector<double> own_hat(l.periods * l.hats);
  for (std::size_t p = 0; p < table_.patterns.size(); ++p) {
    pattern_weight_[p] = 0.0;
    if (table_.first[p] == table_.first[p + 1]) continue;
    const std::size_t from = table_.cells[table_.first[p]].period;
    const std::size_t to = table_.cells[table_.first[p + 1] - 1].period + 1U;
    std::ranges::fill(own_bin, 0.0);
    std::fill(own_hat.begin() + static_cast<std::ptrdiff_t>(from * l.hats),
              own_hat.begin() + static_cast<std::ptrdiff_t>(to * l.hats), 0.0);
    for (std::size_t i = table_.first[p]; i < table_.first[p + 1]; ++i) {
      const Cell& cell = table_.cells[i];
      double weight = exposure_[i] * pattern_[p] * surface_[place_[i]];
      if (family_ == Family::binomial) {
        const double share = 1.0 / (1.0 + portable::exp(-(surface_[place_[i]] + pattern_[p])));
        weight = exposure_[i] * share * (1.0 - share);
      }
      pattern_weight_[p] += weight;
      own_bin[cell.bin] += weight;
      const HatPoint hat = l.bin_hat[cell.bin];
      double* hats = own_hat.data() + cell.period * l.hats + hat.hat;
      hats[0] += weight * (1.0 - hat.fraction);
      hats[1] += weight * hat.fraction;
    }
    for (std::size_t k = 0; k < table_.patterns.covariates; ++k) {
      const std::int32_t level = table_.patterns.of(p)[k];
      if (level == kNoLevel) continue;
      const std::size_t effect = effect_of(k, level);
      double* bins = effect_bin_.data() + effect * l.bins;
      for (std::size_t b = 0; b < l.bins; ++b) bins[b] += own_bin[b];
      double* hats = effect_hat_.data() + effect * l.periods * l.hats;
      for (std::size_t j = from * l.hats; j < to * l.hats; ++j) hats[j] += own_hat[j];
    }
  }
}

void CellLikelihood::add_effect_curvature(ArrowMatrix& curvature) const {
  const Layout& l = layout_;
  const std::vector<std::size_t> blocks = hat_blocks(l);
  for (std::size_t e = 0; e < effects_; ++e) {
    const Index effect = place(l.effects_at + e);
    const double* bins = effect_bin_.data() + e * l.bins;
    double all = 0.0;
    for (std::size_t b = 0; b < l.bins; ++b) {
      curvature.dense(effect, place(l.shape_at + b)) += bins[b];
      all += bins[b];
    }
    curvature.dense(effect, 0) += all;
    for (std::size_t m = 0; m < l.marked.size(); ++m) {
      curvature.dense(effect, place(l.mark_at + m)) += bins[l.marked[m]];
    }
    for (std::size_t t = 0; t < l.periods; ++t) {
      const std::span<const double> hat{effect_hat_.data() + (e * l.periods + t) * l.hats, l.hats};
      double sum = 0.0;
      for (const double weight : hat) sum += weight;
      add_rim(l, sum, hat, blocks, effect, place(t * l.period_size), curvature);
    }
  }
  for (std::size_t p = 0; p < table_.patterns.size(); ++p) {
    const std::int32_t* levels = table_.patterns.of(p);
    for (std::size_t k = 0; k < table_.patterns.covariates; ++k) {
      if (levels[k] == kNoLevel) continue;
      const Index own = place(l.effect_at[k]) + levels[k];
      for (std::size_t j = 0; j <= k; ++j) {  // Later covariates stand below: the lower triangle.
        if (levels[j] == kNoLevel) continue;
        curvature.dense(own, place(l.effect_at[j]) + levels[j]) += pattern_weight_[p];
      }
    }
  }
}

}  // namespace runout::regime
