#include "runout/regime/survival/kaplan_meier.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "regime/survival/oracle_file.h"
#include "regime/survival/random_records.h"
#include "runout/base/error.h"

namespace runout::regime::survival {
namespace {

constexpr double kClose = 1e-9;

TEST(KaplanMeier, OfFiveRecordsIsTheProductWorkedByHand) {
  // At 2 one of 5, at 4 one of 3 (one censored at 3), at 5 the last two: one event, one not.
  const std::vector<Observation> five{{0, 2, 1}, {0, 3, 0}, {0, 4, 1}, {0, 5, 1}, {0, 5, 0}};
  const SurvivalCurve curve = estimate_survival(five);
  EXPECT_THAT(curve.time, testing::ElementsAre(2.0, 3.0, 4.0, 5.0));
  EXPECT_THAT(curve.at_risk, testing::ElementsAre(5.0, 4.0, 3.0, 2.0));
  EXPECT_NEAR(evaluate(curve, 4.5).survival, 4.0 / 5.0 * 2.0 / 3.0, 1e-15);
  EXPECT_NEAR(evaluate(curve, 5.0).survival, 4.0 / 15.0, 1e-15);
  EXPECT_NEAR(evaluate(curve, 4.0).cumulative_hazard, 1.0 / 5.0 + 1.0 / 3.0, 1e-15);
  EXPECT_NEAR(evaluate(curve, 4.0).survival_se,
              8.0 / 15.0 * std::sqrt(1.0 / (5.0 * 4.0) + 1.0 / (3.0 * 2.0)), 1e-15);
  EXPECT_EQ(evaluate(curve, 1.9).survival, 1.0);
}

TEST(KaplanMeier, OfLungIsTheOneOfR) {
  const auto lung = observations_of(OracleFile{"data_lung"}, "", "time", "status");
  const SurvivalCurve curve = estimate_survival(lung);
  const OracleFile expected{"km_lung"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const double time = expected.numbers("time")[row];
    const SurvivalAt actual = evaluate(curve, time);
    EXPECT_LT(distance(actual.survival, expected.numbers("surv")[row]), kClose);
    EXPECT_LT(distance(actual.survival_se, expected.numbers("std_err")[row]), kClose);
    EXPECT_LT(distance(actual.cumulative_hazard, expected.numbers("cumhaz")[row]), kClose);
    EXPECT_EQ(static_cast<double>(count_at_risk(lung, time)), expected.numbers("n_risk")[row]);
  }
}

TEST(KaplanMeier, OfLungBySexIsTheOneOfR) {
  const OracleFile data{"data_lung"};
  const auto lung = observations_of(data, "", "time", "status");
  const std::vector<double> sex = data.numbers("sex");
  const OracleFile expected{"km_lung_by_sex"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    std::vector<Observation> group;
    for (std::size_t i = 0; i < lung.size(); ++i) {
      if (sex[i] == expected.numbers("sex")[row]) group.push_back(lung[i]);
    }
    const SurvivalAt actual = evaluate(estimate_survival(group), expected.numbers("time")[row]);
    EXPECT_LT(distance(actual.survival, expected.numbers("surv")[row]), kClose);
    EXPECT_LT(distance(actual.survival_se, expected.numbers("std_err")[row]), kClose);
  }
}

TEST(KaplanMeier, WithDelayedEntryIsTheOneOfR) {
  const auto ages = observations_of(OracleFile{"data_mgus2_age_scale"}, "entry", "exit", "ev");
  const SurvivalCurve curve = estimate_survival(ages);
  const OracleFile expected{"km_mgus2_left_truncated"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const double age = expected.numbers("age")[row];
    EXPECT_LT(distance(evaluate(curve, age).survival, expected.numbers("surv")[row]), kClose);
    EXPECT_LT(distance(evaluate(curve, age).survival_se, expected.numbers("std_err")[row]), kClose);
    EXPECT_EQ(static_cast<double>(count_at_risk(ages, age)), expected.numbers("n_risk")[row]);
  }
}

TEST(KaplanMeier, QuantilesOfLungAreThoseOfR) {
  const SurvivalCurve curve =
      estimate_survival(observations_of(OracleFile{"data_lung"}, "", "time", "status"));
  const OracleFile expected{"km_lung_quantiles"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    EXPECT_EQ(find_quantile(curve, expected.numbers("p")[row]), expected.numbers("q")[row]);
  }
}

TEST(KaplanMeier, QuantileOnAFlatPieceIsItsMiddle) {
  // The curve is .75 from 1 to 2, .5 from 2 to the last exit at 4.
  const SurvivalCurve curve =
      estimate_survival(std::vector<Observation>{{0, 1, 1}, {0, 2, 1}, {0, 3, 0}, {0, 4, 0}});
  EXPECT_EQ(find_quantile(curve, 0.25), 1.5);
  EXPECT_EQ(find_quantile(curve, 0.3), 2.0);
  EXPECT_EQ(find_quantile(curve, 0.5), 3.0);
  EXPECT_EQ(find_quantile(curve, 0.6), std::nullopt);
}

RC_GTEST_PROP(KaplanMeier, WithoutCensoringIsTheEmpiricalDistribution, ()) {
  std::vector<Observation> records = random_records(1);
  for (Observation& record : records) record = {0.0, record.exit, 1};
  const SurvivalCurve curve = estimate_survival(records);
  for (double time = 0.0; time <= 40.0; time += 3.0) {
    const auto later = std::ranges::count_if(
        records, [time](const Observation& record) { return record.exit > time; });
    RC_ASSERT(std::abs(evaluate(curve, time).survival -
                       static_cast<double>(later) / static_cast<double>(records.size())) < 1e-12);
  }
}

RC_GTEST_PROP(KaplanMeier, DoesNotChangeWhereARecordIsSplitOrMoved, ()) {
  const std::vector<Observation> records = random_records(2);
  const SurvivalCurve whole = estimate_survival(records);
  const SurvivalCurve parts = estimate_survival(split_and_reverse(records));
  for (double time = 0.0; time <= 40.0; time += 1.0) {
    RC_ASSERT(evaluate(whole, time).survival == evaluate(parts, time).survival);
    RC_ASSERT(evaluate(whole, time).survival_se == evaluate(parts, time).survival_se);
  }
}

TEST(KaplanMeier, OfOneRecordWithoutEventStaysAtOne) {
  const SurvivalCurve curve = estimate_survival(std::vector<Observation>{{0, 3, 0}});
  EXPECT_EQ(evaluate(curve, 100.0).survival, 1.0);
  EXPECT_EQ(find_quantile(curve, 0.5), std::nullopt);
}

TEST(KaplanMeier, HasNoNanWhereEverybodyIsGone) {
  const SurvivalCurve curve = estimate_survival(std::vector<Observation>{{0, 3, 1}, {5, 6, 1}});
  EXPECT_EQ(evaluate(curve, 10.0).survival, 0.0);
  EXPECT_EQ(evaluate(curve, 10.0).survival_se, 0.0);
  EXPECT_EQ(evaluate(curve, 10.0).cumulative_hazard, 2.0);
}

TEST(KaplanMeier, RefusesRecordsThatCannotBe) {
  const auto message_of = [](const std::vector<Observation>& records) -> std::string {
    try {
      (void)estimate_survival(records);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(message_of({}), testing::HasSubstr("no records"));
  EXPECT_THAT(message_of({{0, 1, 1}, {2, 2, 1}}), testing::HasSubstr("record 2: exit 2 is not"));
  EXPECT_THAT(message_of({{0, std::numeric_limits<double>::quiet_NaN(), 1}}),
              testing::HasSubstr("record 1: entry 0 and exit nan must be finite"));
  EXPECT_THAT(message_of({{0, 1, -1}}), testing::HasSubstr("cause -1 is not one of 0"));
  EXPECT_THROW((void)find_quantile({}, 0.0), Error);
}

}  // namespace
}  // namespace runout::regime::survival
