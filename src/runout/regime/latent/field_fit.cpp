#include "runout/regime/latent/field_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "runout/base/error.h"
#include "runout/base/portable_math.h"
#include "runout/regime/latent/prior.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double kLongestStep = 2.0;
constexpr int kMostSteps = 60;

class FieldFitter {
 public:
  FieldFitter(const CellTable& table, const Layout& layout, const std::vector<double>& offset,
              Hyper start, const FieldSettings& settings, const ArrowVector* warm)
      : layout_{layout},
        likelihood_{table, layout, offset, settings.family},
        settings_{settings},
        hyper_{std::move(start)},
        curvature_{layout.periods, layout.period_size, layout.chained(), layout.dense_size} {
    unknowns_.periods = VectorXd::Zero(static_cast<Index>(layout.periods * layout.period_size));
    unknowns_.dense = VectorXd::Zero(static_cast<Index>(layout.dense_size));
    if (warm != nullptr) {
      unknowns_ = *warm;
    } else if (table.decided > 0.0) {
      start_level(table.decided);
    }
  }

  FieldPosterior fit() {
    constexpr int kFirst = 8;
    constexpr double kRough = 1e-4;
    climb(kFirst, kRough, CellLikelihood::Effects::fresh);
    for (int round = 0; round < settings_.rounds; ++round) {
      // One step at a time: the mode follows the deviations closely enough.
      climb(1, 0.0, CellLikelihood::Effects::may_be_old);
      if (!update_deviations()) break;
    }
    climb(kMostSteps, settings_.enough, CellLikelihood::Effects::fresh);
    factor_here(CellLikelihood::Effects::fresh);
    FieldPosterior result;
    result.layout = layout_;
    result.log_likelihood = log_likelihood_;
    result.log_marginal = log_likelihood_ - 0.5 * unknowns_.dot(prior_gradient_) +
                          0.5 * prior_log_determinant(layout_, hyper_) -
                          0.5 * factor_.log_determinant() + log_prior_of_deviations();
    result.hyper = std::move(hyper_);
    result.mode = std::move(unknowns_);
    result.factor = std::move(factor_);
    result.expected_by_period = likelihood_.expected_by_period();
    return result;
  }

 private:
  /// Sets the level such that as many decisions are expected as there were; a few steps saved.
  void start_level(double decided) {
    log_likelihood_ = likelihood_.evaluate(unknowns_);
    double expected = 0.0;
    for (const double one : likelihood_.expected_by_period()) expected += one;
    if (expected > 0.0) unknowns_.dense(0) = portable::log(decided / expected);
  }

  /// The log posterior at the unknowns, up to a constant.
  double evaluate() {
    log_likelihood_ = likelihood_.evaluate(unknowns_);
    prior_gradient_ = apply_prior(layout_, hyper_, unknowns_);
    return log_likelihood_ - 0.5 * unknowns_.dot(prior_gradient_);
  }

  void factor_here(CellLikelihood::Effects effects) {
    curvature_.set_zero();
    likelihood_.add_curvature(curvature_, effects);
    add_prior_precision(layout_, hyper_, curvature_);
    if (factor_.factor(curvature_)) return;
    if (effects == CellLikelihood::Effects::may_be_old) {  // Old and new parts do not fit together.
      factor_here(CellLikelihood::Effects::fresh);
      return;
    }
    throw Error{ErrorKind::internal, "the curvature of the log posterior is not positive definite"};
  }

  /// Newton steps until the decrement is small or `most` are done.
  void climb(int most, double enough, CellLikelihood::Effects effects) {
    double value = evaluate();
    for (int step = 0; step < most; ++step) {
      factor_here(effects);
      ArrowVector gradient{-prior_gradient_.periods, -prior_gradient_.dense};
      likelihood_.add_gradient(gradient);
      const ArrowVector direction = factor_.solve(gradient);
      const double decrement = gradient.dot(direction);
      const double longest =
          std::max(direction.dense.cwiseAbs().maxCoeff(),
                   direction.periods.size() > 0 ? direction.periods.cwiseAbs().maxCoeff() : 0.0);
      if (decrement < enough) return;
      const ArrowVector from = unknowns_;
      double length = std::min(1.0, kLongestStep / longest);
      for (int halving = 0;; ++halving) {
        unknowns_.periods = from.periods + length * direction.periods;
        unknowns_.dense = from.dense + length * direction.dense;
        const double reached = evaluate();
        if (reached > value || decrement < 1e-6) {
          value = reached;
          break;
        }
        if (halving == 30) {  // Rounding: as high as it gets.
          unknowns_ = from;
          evaluate();
          return;
        }
        length /= 2.0;
      }
    }
  }

  /// False when the log marginal likelihood has hardly moved.
  bool update_deviations() {
    constexpr double kLeast = 0.05;
    constexpr double kMost = 1e6;
    constexpr double kFactor = 8.0;
    const SelectedInverse covariance = factor_.selected_inverse();
    double moved = 0.0;
    for (const LearntBlock& block : learnt_blocks(layout_)) {
      if (block.rank <= 0.0 || block.rate <= 0.0) continue;
      double& deviation = block.value(hyper_);
      const double tau = 1.0 / (deviation * deviation);
      const double square = block_square(layout_, hyper_, block, unknowns_);
      const double freedom =
          std::max(0.0, block.rank - tau * block_trace(layout_, hyper_, block, covariance));
      // Still where freedom + rate x deviation = tau x square + 1, the mode over the deviation's
      // logarithm; written so that a block without any information settles, too.
      double factor = (freedom + block.rate * deviation) / (tau * square + 1.0);
      factor = std::clamp(factor, 1.0 / kFactor, kFactor);
      const double next = std::clamp(tau * factor, kLeast, kMost);
      const double change = portable::log(next / tau);
      moved += 0.25 * change * change * std::max(1.0, freedom);
      deviation = std::sqrt(1.0 / next);
    }
    return moved > settings_.still;
  }

  double log_prior_of_deviations() {
    double sum = 0.0;
    for (const LearntBlock& block : learnt_blocks(layout_)) {
      if (block.rate <= 0.0) continue;
      const double deviation = block.value(hyper_);
      sum += portable::log(block.rate * deviation) - block.rate * deviation;
    }
    return sum;
  }

  const Layout& layout_;
  CellLikelihood likelihood_;
  FieldSettings settings_;
  Hyper hyper_;
  ArrowVector unknowns_;
  ArrowVector prior_gradient_;
  ArrowMatrix curvature_;
  ArrowCholesky factor_;
  double log_likelihood_ = 0.0;
};

}  // namespace

FieldPosterior fit_field(const CellTable& table, const Layout& layout,
                         const std::vector<double>& offset, const Hyper& start,
                         const FieldSettings& settings, const ArrowVector* warm) {
  return FieldFitter{table, layout, offset, start, settings, warm}.fit();
}

}  // namespace runout::regime
