#include "runout/regime/survival/aalen_johansen.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "regime/survival/oracle_file.h"
#include "regime/survival/random_records.h"
#include "runout/base/error.h"
#include "runout/regime/survival/kaplan_meier.h"

namespace runout::regime::survival {
namespace {

constexpr double kExact = 1e-9;

/// The jackknife by its definition: each record's weight moved a little, one after the other.
std::vector<double> errors_by_weights(const std::vector<Observation>& records, double time) {
  const auto estimate = [&](std::size_t moved, double weight) {
    std::vector<double> curve{1.0, 0.0, 0.0};
    for (double day = 0.5; day <= time; day += 0.5) {
      std::vector<double> events(3, 0.0);
      double at_risk = 0.0;
      for (std::size_t i = 0; i < records.size(); ++i) {
        const double w = i == moved ? weight : 1.0;
        if (records[i].entry >= day || records[i].exit < day) continue;
        at_risk += w;
        if (records[i].exit == day) events[static_cast<std::size_t>(records[i].cause)] += w;
      }
      if (at_risk == 0.0) continue;
      const double before = curve[0];
      for (std::size_t k = 1; k < 3; ++k) {
        curve[k] += before * events[k] / at_risk;
        curve[0] -= before * events[k] / at_risk;
      }
    }
    return curve;
  };
  std::vector<double> squares(3, 0.0);
  constexpr double kStep = 1e-5;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto up = estimate(i, 1.0 + kStep);
    const auto down = estimate(i, 1.0 - kStep);
    for (std::size_t k = 0; k < 3; ++k) squares[k] += std::pow((up[k] - down[k]) / (2 * kStep), 2);
  }
  for (double& square : squares) square = std::sqrt(square);
  return squares;
}

TEST(AalenJohansen, OfMgus2IsTheOneOfR) {
  const OutcomeCurves curves =
      estimate_outcomes(observations_of(OracleFile{"data_mgus2"}, "", "etime", "ev"), 2);
  const OracleFile expected{"aj_mgus2"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const OutcomesAt actual = evaluate(curves, expected.numbers("time")[row]);
    EXPECT_LT(distance(actual.no_event, expected.numbers("p0")[row]), kExact);
    EXPECT_LT(distance(actual.incidence[0], expected.numbers("pcm")[row]), kExact);
    EXPECT_LT(distance(actual.incidence[1], expected.numbers("death")[row]), kExact);
    EXPECT_LT(distance(actual.incidence_se[0], expected.numbers("se_pcm")[row]), kExact);
    EXPECT_LT(distance(actual.incidence_se[1], expected.numbers("se_death")[row]), kExact);
  }
}

TEST(AalenJohansen, OfMgus2BySexIsTheOneOfR) {
  const OracleFile data{"data_mgus2"};
  const auto all = observations_of(data, "", "etime", "ev");
  const std::vector<double> sex = data.numbers("sexm");
  const OracleFile expected{"aj_mgus2_by_sex"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    std::vector<Observation> group;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (sex[i] == expected.numbers("sexm")[row]) group.push_back(all[i]);
    }
    const OutcomesAt actual = evaluate(estimate_outcomes(group, 2), expected.numbers("time")[row]);
    EXPECT_LT(distance(actual.incidence[0], expected.numbers("pcm")[row]), kExact);
    EXPECT_LT(distance(actual.incidence[1], expected.numbers("death")[row]), kExact);
  }
}

RC_GTEST_PROP(AalenJohansen, HasTheErrorsOfTheJackknifeAlsoWithDelayedEntry, ()) {
  std::vector<Observation> records = random_records(2);
  if (records.size() > 12) records.resize(12);
  const OutcomeCurves curves = estimate_outcomes(records, 2);
  for (const double time : {5.0, 12.0, 25.0, 40.0}) {
    const OutcomesAt actual = evaluate(curves, time);
    const std::vector<double> expected = errors_by_weights(records, time);
    RC_ASSERT(std::abs(actual.no_event_se - expected[0]) < 1e-7);
    RC_ASSERT(std::abs(actual.incidence_se[0] - expected[1]) < 1e-7);
    RC_ASSERT(std::abs(actual.incidence_se[1] - expected[2]) < 1e-7);
  }
}

RC_GTEST_PROP(AalenJohansen, AddsUpToOneAndLeavesKaplanMeierOver, ()) {
  const std::vector<Observation> records = random_records(3);
  const OutcomeCurves curves = estimate_outcomes(records, 3);
  const SurvivalCurve survival = estimate_survival(records);
  for (double time = 0.0; time <= 42.0; time += 1.5) {
    const OutcomesAt at = evaluate(curves, time);
    RC_ASSERT(std::abs(at.no_event + at.incidence[0] + at.incidence[1] + at.incidence[2] - 1.0) <
              1e-12);
    RC_ASSERT(std::abs(at.no_event - evaluate(survival, time).survival) < 1e-12);
  }
}

RC_GTEST_PROP(AalenJohansen, DoesNotChangeWhereARecordIsSplitOrMoved, ()) {
  const std::vector<Observation> records = random_records(2);
  const OutcomeCurves whole = estimate_outcomes(records, 2);
  const OutcomeCurves parts = estimate_outcomes(split_and_reverse(records), 2);
  for (double time = 0.0; time <= 42.0; time += 1.0) {
    RC_ASSERT(std::abs(evaluate(whole, time).incidence[1] - evaluate(parts, time).incidence[1]) <
              1e-12);
  }
}

TEST(AalenJohansen, RefusesACauseBeyondTheOnesAnnounced) {
  EXPECT_THROW((void)estimate_outcomes(std::vector<Observation>{{0, 1, 3}}, 2), Error);
  EXPECT_THROW((void)estimate_outcomes(std::vector<Observation>{{0, 1, 0}}, 0), Error);
  EXPECT_THROW((void)estimate_outcomes({}, 1), Error);
}

}  // namespace
}  // namespace runout::regime::survival
