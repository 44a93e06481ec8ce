// Simulation-based calibration of the whole way from records to draws: what is true is drawn from
// the prior, the records from what is true; then the truth is one draw among those of the
// posterior, and its rank among them is uniform. Source: S. Talts et al., "Validating Bayesian
// inference algorithms with simulation-based calibration" (2018), arXiv 1804.06788.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "regime/cells/spell_fixture.h"
#include "runout/base/portable_math.h"
#include "runout/base/random.h"
#include "runout/regime/latent/posterior_sample.h"
#include "runout/regime/latent/predictor.h"
#include "runout/regime/latent/prior.h"

namespace runout::regime {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr std::int32_t kMark = 10;
constexpr std::size_t kWeeks = 8;
constexpr std::size_t kLevels = 3;

/// One field whose unknowns come from its prior.
struct PriorField {
  Layout layout;
  Hyper hyper;
  std::vector<double> offset;
  Family family = Family::poisson;

  [[nodiscard]] ArrowVector draw_prior(RandomStream& stream) const {
    ArrowMatrix precision{layout.periods, layout.period_size, layout.chained(), layout.dense_size};
    add_prior_precision(layout, hyper, precision);
    ArrowCholesky factor;
    EXPECT_TRUE(factor.factor(precision));
    ArrowVector x{VectorXd(precision.block.rows()), VectorXd(precision.dense.rows())};
    for (double& z : x.periods) z = stream.normal();
    for (double& z : x.dense) z = stream.normal();
    factor.colour(x);
    return x;
  }
};

/// An office with a mark, three kinds of cases and two outcomes.
class Office {
 public:
  Office() {
    // Hats stand where a fixed set of records puts them: what they mean may not depend on the data.
    RandomStream stream{1, 0, "hats", Purpose::test};
    SpellTable table = empty_table();
    for (int i = 0; i < 60; ++i) {
      const int first = static_cast<int>(stream.uniform() * days());
      const int last = std::min(days() - 1, first + static_cast<int>(15.0 * stream.exponential()));
      fixtures::add_spell(table, begin() + Days{first}, begin() + Days{last}, 0, 0.0, {0});
    }
    const CellTable cells = count_cells(table, grid_);
    const std::size_t marked = grid_.bins.of(kMark);
    hazard.layout = make_layout(cells, table.covariates, Blocks{}, {marked});
    hazard.hyper = {.level = 0.7,
                    .mark = 0.7,
                    .shape = 0.15,
                    .shock = 0.3,
                    .jolt = 0.3,
                    .pace = 0.4,
                    .walk = 0.1,
                    .drift = 0.05,
                    .effect = {0.5}};
    hazard.offset.assign(grid_.bins.size(), portable::log(0.05));
    split.family = Family::binomial;
    split.layout = make_layout(
        cells, table.covariates,
        {.shock = false, .jolt = false, .pace = false, .walk = true, .drift = false}, {});
    split.hyper = {.level = 1.0, .shape = 0.1, .walk = 0.05, .effect = {0.5}};
    split.offset.assign(grid_.bins.size(), 0.5);
  }

  /// Records of cases that are filed evenly over the weeks.
  [[nodiscard]] SpellTable simulate(const ArrowVector& hazard_truth, const ArrowVector& split_truth,
                                    int cases, RandomStream& stream) const {
    SpellTable table = empty_table();
    const Predictor eta = predict(hazard.layout, kinds(), hazard.offset, hazard_truth);
    const Predictor odds = predict(split.layout, kinds(), split.offset, split_truth);
    for (int i = 0; i < cases; ++i) {
      const auto kind = std::min(kLevels - 1, static_cast<std::size_t>(stream.uniform() * kLevels));
      const Date first = begin() + Days{static_cast<int>(stream.uniform() * days())};
      std::optional<std::size_t> cause;
      Date day = first;
      for (;; day += Days{1}) {
        const std::size_t at = grid_.periods.of(day) * grid_.bins.size() +
                               grid_.bins.of(static_cast<std::int32_t>((day - first).count()));
        if (stream.exponential() < portable::exp(eta.surface[at] + eta.pattern[kind])) {
          const double log_odds = odds.surface[at] + odds.pattern[kind];
          cause = stream.uniform() < 1.0 / (1.0 + portable::exp(-log_odds)) ? 0 : 1;
          break;
        }
        if (day == as_of_) break;
      }
      fixtures::add_spell(table, first, day, cause, 0.0, {static_cast<std::int32_t>(kind)});
    }
    return table;
  }

