#include "regime/survival/smooth_terms.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include "runout/regime/survival/penalised_poisson.h"

namespace runout::regime::survival {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A term after its constraint is absorbed.
struct Block {
  Eigen::MatrixXd design;   // [row][coefficient]
  Eigen::MatrixXd penalty;  // for smoothing 1
  double rank = 0.0;
  double log_determinant = 0.0;  // of the penalty's non-zero part
};

Eigen::MatrixXd basis_of(const SmoothTerm& term) {
  const auto [least, most] = std::ranges::minmax(term.x);
  const double margin = 0.001 * (most - least);
  const double width = (most - least + 2.0 * margin) / (term.basis - 3);
  Eigen::MatrixXd basis =
      Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(term.x.size()), term.basis);
  for (Eigen::Index row = 0; row < basis.rows(); ++row) {
    const double u = (term.x[static_cast<std::size_t>(row)] - least + margin) / width;
    const double t = u - std::floor(u);
    const auto first = static_cast<Eigen::Index>(std::floor(u));
    // The four pieces of the cubic B-spline with unit knots.
    basis(row, first) = std::pow(1.0 - t, 3) / 6.0;
    basis(row, first + 1) = (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0;
    basis(row, first + 2) = (-3.0 * t * t * t + 3.0 * t * t + 3.0 * t + 1.0) / 6.0;
    basis(row, first + 3) = t * t * t / 6.0;
  }
  return basis;
}

Block make_block(const SmoothTerm& term) {
  const Eigen::MatrixXd basis = basis_of(term);
  Eigen::MatrixXd differences = Eigen::MatrixXd::Identity(term.basis, term.basis);
  for (int order = 0; order < term.difference; ++order) {
    const Eigen::Index rows = differences.rows() - 1;
    differences = (differences.bottomRows(rows) - differences.topRows(rows)).eval();
  }
  // Coefficients that keep the column sums at 0: all but the first direction of a QR of them.
  const Eigen::MatrixXd sums = basis.colwise().sum().transpose();
  const Eigen::MatrixXd rotation = Eigen::HouseholderQR<Eigen::MatrixXd>{sums}.householderQ();
  const Eigen::MatrixXd free = rotation.rightCols(term.basis - 1);
  Block block;
  block.design = basis * free;
  block.penalty = free.transpose() * differences.transpose() * differences * free;
  const Eigen::VectorXd values =
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>{block.penalty}.eigenvalues();
  for (const double value : values) {
    if (value < 1e-9 * values.maxCoeff()) continue;
    block.rank += 1.0;
    block.log_determinant += std::log(value);
  }
  return block;
}

class Model {
 public:
  Model(std::span<const SmoothTerm> terms, std::span<const double> events,
        std::span<const double> exposure)
      : events_{events}, exposure_{exposure} {
    Eigen::Index size = 1;
    for (const SmoothTerm& term : terms) {
      blocks_.push_back(make_block(term));
      size += blocks_.back().design.cols();
    }
    design_ = RowMajor::Ones(static_cast<Eigen::Index>(events.size()), size);
    Eigen::Index first = 1;
    for (const Block& block : blocks_) {
      design_.middleCols(first, block.design.cols()) = block.design;
      first += block.design.cols();
    }
    labels_.assign(static_cast<std::size_t>(size), "a coefficient");
    double all_events = 0.0;
    double all_exposure = 0.0;
    for (std::size_t row = 0; row < events.size(); ++row) {
      all_events += events[row];
      all_exposure += exposure[row];
      constant_ += events[row] * std::log(exposure[row]) - std::lgamma(events[row] + 1.0);
    }
    start_.assign(static_cast<std::size_t>(size), 0.0);
    start_[0] = std::log(all_events / all_exposure);
  }

