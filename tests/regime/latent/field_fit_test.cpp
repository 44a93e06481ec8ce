#include "runout/regime/latent/field_fit.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "regime/cells/spell_fixture.h"
#include "regime/latent/dense_arrow.h"
#include "regime/latent/field_fixture.h"
#include "runout/regime/latent/prior.h"
#include "runout/regime/survival/penalised_poisson.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using fixtures::design_of;
using fixtures::joined;
using fixtures::log_likelihood_of;
using fixtures::precision_of;
using fixtures::small_field;
using fixtures::SmallField;

constexpr FieldSettings kFixed{.family = Family::poisson, .rounds = 0, .enough = 1e-18};

FieldPosterior fit(const SmallField& field, FieldSettings settings,
                   const ArrowVector* warm = nullptr) {
  settings.family = field.family;
  return fit_field(field.cells, field.layout, field.offset, field.hyper, settings, warm);
}

class Fields : public ::testing::TestWithParam<std::size_t> {
 protected:
  SmallField field_ = small_field(fixtures::block_choices()[GetParam()], Family::poisson);
};

// The other program is held to published numbers: tests/regime/survival.
TEST_P(Fields, HaveTheModeOfPenalisedPoissonRegression) {
  const FieldPosterior posterior = fit(field_, kFixed);
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> design =
      design_of(field_);
  const MatrixXd precision = precision_of(field_.layout, field_.hyper);
  std::vector<double> events;
  std::vector<double> exposure;
  for (const Cell& cell : field_.cells.cells) {
    events.push_back(cell.decided);
    // A decision without exposure is one of a closed day.
    exposure.push_back(std::max(cell.exposure, 1e-12) * std::exp(field_.offset[cell.bin]));
  }
  const auto as_span = [](const auto& matrix) {
    return std::span<const double>{matrix.data(), static_cast<std::size_t>(matrix.size())};
  };
  const std::vector<std::string> labels(static_cast<std::size_t>(design.cols()), "unknown");
  const survival::PoissonFit expected = survival::fit_poisson({.design = as_span(design),
                                                               .events = events,
                                                               .exposure = exposure,
                                                               .precision = as_span(precision),
                                                               .start = {},

                                                               .labels = labels});
  const VectorXd mode = joined(posterior.mode);
  for (Index i = 0; i < mode.size(); ++i) {
    ASSERT_NEAR(mode(i), expected.coefficients[static_cast<std::size_t>(i)], 1e-6) << i;
  }
  EXPECT_NEAR(posterior.factor.log_determinant(), expected.log_determinant, 1e-6);
  const double penalty = 0.5 * mode.dot(precision * mode);
  EXPECT_NEAR(posterior.log_likelihood - penalty, log_likelihood_of(field_, mode) - penalty, 1e-8);
}

INSTANTIATE_TEST_SUITE_P(OfBlocks, Fields, ::testing::Range(std::size_t{0}, std::size_t{10}));

TEST(FitField, ReachesAPointOfNoSlopeForYesOrNoFields) {
  const SmallField field = small_field(fixtures::block_choices()[6], Family::binomial);
  const FieldPosterior posterior = fit(field, kFixed);
  const VectorXd mode = joined(posterior.mode);
  const MatrixXd precision = precision_of(field.layout, field.hyper);
  const auto value = [&](const VectorXd& x) {
    return log_likelihood_of(field, x) - 0.5 * x.dot(precision * x);
  };
  const double top = value(mode);
  for (Index i = 0; i < mode.size(); ++i) {
    for (const double step : {-1e-3, 1e-3}) {
      ASSERT_LT(value(mode + step * VectorXd::Unit(mode.size(), i)), top) << i;
    }
  }
}