  [[nodiscard]] CellTable count(const SpellTable& table) const { return count_cells(table, grid_); }

  PriorField hazard;
  PriorField split;

 private:
  [[nodiscard]] static int days() { return 7 * static_cast<int>(kWeeks); }
  [[nodiscard]] Date begin() const { return as_of_ - Days{days() - 1}; }
  [[nodiscard]] SpellTable empty_table() const {
    return fixtures::table_with({fixtures::every_day(begin(), as_of_)}, {kLevels});
  }
  [[nodiscard]] static Patterns kinds() {
    Patterns patterns;
    patterns.covariates = 1;
    patterns.levels = {0, 1, 2};
    return patterns;
  }

  Date as_of_ = parse_date("2025-06-30");
  CellGrid grid_{make_duration_bins(30, 60, std::vector<std::int32_t>{kMark}),
                 {.as_of = as_of_, .days = 7, .count = kWeeks}};
};

/// Decisions by their outcome, in cells: what the split is fitted to.
CellTable outcome_cells(const CellTable& all) {
  CellTable table = all;
  table.cells.clear();
  table.first.assign(1, 0);
  table.exposure = table.decided = 0.0;
  std::size_t i = 0;
  for (std::uint32_t pattern = 0; pattern < all.patterns.size(); ++pattern) {
    for (; i < all.causes.size() && all.causes[i].pattern == pattern; ++i) {
      const CauseCount& count = all.causes[i];
      const double first_outcome = count.cause == 0 ? count.decided : 0.0;
      table.cells.push_back({count.bin, count.period, count.decided, first_outcome});
      table.exposure += count.decided;
      table.decided += first_outcome;
    }
    table.first.push_back(table.cells.size());
  }
  return table;
}

/// A fitted field and what its draws are taken from.
struct Fit {
  FieldPosterior posterior;
  PosteriorSample sample;
};

Fit fit(const PriorField& field, const CellTable& cells, std::uint64_t name) {
  Fit result;
  result.posterior = fit_field(cells, field.layout, field.offset, field.hyper,
                               {.family = field.family, .rounds = 0});
  result.sample = sample_posterior(cells, field.offset, field.family, result.posterior, name);
  return result;
}

struct Unknowns {
  VectorXd dense;
  VectorXd newest;
};

/// What is looked at: single unknowns of every block, and the sum that forecasts rest on.
std::vector<double> quantities(const Office& office, const Unknowns& hazard,
                               const Unknowns& split) {
  const Layout& l = office.hazard.layout;
  const auto dense = [&](std::size_t i) { return hazard.dense(static_cast<Index>(i)); };
  const auto newest = [&](std::size_t i) { return hazard.newest(static_cast<Index>(i)); };
  const double sum = dense(0) + dense(l.shape_at + 5) + newest(l.jolt_at) + newest(l.pace_at) +
                     dense(l.effect_at[0]);
  return {dense(0),
          dense(l.shape_at + 1),
          dense(l.shape_at + 12),
          dense(l.mark_at),
          dense(l.effect_at[0] + 1),
          newest(l.pace_at),
          newest(l.jolt_at),
          sum,
          split.dense(0),
          split.dense(static_cast<Index>(office.split.layout.effect_at[0]))};
}

Unknowns seen(const Layout& layout, const ArrowVector& x) {
  return {x.dense, x.periods.tail(static_cast<Index>(layout.period_size))};
}

Unknowns draw_of(const Fit& fit, std::size_t draw, RandomStream& stream) {
  if (!fit.sample.is_normal()) {
    const auto from = static_cast<Index>(fit.sample.choice.pick(draw, stream.uniform()));
    return {fit.sample.dense.col(from), fit.sample.newest.col(from)};
  }
  ArrowVector x = fit.posterior.mode;
  for (double& z : x.periods) z = stream.normal();
  for (double& z : x.dense) z = stream.normal();
  fit.posterior.factor.colour(x);
  x.periods += fit.posterior.mode.periods;
  x.dense += fit.posterior.mode.dense;
  return seen(fit.posterior.layout, x);
}

constexpr int kDraws = 63;

/// The rank of the truth among draws of the posterior, of each quantity.
std::vector<int> rank_truth(const Office& office, std::uint32_t replication, int cases) {
  RandomStream stream{3, replication, "calibration", Purpose::test};
  const ArrowVector hazard_truth = office.hazard.draw_prior(stream);
  const ArrowVector split_truth = office.split.draw_prior(stream);
  const SpellTable table = office.simulate(hazard_truth, split_truth, cases, stream);
  const CellTable cells = office.count(table);
  const Fit hazard = fit(office.hazard, cells, 2 * replication);
  const Fit split = fit(office.split, outcome_cells(cells), 2 * replication + 1);
  const std::vector<double> truth = quantities(office, seen(office.hazard.layout, hazard_truth),
                                               seen(office.split.layout, split_truth));
  std::vector<int> rank(truth.size(), 0);
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    const std::vector<double> drawn =
        quantities(office, draw_of(hazard, draw, stream), draw_of(split, draw, stream));
    for (std::size_t i = 0; i < truth.size(); ++i) rank[i] += drawn[i] < truth[i] ? 1 : 0;
  }
  return rank;
}

