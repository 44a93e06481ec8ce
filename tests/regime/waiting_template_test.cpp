#include "runout/regime/waiting_template.h"

#include <cmath>

#include <gmock/gmock.h>

#include "regime/cells/spell_fixture.h"
#include "regime/future/simulated_cases.h"

namespace runout::regime {
namespace {

using fixtures::simulate_spells;
using fixtures::Truth;

CellTable cells_of(const SpellTable& table, Date as_of) {
  return count_cells(
      table,
      choose_grid(table, {.as_of = as_of, .marks = {}, .reaches_back = {}, .farthest = 3000}));
}

/// Cases that wait as the prior's template says, with all times multiplied by a factor.
SpellTable moved_cases(double factor, std::uint32_t cases) {
  const WaitingPrior prior = case_prior({"decided"});
  Truth truth;
  truth.cases = cases;
  truth.chance = [=](int waited, int, const std::vector<std::int32_t>&) {
    const double collected =
        template_hazard(prior, (waited + 1) / factor) - template_hazard(prior, waited / factor);
    return 1.0 - std::exp(-collected);
  };
  return simulate_spells(truth, 1);
}

TEST(FindShift, IsNothingWithoutRecords) {
  const SpellTable none;
  EXPECT_EQ(find_shift(cells_of(none, Date{}), review_prior()), 0.0);
}

TEST(FindShift, FindsHowMuchFasterOrSlowerAnOfficeIs) {
  for (const double factor : {0.2, 1.0, 3.0}) {
    const double shift =
        find_shift(cells_of(moved_cases(factor, 3000), Truth{}.as_of), case_prior({"decided"}));
    EXPECT_NEAR(shift, std::log(factor), 0.12) << factor;
  }
}

TEST(FindShift, BelievesAFewRecordsPartly) {
  const double many =
      find_shift(cells_of(moved_cases(0.2, 3000), Truth{}.as_of), case_prior({"decided"}));
  const double few =
      find_shift(cells_of(moved_cases(0.2, 3), Truth{}.as_of), case_prior({"decided"}));
  EXPECT_LT(few, -0.2);
  EXPECT_GT(few, many + 0.1);
}

TEST(MovePrior, MultipliesAllTimes) {
  const WaitingPrior prior = review_prior();
  const WaitingPrior moved = move_prior(prior, std::log(2.0));
  for (const double days : {1.0, 20.0, 90.0, 1000.0}) {
    EXPECT_NEAR(prior_survival(moved, 2.0 * days), prior_survival(prior, days), 1e-12);
  }
}

TEST(TemplateOffset, AddsUpToTheTemplate) {
  const DurationBins bins = make_duration_bins(200, 1000, {});
  const WaitingPrior prior = review_prior();
  const std::vector<double> offset = template_offset(bins, prior);
  double sum = 0.0;
  for (std::size_t b = 0; b + 1 < bins.size(); ++b) {
    sum += std::exp(offset[b]) * (bins.starts[b + 1] - bins.starts[b]);
    EXPECT_NEAR(sum, template_hazard(prior, bins.starts[b + 1]), 1e-9 * sum + 1e-6);
  }
}

}  // namespace
}  // namespace runout::regime