TEST(FitField, DoesNotDependOnWhereItBegins) {
  const SmallField field = small_field(Blocks{}, Family::poisson);
  const FieldPosterior cold = fit(field, kFixed);
  ArrowVector start{3.0 * fixtures::random_vector(cold.mode.periods.size(), 8),
                    VectorXd::Constant(cold.mode.dense.size(), -2.0)};
  const FieldPosterior warm = fit(field, kFixed, &start);
  EXPECT_LT((joined(warm.mode) - joined(cold.mode)).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_NEAR(warm.log_marginal, cold.log_marginal, 1e-5);
}

TEST(FitField, FindsDeviationsThatNoNeighbourBeats) {
  SmallField field =
      small_field({.shock = false, .jolt = true, .drift = false}, Family::poisson, 3);
  const FieldPosterior posterior = fit(field, {.rounds = 400, .still = 1e-12});
  for (const LearntBlock& block : learnt_blocks(field.layout)) {
    for (const double factor : {0.5, 2.0}) {
      field.hyper = posterior.hyper;
      block.value(field.hyper) *= factor;
      EXPECT_LT(fit(field, kFixed).log_marginal, posterior.log_marginal) << block.name << factor;
    }
  }
}

TEST(FitField, RestsOnThePriorWithoutData) {
  SmallField field = small_field(Blocks{}, Family::poisson);
  field.cells.cells.clear();
  field.cells.first.assign(field.cells.patterns.size() + 1, 0);
  field.cells.decided = field.cells.exposure = 0.0;
  const FieldPosterior posterior = fit(field, {.rounds = 200, .still = 1e-12});
  EXPECT_LT(joined(posterior.mode).cwiseAbs().maxCoeff(), 1e-9);
  Hyper found = posterior.hyper;
  for (const LearntBlock& block : learnt_blocks(field.layout)) {
    EXPECT_NEAR(block.value(found) * block.rate, 1.0, 0.02) << block.name;
  }
}

/// A case whose level alone, and two periods' jolts, are unknown.
SmallField two_periods(double jolt) {
  const Date as_of = parse_date("2025-06-30");
  SmallField field;
  field.spells = fixtures::table_with({fixtures::every_day(as_of - Days{13}, as_of)});
  field.cells = count_cells(
      field.spells, {make_duration_bins(0, 0, {}), {.as_of = as_of, .days = 7, .count = 2}});
  field.cells.cells = {{0, 0, 1000.0, 40.0}, {0, 1, 900.0, 90.0}};
  field.cells.first = {0, 2};
  field.cells.decided = 130.0;
  field.cells.exposure = 1900.0;
  field.layout =
      make_layout(field.cells, {},
                  {.shock = false, .jolt = true, .pace = false, .walk = false, .drift = false}, {});
  field.offset = {std::log(0.05)};
  field.hyper.level = 0.7;
  field.hyper.jolt = jolt;
  return field;
}

/// The data's probability at a deviation by adding up over a fine grid of level and jolts.
double log_marginal_by_sums(const SmallField& field) {
  constexpr double kStep = 0.01;
  constexpr double kFar = 6.0;
  const auto normal = [](double x, double deviation) {
    return std::exp(-0.5 * x * x / (deviation * deviation)) / deviation;
  };
  double sum = 0.0;
  for (double level = -2.0; level <= 2.0; level += kStep) {
    double product = normal(level, field.hyper.level);
    for (const Cell& cell : field.cells.cells) {
      double over_jolts = 0.0;
      const double step = field.hyper.jolt / 40.0;
      for (double jolt = -kFar * field.hyper.jolt; jolt <= kFar * field.hyper.jolt; jolt += step) {
        const double eta = field.offset[0] + level + jolt;
        // Less the value at a hazard of cell's own: numbers of moderate size.
        const double highest = cell.decided * std::log(cell.decided / cell.exposure) - cell.decided;
        over_jolts += normal(jolt, field.hyper.jolt) * step *
                      std::exp(cell.decided * eta - cell.exposure * std::exp(eta) - highest);
      }
      product *= over_jolts;
    }
    sum += product * kStep;
  }
  return std::log(sum);
}

// Laplace's method errs by about 1 / (12 x 40) here, much the same for all deviations.
TEST(FitField, HasTheMarginalLikelihoodOfBruteForce) {
  const auto marginal = [](double jolt) {
    const FieldPosterior posterior = fit(two_periods(jolt), kFixed);
    double prior = 0.0;
    Hyper hyper = posterior.hyper;
    for (const LearntBlock& block : learnt_blocks(posterior.layout)) {
      prior += std::log(block.rate * block.value(hyper)) - block.rate * block.value(hyper);
    }
    return posterior.log_marginal - prior;
  };
  for (const double jolt : {0.1, 0.3, 1.0}) {
    const double expected =
        log_marginal_by_sums(two_periods(jolt)) - log_marginal_by_sums(two_periods(0.5));
    EXPECT_NEAR(marginal(jolt) - marginal(0.5), expected, 0.005) << jolt;
  }
}

}  // namespace
}  // namespace runout::regime