/// Chi-square of equally likely groups of ranks.
double chi_square(const std::vector<int>& ranks, int groups) {
  std::vector<double> seen(static_cast<std::size_t>(groups), 0.0);
  for (const int rank : ranks) seen[static_cast<std::size_t>(rank * groups / (kDraws + 1))] += 1.0;
  const double expected = static_cast<double>(ranks.size()) / groups;
  double sum = 0.0;
  for (const double count : seen) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

// Seeds are fixed. With others a right program would fail in one of ten runs: ten quantities, each
// beyond its 99 % limit once in a hundred. RUNOUT_LONG=1 draws 1000 times instead of 60.
TEST(Calibration, RanksOfTheTruthAreUniform) {
  const bool is_long =
      std::getenv("RUNOUT_LONG") != nullptr && std::string{std::getenv("RUNOUT_LONG")} == "1";
  const std::uint32_t replications = is_long ? 1000 : 60;
  const int groups = is_long ? 16 : 4;
  const double limit = is_long ? 30.578 : 11.345;  // 99 % of chi-square with groups - 1
  constexpr int kCases = 30;
  const Office office;
  std::vector<std::vector<int>> ranks;
  for (std::uint32_t r = 0; r < replications; ++r) {
    const std::vector<int> one = rank_truth(office, r, kCases);
    ranks.resize(one.size());
    for (std::size_t i = 0; i < one.size(); ++i) ranks[i].push_back(one[i]);
  }
  ASSERT_EQ(ranks.size(), 10U);
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    EXPECT_LT(chi_square(ranks[i], groups), limit) << "quantity " << i;
  }
}

// The same office with many cases: what is true is found again.
TEST(Calibration, KnownParametersAreRecovered) {
  const Office office;
  RandomStream stream{5, 0, "recovery", Purpose::test};
  ArrowVector truth = office.hazard.draw_prior(stream);
  const ArrowVector split_truth = office.split.draw_prior(stream);
  const Layout& l = office.hazard.layout;
  truth.dense(static_cast<Index>(l.mark_at)) = 1.5;
  for (int level = 0; level < 3; ++level) {
    truth.dense(static_cast<Index>(l.effect_at[0]) + level) = 0.5 * (level - 1);
  }
  const CellTable cells = office.count(office.simulate(truth, split_truth, 3000, stream));
  const FieldPosterior posterior =
      fit_field(cells, l, office.hazard.offset, office.hazard.hyper, {.rounds = 0});
  const auto mode = [&](std::size_t i) { return posterior.mode.dense(static_cast<Index>(i)); };
  // Standard errors from some 2000 decisions: about 0.05 of a difference, 0.2 of the mark.
  EXPECT_NEAR(mode(l.effect_at[0] + 2) - mode(l.effect_at[0]), 1.0, 0.15);
  EXPECT_NEAR(mode(l.mark_at), 1.5, 0.6);
  const Predictor true_eta = predict(l, Patterns{}, office.hazard.offset, truth);
  const Predictor found = predict(l, Patterns{}, office.hazard.offset, posterior.mode);
  double square = 0.0;
  double count = 0.0;
  for (const Cell& cell : cells.cells) {
    const std::size_t at = cell.period * l.bins + cell.bin;
    const double apart = found.surface[at] - true_eta.surface[at];
    square += cell.exposure * apart * apart;
    count += cell.exposure;
  }
  EXPECT_LT(square / count, 0.3 * 0.3);
}

}  // namespace
}  // namespace runout::regime
