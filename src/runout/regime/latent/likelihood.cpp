#include "runout/regime/latent/likelihood.h"

#include <algorithm>

#include "runout/base/portable_math.h"
#include "runout/regime/latent/predictor.h"

namespace runout::regime {
namespace {

using Eigen::Index;

Index place(std::size_t n) { return static_cast<Index>(n); }

/// log(1 + e^x) without overflow.
double soft_plus(double x) {
  const double small = portable::exp(x > 0.0 ? -x : x);
  return (x > 0.0 ? x : 0.0) + portable::log(1.0 + small);
}

}  // namespace

CellLikelihood::CellLikelihood(const CellTable& table, const Layout& layout,
                               const std::vector<double>& offset, Family family)
    : table_{table}, layout_{layout}, offset_{offset}, family_{family} {
  for (const std::size_t levels : layout.levels) effects_ += levels;
  decided_.assign(layout.periods * layout.bins, 0.0);
  effect_decided_.assign(effects_, 0.0);
  for (std::size_t p = 0; p < table.patterns.size(); ++p) {
    double decided = 0.0;
    for (std::size_t i = table.first[p]; i < table.first[p + 1]; ++i) {
      const Cell& cell = table.cells[i];
      decided_[cell.period * layout.bins + cell.bin] += cell.decided;
      decided += cell.decided;
    }
    for (std::size_t k = 0; k < table.patterns.covariates; ++k) {
      const std::int32_t level = table.patterns.of(p)[k];
      if (level == kNoLevel) continue;
      effect_decided_[layout.effect_at[k] - layout.effect_at[0] +
                      static_cast<std::size_t>(level)] += decided;
    }
  }
  pattern_weight_.resize(table.patterns.size());
}

double CellLikelihood::evaluate(const ArrowVector& unknowns) {
  Predictor eta = predict(layout_, table_.patterns, offset_, unknowns);
  double value = 0.0;
  const bool poisson = family_ == Family::poisson;
  if (poisson) {
    for (std::size_t i = 0; i < eta.surface.size(); ++i) {
      value += decided_[i] > 0.0 ? decided_[i] * eta.surface[i] : 0.0;
      eta.surface[i] = portable::exp(std::min(eta.surface[i], 50.0));
    }
  }
  expected_.assign(decided_.size(), 0.0);
  weight_.assign(poisson ? 0 : decided_.size(), 0.0);
  effect_expected_.assign(effects_, 0.0);
  effect_bin_.assign(effects_ * layout_.bins, 0.0);
  effect_hat_.assign(effects_ * layout_.periods * layout_.hats, 0.0);
  std::vector<double> own_bin(layout_.bins);
  std::vector<double> own_hat(layout_.periods * layout_.hats);
  for (std::size_t p = 0; p < table_.patterns.size(); ++p) {
    std::ranges::fill(own_bin, 0.0);
    std::size_t first_period = layout_.periods;
    std::size_t last_period = 0;
    if (table_.first[p] < table_.first[p + 1]) {
      first_period = table_.cells[table_.first[p]].period;
      last_period = table_.cells[table_.first[p + 1] - 1].period;
      std::fill(own_hat.begin() + static_cast<std::ptrdiff_t>(first_period * layout_.hats),
                own_hat.begin() + static_cast<std::ptrdiff_t>((last_period + 1) * layout_.hats),
                0.0);
    }
    const double pattern = poisson ? portable::exp(std::min(eta.pattern[p], 50.0)) : eta.pattern[p];
    double expected = 0.0;
    double weight = 0.0;
    for (std::size_t i = table_.first[p]; i < table_.first[p + 1]; ++i) {
      const Cell& cell = table_.cells[i];
      const std::size_t at = cell.period * layout_.bins + cell.bin;
      double mean = 0.0;
      double curve = 0.0;
      if (poisson) {
        curve = mean = cell.exposure * eta.surface[at] * pattern;
      } else {
        const double odds = eta.surface[at] + pattern;
        const double share = 1.0 / (1.0 + portable::exp(-odds));
        value += cell.decided * odds - cell.exposure * soft_plus(odds);
        mean = cell.exposure * share;
        curve = mean * (1.0 - share);
        weight_[at] += curve;
      }
      expected_[at] += mean;
      expected += mean;
      weight += curve;
      if (effects_ == 0) continue;
      const HatPoint hat = layout_.bin_hat[cell.bin];
      own_bin[cell.bin] += curve;
      double* own = own_hat.data() + cell.period * layout_.hats + hat.hat;
      own[0] += curve * (1.0 - hat.fraction);
      own[1] += curve * hat.fraction;
    }
    pattern_weight_[p] = weight;
    if (poisson) value -= expected;
    for (std::size_t k = 0; k < table_.patterns.covariates; ++k) {
      const std::int32_t level = table_.patterns.of(p)[k];
      if (level == kNoLevel) continue;
      const std::size_t effect =
          layout_.effect_at[k] - layout_.effect_at[0] + static_cast<std::size_t>(level);
      effect_expected_[effect] += expected;
      double* bins = effect_bin_.data() + effect * layout_.bins;
      for (std::size_t b = 0; b < layout_.bins; ++b) bins[b] += own_bin[b];
      double* hats = effect_hat_.data() + effect * layout_.periods * layout_.hats;
      for (std::size_t j = first_period * layout_.hats;
           first_period <= last_period && j < (last_period + 1) * layout_.hats; ++j) {
        hats[j] += own_hat[j];
      }
    }
  }
  if (poisson) {
    for (std::size_t k = 0; k < layout_.levels.size(); ++k) {
      for (std::size_t level = 0; level < layout_.levels[k]; ++level) {
        value += effect_decided_[layout_.effect_at[k] - layout_.effect_at[0] + level] *
                 unknowns.dense(place(layout_.effect_at[k] + level));
      }
    }
  }
  return value;
}

std::vector<double> CellLikelihood::expected_by_period() const {
  std::vector<double> result(layout_.periods, 0.0);
  for (std::size_t t = 0; t < layout_.periods; ++t) {
    for (std::size_t b = 0; b < layout_.bins; ++b) result[t] += expected_[t * layout_.bins + b];
  }
  return result;
}

void CellLikelihood::add_gradient(ArrowVector& gradient) const {
  std::vector<double> by_bin(layout_.bins, 0.0);
  std::vector<double> by_hat(layout_.hats);
  for (std::size_t t = 0; t < layout_.periods; ++t) {
    std::ranges::fill(by_hat, 0.0);
    double all = 0.0;
    for (std::size_t b = 0; b < layout_.bins; ++b) {
      const std::size_t at = t * layout_.bins + b;
      const double residual = decided_[at] - expected_[at];
      const HatPoint hat = layout_.bin_hat[b];
      by_bin[b] += residual;
      by_hat[hat.hat] += (1.0 - hat.fraction) * residual;
      by_hat[hat.hat + 1U] += hat.fraction * residual;
      all += residual;
    }
    gradient.dense(0) += all;
    const Index first = place(t * layout_.period_size);
    for (std::size_t i = layout_.jolt_at; i < layout_.period_size; ++i) {
      gradient.periods(first + place(i)) += all;
    }
    const HatPoint knot = layout_.period_knot[t];
    for (std::size_t h = 0; h < layout_.hats; ++h) {
      if (layout_.blocks.shock) gradient.periods(first + place(h)) += by_hat[h];
      if (!layout_.blocks.drift) continue;
      const Index at = place(layout_.drift_place(h, knot.hat));
      gradient.dense(at) += (1.0 - knot.fraction) * by_hat[h];
      gradient.dense(at + 1) += knot.fraction * by_hat[h];
    }
  }
  for (std::size_t b = 0; b < layout_.bins; ++b) {
    gradient.dense(place(layout_.shape_at + b)) += by_bin[b];
  }
  for (std::size_t m = 0; m < layout_.marked.size(); ++m) {
    gradient.dense(place(layout_.mark_at + m)) += by_bin[layout_.marked[m]];
  }
  for (std::size_t e = 0; e < effects_; ++e) {
    gradient.dense(place(layout_.effect_at[0] + e)) += effect_decided_[e] - effect_expected_[e];
  }
}

void CellLikelihood::add_curvature(ArrowMatrix& curvature) const {
  add_surface_curvature(curvature);
  if (effects_ > 0) add_effect_curvature(curvature);
}

void CellLikelihood::add_surface_curvature(ArrowMatrix& curvature) const {
  const Layout& l = layout_;
  const std::vector<double>& weight = family_ == Family::poisson ? expected_ : weight_;
  std::vector<double> by_bin(l.bins, 0.0);
  Eigen::MatrixXd bin_knot = Eigen::MatrixXd::Zero(place(l.bins), place(l.knots));
  // Products of neighbouring hats in each pair of neighbouring knots.
  std::vector<double> hat(l.hats);
  std::vector<double> square(l.hats);  // hat x itself
  std::vector<double> next(l.hats);    // hat x the next one
  for (std::size_t t = 0; t < l.periods; ++t) {
    std::ranges::fill(hat, 0.0);
    std::ranges::fill(square, 0.0);
    std::ranges::fill(next, 0.0);
    double all = 0.0;
    const Index first = place(t * l.period_size);
    const HatPoint knot = l.period_knot[t];
    for (std::size_t b = 0; b < l.bins; ++b) {
      const double w = weight[t * l.bins + b];
      if (w == 0.0) continue;
      const HatPoint p = l.bin_hat[b];
      const double low = 1.0 - p.fraction;
      all += w;
      by_bin[b] += w;
      hat[p.hat] += w * low;
      hat[p.hat + 1U] += w * p.fraction;
      square[p.hat] += w * low * low;
      square[p.hat + 1U] += w * p.fraction * p.fraction;
      next[p.hat] += w * low * p.fraction;
      const Index shape = place(l.shape_at + b);
      for (std::size_t i = l.jolt_at; i < l.period_size; ++i) {
        curvature.rim(shape, first + place(i)) += w;
      }
      if (l.blocks.shock) {
        curvature.rim(shape, first + p.hat) += w * low;
        curvature.rim(shape, first + p.hat + 1) += w * p.fraction;
      }
      bin_knot(place(b), knot.hat) += w * (1.0 - knot.fraction);
      bin_knot(place(b), knot.hat + 1) += w * knot.fraction;
    }
    for (std::size_t i = l.jolt_at; i < l.period_size; ++i) {
      curvature.rim(0, first + place(i)) += all;
      for (std::size_t j = l.jolt_at; j < l.period_size; ++j) {
        curvature.block(first + place(i), place(j)) += all;
      }
    }
    for (std::size_t h = 0; h < l.hats; ++h) {
      if (l.blocks.shock) {
        curvature.rim(0, first + place(h)) += hat[h];
        curvature.block(first + place(h), place(h)) += square[h];
        if (h + 1 < l.hats) {
          curvature.block(first + place(h), place(h + 1)) += next[h];
          curvature.block(first + place(h + 1), place(h)) += next[h];
        }
        for (std::size_t i = l.jolt_at; i < l.period_size; ++i) {
          curvature.block(first + place(h), place(i)) += hat[h];
          curvature.block(first + place(i), place(h)) += hat[h];
        }
      }
      if (!l.blocks.drift) continue;
      const double knots[2] = {1.0 - knot.fraction, knot.fraction};
      for (std::size_t a = 0; a < 2; ++a) {
        const Index drift = place(l.drift_place(h, knot.hat + a));
        for (std::size_t i = l.jolt_at; i < l.period_size; ++i) {
          curvature.rim(drift, first + place(i)) += knots[a] * hat[h];
        }
        if (l.blocks.shock) {
          curvature.rim(drift, first + place(h)) += knots[a] * square[h];
          if (h + 1 < l.hats) curvature.rim(drift, first + place(h + 1)) += knots[a] * next[h];
          if (h > 0) curvature.rim(drift, first + place(h - 1)) += knots[a] * next[h - 1];
        }
        curvature.dense(drift, 0) += knots[a] * hat[h];
        for (std::size_t c = 0; c < 2; ++c) {
          if (c <= a) {
            curvature.dense(drift, place(l.drift_place(h, knot.hat + c))) +=
                knots[a] * knots[c] * square[h];
          }
          if (h > 0) {
            curvature.dense(drift, place(l.drift_place(h - 1, knot.hat + c))) +=
                knots[a] * knots[c] * next[h - 1];
          }
        }
      }
    }
    curvature.dense(0, 0) += all;
  }
  for (std::size_t b = 0; b < l.bins; ++b) {
    const Index shape = place(l.shape_at + b);
    curvature.dense(shape, shape) += by_bin[b];
    curvature.dense(shape, 0) += by_bin[b];
    if (!l.blocks.drift) continue;
    const HatPoint p = l.bin_hat[b];
    for (std::size_t k = 0; k < l.knots; ++k) {
      const double w = bin_knot(place(b), place(k));
      curvature.dense(place(l.drift_place(p.hat, k)), shape) += w * (1.0 - p.fraction);
      curvature.dense(place(l.drift_place(p.hat + 1U, k)), shape) += w * p.fraction;
    }
  }
  for (std::size_t m = 0; m < l.marked.size(); ++m) {  // A mark goes with its bin.
    const Index mark = place(l.mark_at + m);
    const Index shape = place(l.shape_at + l.marked[m]);
    curvature.rim.row(mark) += curvature.rim.row(shape);
    curvature.dense(mark, 0) += curvature.dense(shape, 0);
    curvature.dense(mark, shape) += by_bin[l.marked[m]];
    curvature.dense(mark, mark) += by_bin[l.marked[m]];
    if (!l.blocks.drift) continue;
    for (Index d = place(l.drift_at); d < place(l.drift_at + l.hats * l.knots); ++d) {
      curvature.dense(d, mark) += curvature.dense(d, shape);
    }
  }
}

void CellLikelihood::add_effect_curvature(ArrowMatrix& curvature) const {
  const Layout& l = layout_;
  for (std::size_t e = 0; e < effects_; ++e) {
    const Index effect = place(l.effect_at[0] + e);
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
      const double* hats = effect_hat_.data() + (e * l.periods + t) * l.hats;
      const Index first = place(t * l.period_size);
      const HatPoint knot = l.period_knot[t];
      double sum = 0.0;
      for (std::size_t h = 0; h < l.hats; ++h) {
        sum += hats[h];
        if (l.blocks.shock) curvature.rim(effect, first + place(h)) += hats[h];
        if (!l.blocks.drift) continue;
        const Index drift = place(l.drift_place(h, knot.hat));
        curvature.dense(effect, drift) += (1.0 - knot.fraction) * hats[h];
        curvature.dense(effect, drift + 1) += knot.fraction * hats[h];
      }
      for (std::size_t i = l.jolt_at; i < l.period_size; ++i) {
        curvature.rim(effect, first + place(i)) += sum;
      }
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
