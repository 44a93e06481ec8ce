#include "runout/regime/latent/likelihood.h"

#include <algorithm>

#include "runout/base/portable_math.h"
#include "runout/regime/latent/place.h"
#include "runout/regime/latent/predictor.h"

namespace runout::regime {
namespace {

using Eigen::Index;

/// Beyond it exp would overflow soon; no hazard comes near.
constexpr double kHighest = 50.0;

/// Adds up logarithms of numbers in (0, 1]: a logarithm costs as much as a few multiplications, so
/// factors are gathered until they would become too small.
class LogSum {
 public:
  void add(double factor, double times) {
    constexpr double kSmall = 1e-60;
    if (times == 1.0) {
      product_ *= factor;
    } else if (times == 2.0) {
      product_ *= factor * factor;
    } else {
      sum_ += times * portable::log(factor);
      return;
    }
    if (product_ < kSmall) settle();
  }
  [[nodiscard]] double total() {
    settle();
    return sum_;
  }

 private:
  void settle() {
    sum_ += portable::log(product_);
    product_ = 1.0;
  }

  double sum_ = 0.0;
  double product_ = 1.0;
};

}  // namespace

CellLikelihood::CellLikelihood(const CellTable& table, const Layout& layout,
                               const std::vector<double>& offset, Family family)
    : table_{table},
      layout_{layout},
      offset_{offset},
      family_{family},
      effects_{layout.dense_size - layout.effects_at} {
  place_.reserve(table.cells.size());
  exposure_.reserve(table.cells.size());
  decided_.assign(layout.periods * layout.bins, 0.0);
  for (const Cell& cell : table.cells) {
    place_.push_back(static_cast<std::uint32_t>(cell.period * layout.bins + cell.bin));
    exposure_.push_back(cell.exposure);
    decided_[place_.back()] += cell.decided;
  }
  effect_decided_.assign(effects_, 0.0);
  for (std::size_t p = 0; p < table.patterns.size(); ++p) {
    double decided = 0.0;
    for (std::size_t i = table.first[p]; i < table.first[p + 1]; ++i) {
      decided += table.cells[i].decided;
    }
    for (std::size_t k = 0; k < table.patterns.covariates; ++k) {
      const std::int32_t level = table.patterns.of(p)[k];
      if (level != kNoLevel) effect_decided_[effect_of(k, level)] += decided;
    }
  }
  pattern_weight_.resize(table.patterns.size());
}

double CellLikelihood::evaluate(const ArrowVector& unknowns) {
  Predictor eta = predict(layout_, table_.patterns, offset_, unknowns);
  surface_ = std::move(eta.surface);
  pattern_ = std::move(eta.pattern);
  expected_.assign(decided_.size(), 0.0);
  effect_expected_.assign(effects_, 0.0);
  double value = 0.0;
  if (family_ == Family::poisson) {
    for (std::size_t e = 0; e < effects_; ++e) {
      value += effect_decided_[e] * unknowns.dense(place(layout_.effects_at + e));
    }
    return value + evaluate_poisson();
  }
  return evaluate_binomial();
}

double CellLikelihood::evaluate_poisson() {
  double value = 0.0;
  for (std::size_t i = 0; i < surface_.size(); ++i) {
    value += decided_[i] > 0.0 ? decided_[i] * surface_[i] : 0.0;
    surface_[i] = portable::exp(std::min(surface_[i], kHighest));
  }
  for (double& pattern : pattern_) pattern = portable::exp(std::min(pattern, kHighest));
  for (std::size_t p = 0; p < pattern_.size(); ++p) {
    double expected = 0.0;
    for (std::size_t i = table_.first[p]; i < table_.first[p + 1]; ++i) {
      const double mean = exposure_[i] * pattern_[p] * surface_[place_[i]];
      expected_[place_[i]] += mean;
      expected += mean;
    }
    value -= expected;
    for (std::size_t k = 0; k < table_.patterns.covariates; ++k) {
      const std::int32_t level = table_.patterns.of(p)[k];
      if (level != kNoLevel) effect_expected_[effect_of(k, level)] += expected;
    }
  }
  return value;
}

double CellLikelihood::evaluate_binomial() {
  double value = 0.0;
  LogSum others;
  weight_.assign(decided_.size(), 0.0);
  for (std::size_t p = 0; p < pattern_.size(); ++p) {
    double expected = 0.0;
    for (std::size_t i = table_.first[p]; i < table_.first[p + 1]; ++i) {
      const double odds = surface_[place_[i]] + pattern_[p];
      const double small = portable::exp(odds > 0.0 ? -odds : odds);
      const double large = 1.0 / (1.0 + small);  // The larger of the two shares.
      const double share = odds > 0.0 ? large : small * large;
      // log(1 - share) = -log(1 + e^odds) = log(large) - max(odds, 0)
      value += table_.cells[i].decided * odds - exposure_[i] * std::max(odds, 0.0);
      others.add(large, exposure_[i]);
      const double mean = exposure_[i] * share;
      expected_[place_[i]] += mean;
      weight_[place_[i]] += mean * (1.0 - share);
      expected += mean;
    }
    for (std::size_t k = 0; k < table_.patterns.covariates; ++k) {
      const std::int32_t level = table_.patterns.of(p)[k];
      if (level != kNoLevel) effect_expected_[effect_of(k, level)] += expected;
    }
  }
  return value + others.total();
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
    gradient.periods.segment(first + place(layout_.jolt_at), place(layout_.common())).array() +=
        all;
    for (std::size_t h = 0; h < layout_.hats; ++h) {
      if (layout_.blocks.shock) gradient.periods(first + place(h)) += by_hat[h];
      if (layout_.blocks.drift) gradient.periods(first + place(layout_.drift_at + h)) += by_hat[h];
    }
  }
  for (std::size_t b = 0; b < layout_.bins; ++b) {
    gradient.dense(place(layout_.shape_at + b)) += by_bin[b];
  }
  for (std::size_t m = 0; m < layout_.marked.size(); ++m) {
    gradient.dense(place(layout_.mark_at + m)) += by_bin[layout_.marked[m]];
  }
  for (std::size_t e = 0; e < effects_; ++e) {
    gradient.dense(place(layout_.effects_at + e)) += effect_decided_[e] - effect_expected_[e];
  }
}

}  // namespace runout::regime
