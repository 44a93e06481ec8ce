#include "runout/regime/evidence/review_cohort.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "runout/base/random.h"

namespace runout::regime {
namespace {

constexpr std::uint32_t kGranted = 1;
constexpr std::uint32_t kAllButReturned = 1 | 2 | 8;
constexpr std::size_t kReturned = 2;

/// A surface of two rows and a few bins with hazards and shares that differ everywhere.
CohortSurface uneven_surface(const DurationBins& bins) {
  CohortSurface surface;
  surface.bins = bins.size();
  surface.cause.assign(4, {});
  for (std::size_t i = 0; i < 2 * bins.size(); ++i) {
    const double wave = 0.5 + 0.5 * std::sin(1.7 * static_cast<double>(i));
    surface.hazard.push_back(0.02 + 0.1 * wave);
    surface.stay.push_back(std::exp(-surface.hazard.back()));
    surface.cause[0].push_back(0.4 + 0.2 * wave);
    surface.cause[1].push_back(0.1);
    surface.cause[2].push_back(0.3 - 0.2 * wave);
    surface.cause[3].push_back(0.2);
  }
  return surface;
}

CohortSurface constant_surface(const DurationBins& bins, double hazard, double granted) {
  CohortSurface surface;
  surface.bins = bins.size();
  surface.hazard.assign(bins.size(), hazard);
  surface.stay.assign(bins.size(), std::exp(-hazard));
  surface.cause = {std::vector<double>(bins.size(), granted),
                   std::vector<double>(bins.size(), 1.0 - granted)};
  return surface;
}

Resubmission daily_resubmission(const DurationBins& bins, std::size_t days) {
  Resubmission resubmission{&bins, {}, {}};
  resubmission.stay.assign(days * bins.size(), std::exp(-0.15));
  resubmission.again.assign(days * bins.size(), 0.9);
  return resubmission;
}

CohortDays half_and_half(std::size_t days, std::size_t filed) {
  CohortDays cohort;
  for (std::size_t day = 0; day < days; ++day) {
    cohort.row.push_back(day < days / 2 ? 0 : 1);
    cohort.begun.push_back(day < filed ? 1.0 / static_cast<double>(filed) : 0.0);
  }
  return cohort;
}

TEST(ReviewCohort, OfAConstantHazardIsTheClosedForm) {
  const DurationBins bins = make_duration_bins(50, 100, {});
  const CohortSurface surface = constant_surface(bins, 0.03, 0.7);
  CohortDays days;
  days.row.assign(40, 0);
  days.begun.assign(40, 0.0);
  days.begun[0] = 1.0;
  const ReviewCohort cohort{days, surface, bins, nullptr, 0};
  EXPECT_NEAR(cohort.value({kGranted, 0, 40}), 0.7 * (1.0 - std::exp(-0.03 * 40)), 1e-14);
  EXPECT_NEAR(cohort.value({kGranted, 0, 40, 10}), 0.7 * (1.0 - std::exp(-0.03 * 10)), 1e-14);
  EXPECT_NEAR(cohort.value({kGranted, 10, 40}), 0.7 * (std::exp(-0.3) - std::exp(-1.2)), 1e-14);
}

TEST(ReviewCohort, FiledEvenlyIsTheMeanOverDaysOfFiling) {
  const DurationBins bins = make_duration_bins(50, 100, {});
  const CohortSurface surface = constant_surface(bins, 0.03, 0.7);
  CohortDays days;
  days.row.assign(40, 0);
  days.begun.assign(40, 1.0 / 40.0);
  double mean = 0.0;
  for (int at_risk = 1; at_risk <= 40; ++at_risk) {
    mean += 0.7 * (1.0 - std::exp(-0.03 * at_risk)) / 40.0;
  }
  EXPECT_NEAR((ReviewCohort{days, surface, bins, nullptr, 0}.value({kGranted, 0, 40})), mean,
              1e-14);
}

TEST(ReviewCohort, DecidesEverybodyInTheEnd) {
  const DurationBins bins = make_duration_bins(60, 60, {});
  const CohortSurface surface = uneven_surface(bins);
  const CohortDays days = half_and_half(900, 20);
  const Resubmission resubmission = daily_resubmission(bins, 900);
  const ReviewCohort cohort{days, surface, bins, &resubmission, kReturned};
  const double decided = cohort.value({kAllButReturned, 0, 900});
  const double given_up = 1.0 - decided;  // a tenth of those returned never come back
  EXPECT_GT(given_up, 0.005);
  Resubmission all_again = resubmission;
  all_again.again.assign(all_again.again.size(), 1.0);
  EXPECT_NEAR(
      (ReviewCohort{days, surface, bins, &all_again, kReturned}.value({kAllButReturned, 0, 900})),
      1.0, 1e-9);
}

/// Follows single cases day by day.
struct Counts {
  double granted = 0.0;
  double granted_late = 0.0;
  double decided_late = 0.0;
  double quick_late = 0.0;
};

Counts simulate(const CohortDays& days, const CohortSurface& surface, const DurationBins& bins,
                const Resubmission& resubmission, std::size_t from, std::int32_t within,
                int cases) {
  Counts counts;
  for (int i = 0; i < cases; ++i) {
    RandomStream stream{5, static_cast<std::uint32_t>(i), "case", Purpose::test};
    double filed = stream.uniform();
    std::size_t begun = 0;
    while (begun < days.size() && (filed -= days.begun[begun]) > 0.0) ++begun;
    std::size_t day = begun;
    bool in_review = true;
    for (; day < days.size(); ++day) {
      const auto waited = static_cast<std::int32_t>(day - begun);
      if (!in_review) {
        const std::size_t at = day * bins.size() + bins.of(waited);
        if (stream.uniform() < resubmission.stay[at]) continue;
        if (stream.uniform() >= resubmission.again[at]) break;
        in_review = true;
        begun = day + 1;
        continue;
      }
      const std::size_t at = days.row[day] * surface.bins + bins.of(waited);
      if (stream.uniform() < surface.stay[at]) continue;
      double cause = stream.uniform();
      if ((cause -= surface.cause[0][at]) < 0.0) {
        ++counts.granted;
        if (day >= from) ++counts.granted_late;
      } else if ((cause -= surface.cause[1][at]) < 0.0) {
      } else if ((cause -= surface.cause[2][at]) < 0.0) {
        in_review = false;
        begun = day + 1;
        continue;
      }
      if (day >= from) {
        ++counts.decided_late;
        if (waited < within) ++counts.quick_late;
      }
      break;
    }
  }
  return counts;
}

TEST(ReviewCohort, AgreesWithCasesFollowedOneByOne) {
  const DurationBins bins = make_duration_bins(60, 60, {});
  const CohortSurface surface = uneven_surface(bins);
  const CohortDays days = half_and_half(80, 70);
  const Resubmission resubmission = daily_resubmission(bins, 80);
  const ReviewCohort cohort{days, surface, bins, &resubmission, kReturned};
  constexpr int kCases = 200'000;
  const Counts seen = simulate(days, surface, bins, resubmission, 50, 8, kCases);
  // Four standard errors of a share of 200,000 are at most 0.0045.
  EXPECT_NEAR(cohort.value({kGranted, 0, 80}), seen.granted / kCases, 0.0045);
  EXPECT_NEAR(cohort.value({kGranted, 50, 80}), seen.granted_late / kCases, 0.0045);
  // Of those completed in the last 30 days, the share after at most 8 days of review: quicker than
  // among all that were filed, because slow ones are not completed yet.
  const double quick =
      cohort.value({kAllButReturned, 50, 80, 8}) / cohort.value({kAllButReturned, 50, 80});
  EXPECT_NEAR(quick, seen.quick_late / seen.decided_late, 0.01);
}

TEST(ReviewCohort, OfCompletedCasesIsQuickerThanOfFiledOnesWhenTheRuleIsYoung) {
  const DurationBins bins = make_duration_bins(60, 60, {});
  const CohortSurface surface = constant_surface(bins, 0.02, 1.0);
  CohortDays days;
  days.row.assign(60, 0);
  days.begun.assign(60, 1.0 / 60.0);
  const ReviewCohort cohort{days, surface, bins, nullptr, 0};
  const double completed = cohort.value({kGranted, 30, 60, 20}) / cohort.value({kGranted, 30, 60});
  EXPECT_GT(completed, 1.0 - std::exp(-0.02 * 20) + 0.1);
}

class ReviewCohortSlopes : public ::testing::TestWithParam<Counted> {};

TEST_P(ReviewCohortSlopes, AreThoseOfFiniteDifferences) {
  const DurationBins bins = make_duration_bins(12, 20, {});
  const CohortSurface surface = uneven_surface(bins);
  const CohortDays days = half_and_half(25, 14);
  const Resubmission resubmission = daily_resubmission(bins, 25);
  const auto value_of = [&](const CohortSurface& changed) {
    return ReviewCohort{days, changed, bins, &resubmission, kReturned}.value(GetParam());
  };
  const CohortShare share =
      ReviewCohort{days, surface, bins, &resubmission, kReturned}.share(GetParam());
  EXPECT_NEAR(share.value, value_of(surface), 1e-15);
  constexpr double kStep = 1e-5;
  for (std::size_t cell = 0; cell < surface.hazard.size(); ++cell) {
    const auto moved = [&](double by) {
      CohortSurface changed = surface;
      changed.hazard[cell] *= std::exp(by);
      changed.stay[cell] = std::exp(-changed.hazard[cell]);
      return value_of(changed);
    };
    EXPECT_NEAR(share.by_hazard[cell], (moved(kStep) - moved(-kStep)) / (2.0 * kStep), 1e-9);
    for (std::size_t cause = 0; cause < 4; ++cause) {
      const auto shared = [&](double by) {
        CohortSurface changed = surface;
        changed.cause[cause][cell] *= std::exp(by);
        return value_of(changed);
      };
      EXPECT_NEAR(share.by_cause[cause][cell], (shared(kStep) - shared(-kStep)) / (2.0 * kStep),
                  1e-9);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ReviewCohortSlopes,
                         ::testing::Values(Counted{kGranted, 0, 25}, Counted{kGranted, 8, 20},
                                           Counted{kAllButReturned, 5, 25, 6}, Counted{4, 0, 25}));

}  // namespace
}  // namespace runout::regime
