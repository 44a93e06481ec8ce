#include "runout/regime/survival/cox.h"

#include <array>
#include <cmath>
#include <limits>
#include <ranges>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "regime/survival/oracle_file.h"
#include "regime/survival/random_records.h"
#include "regime/survival/refusal.h"
#include "runout/regime/survival/kaplan_meier.h"

namespace runout::regime::survival {
namespace {

using testing::HasSubstr;
using Names = std::vector<std::string>;

constexpr double kFitted = 1e-8;

void expect_oracle(const CoxFit& fit, const std::string& model) {
  const OracleFile expected{"cox"};
  const auto coefficients = expected.where("model", model, "coef");
  const auto errors = expected.where("model", model, "se");
  ASSERT_EQ(fit.coefficients.size(), coefficients.size());
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    EXPECT_LT(distance(fit.coefficients[i], coefficients[i]), kFitted) << model << i;
    EXPECT_LT(distance(fit.standard_errors[i], errors[i]), kFitted) << model << i;
  }
  EXPECT_LT(distance(fit.log_likelihood, expected.where("model", model, "loglik")[0]), kFitted);
}

TEST(Cox, OfLungIsTheOneOfRForBothRulesOfTies) {
  const OracleFile data{"data_lung"};
  const auto lung = observations_of(data, "", "time", "status");
  const Names names{"age", "sex"};
  const auto values = data.matrix(names);
  expect_oracle(fit_cox(lung, {values, names}, Ties::breslow), "lung_breslow");
  expect_oracle(fit_cox(lung, {values, names}, Ties::efron), "lung_efron");
}

TEST(Cox, BaselineOfLungIsTheOneOfR) {
  const OracleFile data{"data_lung"};
  const Names names{"age", "sex"};
  const auto values = data.matrix(names);
  const CoxFit fit =
      fit_cox(observations_of(data, "", "time", "status"), {values, names}, Ties::breslow);
  const OracleFile expected{"cox_lung_basehaz_uncentred"};
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const double time = expected.numbers("time")[row];
    const auto step = std::ranges::upper_bound(fit.time, time) - fit.time.begin() - 1;
    EXPECT_LT(distance(fit.cumulative_hazard[static_cast<std::size_t>(step)],
                       expected.numbers("hazard")[row]),
              kFitted);
  }
}

TEST(Cox, OfHeartWithCovariatesThatChangeIsTheOneOfR) {
  const OracleFile data{"data_heart"};
  const Names names{"age", "year", "surgery", "transplant"};
  const auto values = data.matrix(names);
  expect_oracle(
      fit_cox(observations_of(data, "start", "stop", "event"), {values, names}, Ties::breslow),
      "heart_lt_breslow");
}

TEST(Cox, OfOneCauseOfMgus2IsTheOneOfR) {
  const OracleFile data{"data_mgus2"};
  const auto all = observations_of(data, "", "etime", "ev");
  const Names names{"age", "sexm"};
  const auto values = data.matrix(names);
  expect_oracle(fit_cox(only_cause(all, 1), {values, names}, Ties::breslow), "mgus2_pcm_breslow");
  expect_oracle(fit_cox(only_cause(all, 2), {values, names}, Ties::breslow), "mgus2_death_breslow");
}

TEST(Cox, OfThreeRecordsIsTheMaximumWorkedByHand) {
  // Events at 1 (x = 1), 2 (x = 0), 3 (x = 1): l = 2b - log(2 e^b + 1) - log(1 + e^b) - b; its
  // derivative 1 - 2u/(2u + 1) - u/(1 + u) with u = e^b vanishes at 2 u^2 = 1.
  const std::vector<Observation> records{{0, 1, 1}, {0, 2, 1}, {0, 3, 1}};
  const std::array values{1.0, 0.0, 1.0};
  const Names names{"x"};
  const CoxFit fit = fit_cox(records, {values, names});
  EXPECT_NEAR(fit.coefficients[0], -0.5 * std::log(2.0), 1e-12);
  EXPECT_NEAR(fit.null_log_likelihood, -std::log(6.0), 1e-12);
}

TEST(Cox, WithoutCovariatesHasTheBaselineOfNelsonAalen) {
  const auto lung = observations_of(OracleFile{"data_lung"}, "", "time", "status");
  const CoxFit fit = fit_cox(lung, {});
  EXPECT_NEAR(fit.cumulative_hazard.back(), estimate_survival(lung).cumulative_hazard.back(),
              1e-12);
}

RC_GTEST_PROP(Cox, DoesNotDependOnUnitsOrderOrSplits, ()) {
  std::vector<Observation> records = random_records(1);
  std::vector<double> values;
  for (std::size_t i = 0; i < records.size(); ++i) {
    values.push_back(static_cast<double>(*rc::gen::inRange(0, 10)));
  }
  // Eight records of which no value tells events from the others.
  for (int i = 0; i < 8; ++i) {
    records.push_back({0.0, 21.0 + i, i % 4 == 3 ? 0 : 1});
    values.push_back(i % 3);
  }
  std::vector<double> moved;
  for (const double value : std::views::reverse(values)) {
    moved.insert(moved.end(), 2, 1e6 + 250.0 * value);
  }
  const Names names{"x"};
  const CoxFit plain = fit_cox(records, {values, names});
  const CoxFit other = fit_cox(split_and_reverse(records), {moved, names});
  RC_ASSERT(std::abs(other.coefficients[0] * 250.0 - plain.coefficients[0]) < 1e-8);
  RC_ASSERT(std::abs(other.standard_errors[0] * 250.0 - plain.standard_errors[0]) < 1e-8);
  RC_ASSERT(std::abs(other.log_likelihood - plain.log_likelihood) < 1e-8);
}

TEST(Cox, NamesTheColumnThatHasNoEstimate) {
  const std::vector<Observation> records{{0, 1, 1}, {0, 2, 1}, {0, 3, 0}, {0, 4, 0}, {0, 5, 0}};
  const Names names{"age", "urgent"};
  const auto message = [&](std::vector<double> values) {
    return refusal_of([&] { (void)fit_cox(records, {values, names}); });
  };
  EXPECT_THAT(message({3, 1, 5, 1, 4, 0, 2, 0, 6, 0}),
              HasSubstr("column 'urgent' has no finite estimate"));
  EXPECT_THAT(message({3, 6, 5, 10, 4, 8, 2, 4, 6, 12}),
              HasSubstr("column 'urgent' cannot be estimated beside the ones before it"));
  EXPECT_THAT(message({3, 1, 5, 1, 4, 1, 2, 1, 6, 1}),
              HasSubstr("column 'urgent' is 1 in every record"));
  EXPECT_THAT(message({3, 1, 5, std::numeric_limits<double>::quiet_NaN(), 4, 0, 2, 0, 6, 0}),
              HasSubstr("record 2: column 'urgent' is nan"));
  EXPECT_THAT(message({3, 1}), HasSubstr("2 covariate values for 5 records and 2 columns"));
}

TEST(Cox, RefusesRecordsWithoutEvent) {
  const std::vector<Observation> one{{0, 1, 0}};
  EXPECT_THAT(refusal_of([&] { (void)fit_cox(one, {}); }), HasSubstr("no record has the event"));
  EXPECT_THAT(refusal_of([&] { (void)fit_cox({}, {}); }), HasSubstr("no records"));
}

}  // namespace
}  // namespace runout::regime::survival
