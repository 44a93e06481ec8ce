#include "runout/regime/evidence/report_update.h"

#include <cmath>

#include <gtest/gtest.h>

#include "review_fixture.h"
#include "runout/base/random.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using fixtures::fitted_review;
using fixtures::group_of;
using fixtures::one_report;

const StateModel& review() {
  static const StateModel model = fitted_review();
  return model;
}

std::vector<std::vector<double>> no_shifts(const ReportSet& set) {
  std::vector<std::vector<double>> shifts;
  for (const auto& population : set.populations) {
    shifts.emplace_back(population.deviation.size(), 0.0);
  }
  return shifts;
}

double expected_share(const StateModel& model, const ReportSet& set) {
  return 1.0 / (1.0 + std::exp(-term_log_odds(model, set, state_modes(model), no_shifts(set))[0]));
}

/// Two groups, four terms of all kinds.
ReportSet several_reports(const StateModel& model) {
  ReportSet set = one_report(model, CountStatement{5.0, 100.0, 60.0});
  set.populations.push_back({std::vector<double>(model.splits.size() + 1, 0.3)});
  ReportGroup other = group_of(model, 80, 70, {1, kNoLevel});
  other.population = 1;
  set.groups.push_back(other);
  ReportTerm refused;  // refused of those not granted
  refused.part = {2U, 0, 60};
  refused.rest = {{-1.0, {1U, 0, 60}}};
  refused.statement = CountStatement{20.0, 95.0, 60.0};
  set.terms.push_back(refused);
  ReportTerm quick;  // of those completed in the last 30 days
  quick.group = 1;
  quick.part = {11U, 50, 80, 20};
  quick.whole = 0.0;
  quick.rest = {{1.0, {11U, 50, 80}}};
  quick.statement = ShareStatement{0.8, 0.3};
  set.terms.push_back(quick);
  set.terms.push_back(fixtures::granted_term(set, 1, ShareStatement{0.6, 0.4}));
  return set;
}

TEST(ReportSlopes, AreThoseOfFiniteDifferences) {
  const StateModel& model = review();
  const ReportSet set = several_reports(model);
  StateUnknowns at = state_modes(model);
  RandomStream stream{3, 0, "shake", Purpose::test};
  for (ArrowVector& field : at) {
    for (double& value : field.dense) value += 0.1 * stream.normal();
    for (double& value : field.periods) value += 0.1 * stream.normal();
  }
  auto shifts = no_shifts(set);
  const auto slopes = term_slopes(model, set, at, shifts);
  constexpr double kStep = 1e-5;
  for (std::size_t f = 0; f < at.size(); ++f) {
    const auto check = [&](double& value, const auto& slope_of) {
      const double before = value;
      value = before + kStep;
      const auto up = term_log_odds(model, set, at, shifts);
      value = before - kStep;
      const auto down = term_log_odds(model, set, at, shifts);
      value = before;
      for (std::size_t term = 0; term < slopes.size(); ++term) {
        EXPECT_NEAR(slope_of(term), (up[term] - down[term]) / (2.0 * kStep), 1e-8);
      }
    };
    for (Index i = 0; i < at[f].dense.size(); i += 3) {
      check(at[f].dense(i), [&](std::size_t t) { return slopes[t].by_unknowns[f].dense(i); });
    }
    for (Index i = 0; i < at[f].periods.size(); i += 7) {
      check(at[f].periods(i), [&](std::size_t t) { return slopes[t].by_unknowns[f].periods(i); });
    }
    for (std::size_t population = 0; population < shifts.size(); ++population) {
      check(shifts[population][f], [&](std::size_t t) {
        return set.groups[set.terms[t].group].population == population ? slopes[t].by_shift[f]
                                                                       : 0.0;
      });
    }
  }
}

TEST(ReportUpdate, OfAVeryStrongReportMakesTheModelSayTheSame) {
  for (const double share : {0.02, 0.35, 0.95}) {
    StateModel model = review();
    ReportSet set = one_report(model, CountStatement{1e9 * share, 1e9, 1e12});
    set.populations[0].deviation.assign(model.splits.size() + 1, 0.0);
    const ReportUpdate update = update_with_reports(model, set);
    EXPECT_NEAR(update.terms[0].p, share, 1e-6);
    EXPECT_NEAR(expected_share(model, set), share, 1e-6);
    EXPECT_LT(update.iterations, 100);
  }
}

