#include "runout/regime/latent/contraction.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runout/regime/latent/place.h"
#include "runout/regime/latent/prior.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double square(double x) { return x * x; }

/// Averages over the unknowns of one block.
class Average {
 public:
  void add(double variance_before, double variance_after) {
    const double after = std::clamp(variance_after, 0.0, variance_before);
    contraction_ += 1.0 - std::sqrt(after / variance_before);
    before_ += variance_before;
    after_ += after;
    ++count_;
  }

  void write(std::string block, std::optional<std::size_t> covariate,
             std::vector<BlockContraction>& to) const {
    if (count_ == 0) return;
    const auto count = static_cast<double>(count_);
    to.push_back({std::move(block), covariate, count_, contraction_ / count,
                  std::sqrt(before_ / count), std::sqrt(after_ / count)});
  }

 private:
  std::size_t count_ = 0;
  double contraction_ = 0.0;
  double before_ = 0.0;
  double after_ = 0.0;
};

/// Variances of the shape under the prior, [bin].
VectorXd shape_variances(const Layout& layout, const Hyper& hyper) {
  ArrowMatrix precision{layout.periods, layout.period_size, layout.chained(), layout.dense_size};
  add_prior_precision(layout, hyper, precision);
  const Index shape = place(layout.shape_at);
  const Index bins = place(layout.bins);
  const MatrixXd full =
      precision.dense.block(shape, shape, bins, bins).selfadjointView<Eigen::Lower>();
  return full.llt().solve(MatrixXd::Identity(bins, bins)).diagonal();
}

class Contractions {
 public:
  Contractions(const FieldPosterior& field, const VectorXd& removed)
      : field_{field}, layout_{field.layout}, covariance_{field.factor.selected_inverse()} {
    dense_ = covariance_.dense.diagonal();
    if (removed.size() == dense_.size()) dense_ -= removed;
  }

  std::vector<BlockContraction> find() {
    add_dense("level", std::nullopt, 0, VectorXd::Constant(1, square(field_.hyper.level)));
    add_dense("shape", std::nullopt, layout_.shape_at, shape_variances(layout_, field_.hyper));
    add_dense("mark", std::nullopt, layout_.mark_at,
              VectorXd::Constant(place(layout_.marked.size()), square(field_.hyper.mark)));
    const Hyper& hyper = field_.hyper;
    if (layout_.blocks.walk) add_walk("walk", layout_.walk_at, 1, hyper.walk);
    if (layout_.blocks.pace) add_steady("pace", layout_.pace_at, 1, hyper.pace);
    if (layout_.blocks.jolt) add_steady("jolt", layout_.jolt_at, 1, hyper.jolt);
    if (layout_.blocks.shock) add_steady("shock", 0, layout_.hats, hyper.shock);
    if (layout_.blocks.drift) add_walk("drift", layout_.drift_at, layout_.hats, hyper.drift);
    for (std::size_t k = 0; k < layout_.levels.size(); ++k) {
      add_dense("effect", k, layout_.effect_at[k],
                VectorXd::Constant(place(layout_.levels[k]), square(hyper.effect[k])));
    }
    return std::move(result_);
  }

 private:
  void add_dense(const char* block, std::optional<std::size_t> covariate, std::size_t at,
                 const VectorXd& before) {
    Average average;
    for (Index i = 0; i < before.size(); ++i) average.add(before(i), dense_(place(at) + i));
    average.write(block, covariate, result_);
  }

  /// Whether a period saw any case at risk.
  [[nodiscard]] bool was_seen(std::size_t period) const {
    return field_.expected_by_period[period] > 0.0;
  }

  [[nodiscard]] double after(std::size_t period, std::size_t unknown) const {
    return covariance_.own(place(period * layout_.period_size + unknown));
  }

  void add_steady(const char* block, std::size_t at, std::size_t count, double deviation) {
    Average average;
    for (std::size_t t = 0; t < layout_.periods; ++t) {
      if (!was_seen(t)) continue;
      for (std::size_t i = at; i < at + count; ++i) average.add(square(deviation), after(t, i));
    }
    average.write(block, std::nullopt, result_);
  }

  /// A walk that is 0 in the newest period.
  void add_walk(const char* block, std::size_t at, std::size_t count, double step) {
    Average average;
    for (std::size_t t = 0; t + 1 < layout_.periods; ++t) {
      if (!was_seen(t)) continue;
      const auto steps = static_cast<double>(layout_.periods - 1 - t);
      for (std::size_t i = at; i < at + count; ++i) average.add(square(step) * steps, after(t, i));
    }
    average.write(block, std::nullopt, result_);
  }

  const FieldPosterior& field_;
  const Layout& layout_;
  SelectedInverse covariance_;
  VectorXd dense_;
  std::vector<BlockContraction> result_;
};

}  // namespace

std::vector<BlockContraction> find_contractions(const FieldPosterior& field,
                                                const VectorXd& removed) {
  return Contractions{field, removed}.find();
}

}  // namespace runout::regime
