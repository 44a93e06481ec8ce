#include "runout/regime/evidence/report_update.h"

#include <algorithm>
#include <cmath>

#include "runout/regime/latent/place.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

using Shifts = std::vector<std::vector<double>>;

/// Where the mode is: departures from the fitted modes, and the same times the precision.
struct Point {
  StateUnknowns departure;
  StateUnknowns weighted;
  Shifts shifts;  ///< [population][field]
};

void add_to(ArrowVector& sum, double factor, const ArrowVector& more) {
  sum.periods += factor * more.periods;
  sum.dense += factor * more.dense;
}

void scale(ArrowVector& vector, double factor) {
  vector.periods *= factor;
  vector.dense *= factor;
}

class Updater {
 public:
  Updater(StateModel& model, const ReportSet& reports) : model_{model}, reports_{reports} {
    for (std::size_t i = 0; i < reports.terms.size(); ++i) {
      if (reports.terms[i].weight > 0.0) used_.push_back(i);
    }
    start_ = state_modes(model);
    here_.departure = start_;
    for (ArrowVector& field : here_.departure) scale(field, 0.0);
    here_.weighted = here_.departure;
    for (const ReportPopulation& population : reports.populations) {
      here_.shifts.emplace_back(population.deviation.size(), 0.0);
    }
  }

  ReportUpdate update() {
    ReportUpdate result;
    constexpr int kMostIterations = 100;
    if (!used_.empty()) {
      value_ = log_posterior(here_);
      while (result.iterations < kMostIterations && step()) ++result.iterations;
    }
    linearise();
    result.terms = describe();
    if (!used_.empty()) write();
    return result;
  }

 private:
  [[nodiscard]] StateUnknowns unknowns(const Point& point) const {
    StateUnknowns all = start_;
    for (std::size_t f = 0; f < all.size(); ++f) add_to(all[f], 1.0, point.departure[f]);
    return all;
  }

  [[nodiscard]] double log_posterior(const Point& point) const {
    double sum = 0.0;
    for (std::size_t f = 0; f < point.departure.size(); ++f) {
      sum -= 0.5 * point.departure[f].dot(point.weighted[f]);
    }
    for (std::size_t p = 0; p < point.shifts.size(); ++p) {
      for (std::size_t f = 0; f < point.shifts[p].size(); ++f) {
        const double deviation = reports_.populations[p].deviation[f];
        if (deviation <= 0.0) continue;
        const double standard = point.shifts[p][f] / deviation;
        sum -= 0.5 * standard * standard;
      }
    }
    const auto log_odds = term_log_odds(model_, reports_, unknowns(point), point.shifts);
    for (const std::size_t i : used_) {
      const ReportTerm& term = reports_.terms[i];
      sum += term.weight * evaluate(term.statement, log_odds[i]).log_likelihood;
    }
    return sum;
  }

  [[nodiscard]] double shift_variance(std::size_t population, std::size_t field) const {
    const double deviation = reports_.populations[population].deviation[field];
    return deviation * deviation;
  }

  [[nodiscard]] std::size_t population_of(std::size_t term) const {
    return reports_.groups[reports_.terms[term].group].population;
  }