TEST(ReportUpdate, WithoutWeightLeavesEveryBit) {
  StateModel model = review();
  ReportSet set = several_reports(model);
  for (ReportTerm& term : set.terms) term.weight = 0.0;
  update_with_reports(model, set);
  EXPECT_FALSE(model.reports.has_value());
  EXPECT_EQ(model.hazard.mode.dense, review().hazard.mode.dense);
  EXPECT_EQ(model.hazard.mode.periods, review().hazard.mode.periods);
}

TEST(ReportUpdate, OfTwoHalvesIsThatOfTheWhole) {
  StateModel whole = review();
  StateModel halves = review();
  ReportSet set = several_reports(whole);
  update_with_reports(whole, set);
  const std::size_t terms = set.terms.size();
  for (std::size_t i = 0; i < terms; ++i) {
    set.terms[i].weight = 0.5;
    set.terms.push_back(set.terms[i]);
  }
  update_with_reports(halves, set);
  EXPECT_LT((whole.hazard.mode.dense - halves.hazard.mode.dense).cwiseAbs().maxCoeff(), 1e-6);
  const VectorXd level = VectorXd::Unit(whole.hazard.mode.dense.size(), 0);
  EXPECT_NEAR(whole.reports->variance_removed(level), halves.reports->variance_removed(level),
              1e-7);
  // Counted apart, 20 + 30 of plainly counted applications are 50.
  StateModel joined = review();
  StateModel apart = review();
  update_with_reports(joined, one_report(joined, CountStatement{10.0, 50.0, 1e9}));
  set = one_report(apart, CountStatement{4.0, 20.0, 1e9});
  set.terms.push_back(fixtures::granted_term(set, 0, CountStatement{6.0, 30.0, 1e9}));
  update_with_reports(apart, set);
  EXPECT_LT((joined.hazard.mode.dense - apart.hazard.mode.dense).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(ReportUpdate, DoesNotDependOnTheOrderOfReports) {
  StateModel one = review();
  StateModel other = review();
  ReportSet set = several_reports(one);
  update_with_reports(one, set);
  std::swap(set.terms[0], set.terms[3]);
  std::swap(set.terms[1], set.terms[2]);
  update_with_reports(other, set);
  EXPECT_LT((one.hazard.mode.dense - other.hazard.mode.dense).cwiseAbs().maxCoeff(), 1e-6);
  const VectorXd level = VectorXd::Unit(one.hazard.mode.dense.size(), 0);
  EXPECT_NEAR(one.reports->variance_removed(level), other.reports->variance_removed(level), 1e-7);
}

TEST(ReportUpdate, StandsWhereTheLogPosteriorIsFlat) {
  StateModel model = review();
  const ReportSet set = several_reports(model);
  const StateUnknowns before = state_modes(model);
  update_with_reports(model, set);
  // The shifts' part of the mode follows from the slopes; iterate it out with the fields held.
  auto shifts = no_shifts(set);
  for (int round = 0; round < 200; ++round) {
    const auto slopes = term_slopes(model, set, state_modes(model), shifts);
    auto pull = no_shifts(set);
    for (std::size_t t = 0; t < slopes.size(); ++t) {
      const std::size_t population = set.groups[set.terms[t].group].population;
      const double slope = evaluate(set.terms[t].statement, slopes[t].log_odds).slope;
      for (std::size_t f = 0; f < pull[population].size(); ++f) {
        const double deviation = set.populations[population].deviation[f];
        pull[population][f] += deviation * deviation * slope * slopes[t].by_shift[f];
      }
    }
    for (std::size_t p = 0; p < shifts.size(); ++p) {
      for (std::size_t f = 0; f < shifts[p].size(); ++f) {
        shifts[p][f] += 0.3 * (pull[p][f] - shifts[p][f]);
      }
    }
  }
  const auto slopes = term_slopes(model, set, state_modes(model), shifts);
  const StateUnknowns after = state_modes(model);
  for (std::size_t f = 0; f < after.size(); ++f) {
    ArrowVector gradient{VectorXd::Zero(after[f].periods.size()),
                         VectorXd::Zero(after[f].dense.size())};
    for (std::size_t t = 0; t < slopes.size(); ++t) {
      const double slope = evaluate(set.terms[t].statement, slopes[t].log_odds).slope;
      gradient.periods += slope * slopes[t].by_unknowns[f].periods;
      gradient.dense += slope * slopes[t].by_unknowns[f].dense;
    }
    const ArrowVector step = state_field(model, f).factor.solve(gradient);
    EXPECT_LT((step.dense - (after[f].dense - before[f].dense)).cwiseAbs().maxCoeff(), 2e-5);
    EXPECT_LT((step.periods - (after[f].periods - before[f].periods)).cwiseAbs().maxCoeff(), 2e-5);
  }
}

/// Covariance of one field's dense and newest unknowns, by solving for unit vectors.
MatrixXd newest_covariance(const FieldPosterior& field) {
  const Index dense = field.mode.dense.size();
  const auto newest = static_cast<Index>(field.layout.period_size);
  MatrixXd covariance(dense + newest, dense + newest);
  for (Index i = 0; i < dense + newest; ++i) {
    ArrowVector unit{VectorXd::Zero(field.mode.periods.size()), VectorXd::Zero(dense)};
    (i < dense ? unit.dense(i) : unit.periods(field.mode.periods.size() - newest + i - dense)) =
        1.0;
    const ArrowVector solved = field.factor.solve(unit);
    covariance.col(i) << solved.dense, solved.periods.tail(newest);
  }
  return covariance;
}

/// Covariance of the same with what the terms speak of.
MatrixXd covariance_with_terms(const FieldPosterior& field, const std::vector<TermSlope>& slopes,
                               std::size_t f) {
  const Index dense = field.mode.dense.size();
  const auto newest = static_cast<Index>(field.layout.period_size);
  MatrixXd result(dense + newest, static_cast<Index>(slopes.size()));
  for (std::size_t t = 0; t < slopes.size(); ++t) {
    const ArrowVector solved = field.factor.solve(slopes[t].by_unknowns[f]);
    result.col(static_cast<Index>(t)) << solved.dense, solved.periods.tail(newest);
  }
  return result;
}

class CorrectedDraws : public ::testing::Test {
 protected:
  CorrectedDraws() : model_{review()}, set_{several_reports(model_)} {
    for (auto& population : set_.populations) {
      population.deviation.assign(model_.splits.size() + 1, 0.0);  // no shifts: slopes are known
    }
    update_with_reports(model_, set_);
    slopes_ = term_slopes(model_, set_, state_modes(model_), no_shifts(set_));
    const auto terms = static_cast<Index>(slopes_.size());
    MatrixXd total = MatrixXd::Zero(terms, terms);
    for (Index i = 0; i < terms; ++i) {
      const auto t = static_cast<std::size_t>(i);
      for (std::size_t f = 0; f <= model_.splits.size(); ++f) {
        const ArrowVector solved = state_field(model_, f).factor.solve(slopes_[t].by_unknowns[f]);
        for (Index j = 0; j < terms; ++j) {
          total(i, j) += solved.dot(slopes_[static_cast<std::size_t>(j)].by_unknowns[f]);
        }
      }
      total(i, i) += 1.0 / evaluate(set_.terms[t].statement, slopes_[t].log_odds).curvature;
    }
    gain_ = total.inverse();
  }

  StateModel model_;
  ReportSet set_;
  std::vector<TermSlope> slopes_;
  MatrixXd gain_;
};

TEST_F(CorrectedDraws, HaveTheDensePosteriorsCovariance) {
  std::vector<WhiteNumbers> fields;
  constexpr Index kReportDraws = 4'000;
  for (std::size_t f = 0; f <= model_.splits.size(); ++f) {
    const FieldPosterior& field = state_field(model_, f);
    WhiteNumbers numbers{MatrixXd(field.mode.dense.size(), kReportDraws),
                         MatrixXd(static_cast<Index>(field.layout.period_size), kReportDraws)};
    for (Index i = 0; i < kReportDraws; ++i) {
      RandomStream stream{9, static_cast<std::uint32_t>(i), f + 1, Purpose::test};
      for (double& value : numbers.dense.col(i)) value = stream.normal();
      for (double& value : numbers.newest.col(i)) value = stream.normal();
    }
    fields.push_back(std::move(numbers));
  }
  apply_correction(*model_.reports, 9, 77, 0, fields);
  std::vector<MatrixXd> drawn;
  std::vector<MatrixXd> with_terms;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const FieldPosterior& field = state_field(model_, f);
    field.factor.colour_newest(fields[f].dense, fields[f].newest);
    MatrixXd both(fields[f].dense.rows() + fields[f].newest.rows(), kReportDraws);
    both << fields[f].dense, fields[f].newest;
    drawn.push_back(std::move(both));
    with_terms.push_back(covariance_with_terms(field, slopes_, f));
  }
  for (std::size_t f = 0; f < fields.size(); ++f) {
    for (std::size_t g = 0; g <= f; ++g) {
      MatrixXd expected = -with_terms[f] * gain_ * with_terms[g].transpose();
      if (f == g) expected += newest_covariance(state_field(model_, f));
      const MatrixXd seen = drawn[f] * drawn[g].transpose() / static_cast<double>(kReportDraws);
      for (Index i = 0; i < seen.rows(); ++i) {
        for (Index j = i % 3; j < seen.cols(); j += 3) {
          const double scale =
              std::sqrt(drawn[f].row(i).squaredNorm() * drawn[g].row(j).squaredNorm()) /
              static_cast<double>(kReportDraws);
          // Six standard errors of a correlation from 4,000 draws.
          EXPECT_NEAR(seen(i, j), expected(i, j), 0.134 * scale + 1e-12) << f << g << i << ' ' << j;
        }
      }
    }
  }
}

TEST_F(CorrectedDraws, LoseExactlyTheVarianceThatReportsTake) {
  const VectorXd level = VectorXd::Unit(model_.hazard.mode.dense.size(), 0);
  const MatrixXd with_terms = covariance_with_terms(model_.hazard, slopes_, 0);
  const VectorXd row = with_terms.row(0).transpose();
  EXPECT_NEAR(model_.reports->variance_removed(level), row.dot(gain_ * row), 1e-8);
  // rest rest' + B' B is the variance of what is said: the algebra behind the draws.
  MatrixXd total = model_.reports->rest * model_.reports->rest.transpose();
  for (const WhiteNumbers& field : model_.reports->fields) {
    total += field.dense.transpose() * field.dense + field.newest.transpose() * field.newest;
  }
  EXPECT_LT((total * gain_ - MatrixXd::Identity(4, 4)).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(ReportUpdate, OfAPopulationOfItsOwnMovesLess) {
  const auto level_after = [](double deviation) {
    StateModel model = review();
    ReportSet set = one_report(model, CountStatement{2.0, 200.0, 200.0});
    set.populations[0].deviation.assign(model.splits.size() + 1, deviation);
    update_with_reports(model, set);
    return model.hazard.mode.dense(0);
  };
  const double without = review().hazard.mode.dense(0);
  EXPECT_LT(level_after(0.0), level_after(0.5));
  EXPECT_LT(level_after(0.5), level_after(2.0));
  EXPECT_LT(level_after(2.0), without);
}

TEST(ReportUpdate, SaysWhatIsExpectedWithoutUsingIt) {
  StateModel model = review();
  ReportSet set = one_report(model, CountStatement{2.0, 200.0, 200.0});
  set.terms[0].weight = 0.0;
  const ReportUpdate watched = update_with_reports(model, set);
  EXPECT_NEAR(watched.terms[0].p, expected_share(review(), set), 1e-12);
  EXPECT_GT(watched.terms[0].log_odds_deviation, 0.1);
  set.terms[0].weight = 1.0;
  EXPECT_LT(update_with_reports(model, set).terms[0].log_odds_deviation,
            watched.terms[0].log_odds_deviation);
}

}  // namespace
}  // namespace runout::regime