  [[nodiscard]] PoissonFit fit(const Eigen::VectorXd& log_smoothing) const {
    RowMajor precision = RowMajor::Zero(design_.cols(), design_.cols());
    Eigen::Index first = 1;
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      const Eigen::Index size = blocks_[k].penalty.cols();
      precision.block(first, first, size, size) =
          std::exp(log_smoothing[static_cast<Eigen::Index>(k)]) * blocks_[k].penalty;
      first += size;
    }
    const auto numbers = [](const RowMajor& m) {
      return std::span{m.data(), static_cast<std::size_t>(m.size())};
    };
    return fit_poisson({numbers(design_), events_, exposure_, numbers(precision), start_, labels_});
  }

  [[nodiscard]] double restricted(const Eigen::VectorXd& log_smoothing) const {
    const PoissonFit at = fit(log_smoothing);
    double value = constant_ + at.penalised_log_likelihood - 0.5 * at.log_determinant;
    auto unpenalised = static_cast<double>(design_.cols());
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      value += 0.5 * (blocks_[k].log_determinant +
                      blocks_[k].rank * log_smoothing[static_cast<Eigen::Index>(k)]);
      unpenalised -= blocks_[k].rank;
    }
    return value + 0.5 * unpenalised * std::log(2.0 * std::numbers::pi);
  }

 private:
  std::vector<Block> blocks_;
  RowMajor design_;
  std::span<const double> events_;
  std::span<const double> exposure_;
  std::vector<std::string> labels_;
  std::vector<double> start_;
  double constant_ = 0.0;
};

/// One Newton step of restricted(), or a step uphill where it is not concave.
Eigen::VectorXd find_step(const Model& model, const Eigen::VectorXd& at) {
  constexpr double kWidth = 1e-2;
  const Eigen::Index size = at.size();
  const auto value = [&](Eigen::Index i, double by_i, Eigen::Index j, double by_j) {
    Eigen::VectorXd moved = at;
    moved[i] += by_i * kWidth;
    moved[j] += by_j * kWidth;
    return model.restricted(moved);
  };
  Eigen::VectorXd gradient(size);
  Eigen::MatrixXd curvature(size, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    gradient[i] = (value(i, 1, i, 0) - value(i, -1, i, 0)) / (2.0 * kWidth);
    for (Eigen::Index j = 0; j < size; ++j) {
      curvature(i, j) =
          -(value(i, 1, j, 1) - value(i, 1, j, -1) - value(i, -1, j, 1) + value(i, -1, j, -1)) /
          (4.0 * kWidth * kWidth);
    }
  }
  const Eigen::LLT<Eigen::MatrixXd> factor{curvature};
  Eigen::VectorXd step = factor.info() == Eigen::Success ? factor.solve(gradient).eval() : gradient;
  constexpr double kLongest = 3.0;
  return step * std::min(1.0, kLongest / step.norm());
}

}  // namespace

SmoothFit fit_smooth_terms(std::span<const SmoothTerm> terms, std::span<const double> events,
                           std::span<const double> exposure) {
  const Model model{terms, events, exposure};
  Eigen::VectorXd at = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(terms.size()));
  double here = model.restricted(at);
  constexpr int kMostSteps = 50;
  constexpr double kLargest = 15.0;
  for (int iteration = 0; iteration < kMostSteps; ++iteration) {
    Eigen::VectorXd step = find_step(model, at);
    if (step.norm() < 1e-6) break;
    while (step.norm() > 1e-6 && model.restricted(at + step) < here) step *= 0.5;
    // Where a term is exactly its unpenalised part the optimum lies at infinity.
    at = (at + step).cwiseMin(kLargest).cwiseMax(-kLargest);
    const double before = std::exchange(here, model.restricted(at));
    if (std::abs(here - before) < 1e-11 * std::abs(here)) break;
  }
  const PoissonFit best = model.fit(at);
  SmoothFit fit;
  for (const double log_smoothing : at) fit.smoothing.push_back(std::exp(log_smoothing));
  fit.restricted_log_likelihood = here;
  fit.effective_parameters = best.effective_parameters;
  fit.deviance = best.deviance;
  fit.rate = best.rate;
  return fit;
}

}  // namespace runout::regime::survival