  /// Slopes of all terms here, their whitened columns, and the covariance of what they speak of.
  void linearise() {
    slopes_ = term_slopes(model_, reports_, unknowns(here_), here_.shifts);
    const std::size_t terms = slopes_.size();
    white_.assign(terms, {});
    for (std::size_t i = 0; i < terms; ++i) {
      for (std::size_t f = 0; f < start_.size(); ++f) {
        white_[i].push_back(slopes_[i].by_unknowns[f]);
        state_field(model_, f).factor.whiten(white_[i].back());
      }
    }
    covariance_.resize(place(terms), place(terms));
    for (std::size_t i = 0; i < terms; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0.0;
        for (std::size_t f = 0; f < start_.size(); ++f) {
          sum += white_[i][f].dot(white_[j][f]);
          if (population_of(i) != population_of(j)) continue;
          sum +=
              slopes_[i].by_shift[f] * slopes_[j].by_shift[f] * shift_variance(population_of(i), f);
        }
        covariance_(place(i), place(j)) = covariance_(place(j), place(i)) = sum;
      }
    }
    const Index used = place(used_.size());
    gain_.resize(used, used);
    for (Index i = 0; i < used; ++i) {
      for (Index j = 0; j < used; ++j) {
        gain_(i, j) = covariance_(place(used_[static_cast<std::size_t>(i)]),
                                  place(used_[static_cast<std::size_t>(j)]));
      }
      gain_(i, i) += 1.0 / precision(used_[static_cast<std::size_t>(i)]);
    }
    total_ = gain_;
    if (used > 0) {
      const Eigen::LLT<MatrixXd> factor{total_};
      gain_ = factor.solve(MatrixXd::Identity(used, used));
    }
  }

  /// Weight times curvature of a used term's likelihood by its log odds.
  [[nodiscard]] double precision(std::size_t term) const {
    constexpr double kLeast = 1e-12;
    const ReportTerm& said = reports_.terms[term];
    return said.weight *
           std::max(kLeast, evaluate(said.statement, slopes_[term].log_odds).curvature);
  }

  /// One step towards the mode; false when it is reached.
  bool step() {
    linearise();
    VectorXd aim(place(used_.size()));
    for (std::size_t u = 0; u < used_.size(); ++u) {
      const std::size_t i = used_[u];
      const ReportTerm& term = reports_.terms[i];
      double departed = 0.0;
      for (std::size_t f = 0; f < start_.size(); ++f) {
        departed += slopes_[i].by_unknowns[f].dot(here_.departure[f]) +
                    slopes_[i].by_shift[f] * here_.shifts[population_of(i)][f];
      }
      aim(place(u)) = departed + term.weight * evaluate(term.statement, slopes_[i].log_odds).slope /
                                     precision(i);
    }
    const VectorXd pull = gain_ * aim;
    const Point there = solved(pull);
    constexpr int kMostHalvings = 30;
    const double rounding = 1e-13 * (1.0 + std::abs(value_));
    double length = 1.0;
    for (int halving = 0; halving < kMostHalvings; ++halving) {
      const Point between = along(there, length);
      const double reached = log_posterior(between);
      length /= 2.0;
      if (reached < value_ - rounding) continue;
      const bool goes_on = reached > value_ + rounding && moved(between) > kStill;
      here_ = between;
      value_ = reached;
      return goes_on;
    }
    return false;
  }

  /// The mode if log odds were linear: precision^-1 V pull.
  [[nodiscard]] Point solved(const VectorXd& pull) const {
    Point there = here_;
    for (std::size_t f = 0; f < start_.size(); ++f) {
      scale(there.departure[f], 0.0);
      scale(there.weighted[f], 0.0);
      for (auto& shifts : there.shifts) shifts[f] = 0.0;
      for (std::size_t u = 0; u < used_.size(); ++u) {
        const std::size_t i = used_[u];
        const double weight = pull(place(u));
        add_to(there.departure[f], weight, white_[i][f]);
        add_to(there.weighted[f], weight, slopes_[i].by_unknowns[f]);
        there.shifts[population_of(i)][f] +=
            weight * slopes_[i].by_shift[f] * shift_variance(population_of(i), f);
      }
      state_field(model_, f).factor.colour(there.departure[f]);
    }
    return there;
  }

  [[nodiscard]] Point along(const Point& there, double length) const {
    if (length >= 1.0) return there;
    Point between = here_;
    for (std::size_t f = 0; f < start_.size(); ++f) {
      for (auto part : {&Point::departure, &Point::weighted}) {
        scale((between.*part)[f], 1.0 - length);
        add_to((between.*part)[f], length, (there.*part)[f]);
      }
      for (std::size_t p = 0; p < between.shifts.size(); ++p) {
        between.shifts[p][f] += length * (there.shifts[p][f] - here_.shifts[p][f]);
      }
    }
    return between;
  }

  /// How far the dense unknowns lie from here.
  [[nodiscard]] double moved(const Point& there) const {
    double farthest = 0.0;
    for (std::size_t f = 0; f < start_.size(); ++f) {
      farthest = std::max(
          farthest, (there.departure[f].dense - here_.departure[f].dense).cwiseAbs().maxCoeff());
    }
    return farthest;
  }

  [[nodiscard]] std::vector<TermOutlook> describe() const {
    std::vector<TermOutlook> outlooks;
    for (std::size_t i = 0; i < slopes_.size(); ++i) {
      VectorXd with_used(place(used_.size()));
      for (std::size_t u = 0; u < used_.size(); ++u) {
        with_used(place(u)) = covariance_(place(i), place(used_[u]));
      }
      const double variance = covariance_(place(i), place(i)) - with_used.dot(gain_ * with_used);
      double own = 0.0;
      for (std::size_t f = 0; f < start_.size(); ++f) {
        own +=
            slopes_[i].by_shift[f] * slopes_[i].by_shift[f] * shift_variance(population_of(i), f);
      }
      outlooks.push_back(
          {1.0 / (1.0 + std::exp(-slopes_[i].log_odds)), std::sqrt(std::max(0.0, variance)), own});
    }
    return outlooks;
  }

  void write() {
    const Index used = place(used_.size());
    ReportCorrection correction;
    correction.gain = gain_;
    MatrixXd rest = total_;
    for (std::size_t f = 0; f < start_.size(); ++f) {
      const FieldPosterior& field = state_field(model_, f);
      const Index newest = place(field.layout.period_size);
      WhiteNumbers columns{MatrixXd(place(field.layout.dense_size), used), MatrixXd(newest, used)};
      for (std::size_t u = 0; u < used_.size(); ++u) {
        columns.dense.col(place(u)) = white_[used_[u]][f].dense;
        columns.newest.col(place(u)) = white_[used_[u]][f].periods.tail(newest);
      }
      rest.noalias() -= columns.dense.transpose() * columns.dense;
      rest.noalias() -= columns.newest.transpose() * columns.newest;
      correction.fields.push_back(std::move(columns));
    }
    correction.rest = Eigen::LLT<MatrixXd>{rest}.matrixL();
    correction.hazard_dense.resize(place(model_.hazard.layout.dense_size), used);
    for (std::size_t u = 0; u < used_.size(); ++u) {
      ArrowVector solved = white_[used_[u]][0];
      model_.hazard.factor.colour(solved);
      correction.hazard_dense.col(place(u)) = solved.dense;
    }
    model_.reports = std::move(correction);
    for (std::size_t f = 0; f < start_.size(); ++f) {
      ArrowVector& mode = f == 0 ? model_.hazard.mode : model_.splits[f - 1].field.mode;
      add_to(mode, 1.0, here_.departure[f]);
    }
  }

  static constexpr double kStill = 1e-9;

  StateModel& model_;
  const ReportSet& reports_;
  std::vector<std::size_t> used_;
  StateUnknowns start_;
  Point here_;
  double value_ = 0.0;
  std::vector<TermSlope> slopes_;
  std::vector<StateUnknowns> white_;  ///< [term][field]
  MatrixXd covariance_;               ///< of what all terms speak of, without errors
  MatrixXd total_;                    ///< of the used ones, with errors
  MatrixXd gain_;                     ///< its inverse
};

}  // namespace

ReportUpdate update_with_reports(StateModel& model, const ReportSet& reports) {
  return Updater{model, reports}.update();
}

}  // namespace runout::regime
