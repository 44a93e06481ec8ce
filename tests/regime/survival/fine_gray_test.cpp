#include "runout/regime/survival/fine_gray.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "regime/survival/oracle_file.h"
#include "regime/survival/refusal.h"
#include "runout/regime/survival/aalen_johansen.h"
#include "runout/regime/survival/cox.h"

namespace runout::regime::survival {
namespace {

using testing::HasSubstr;
using Names = std::vector<std::string>;

TEST(FineGray, OfMgus2IsTheOneOfR) {
  const OracleFile data{"data_mgus2"};
  const Names names{"age", "sexm"};
  const auto values = data.matrix(names);
  const FineGrayFit fit =
      fit_fine_gray(observations_of(data, "", "etime", "ev"), {values, names}, 1);
  const OracleFile expected{"fine_gray_mgus2"};
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_LT(distance(fit.coefficients[i], expected.numbers("coef")[i]), 1e-7);
    EXPECT_LT(distance(fit.standard_errors[i], expected.numbers("se")[i]), 1e-7);
  }
}

TEST(FineGray, WithoutCensoringIsCoxWithTheOthersAtRiskForEver) {
  // Then all weights are 1: the other outcomes are as good as censored at the end.
  const OracleFile data{"data_mgus2"};
  const Names names{"age", "sexm"};
  const auto all_values = data.matrix(names);
  std::vector<Observation> decided;
  std::vector<Observation> for_ever;
  std::vector<double> values;
  const auto all = observations_of(data, "", "etime", "ev");
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].cause == 0) continue;
    decided.push_back(all[i]);
    for_ever.push_back(all[i].cause == 1 ? all[i] : Observation{0.0, 1e4, 0});
    values.insert(values.end(), all_values.begin() + static_cast<std::ptrdiff_t>(2 * i),
                  all_values.begin() + static_cast<std::ptrdiff_t>(2 * i + 2));
  }
  const FineGrayFit fit = fit_fine_gray(decided, {values, names}, 1);
  const CoxFit cox = fit_cox(for_ever, {values, names}, Ties::breslow);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(fit.coefficients[i], cox.coefficients[i], 1e-9);
  EXPECT_NEAR(fit.log_likelihood, cox.log_likelihood, 1e-7);
  EXPECT_LT(distance(fit.cumulative_hazard.back(), cox.cumulative_hazard.back()), 1e-9);
}

TEST(FineGray, WithoutCovariatesHasTheIncidenceOfAalenAndJohansen) {
  // The hazard of the subdistribution is dF / (1 - F(t-)): a product of 1 - that is 1 - F. Both
  // weigh the others by Kaplan-Meier of censoring, which is exact as long as no day has both
  // censorings and events; the data's days are spread for it.
  auto records = observations_of(OracleFile{"data_mgus2"}, "", "etime", "ev");
  for (Observation& record : records) record.exit += record.cause == 0 ? 0.5 : 0.0;
  const FineGrayFit fit = fit_fine_gray(records, {}, 1);
  const OutcomeCurves curves = estimate_outcomes(records, 2);
  double left = 1.0;
  double before = 0.0;
  for (std::size_t step = 0; step < fit.time.size(); ++step) {
    left *= 1.0 - (fit.cumulative_hazard[step] - before);
    before = fit.cumulative_hazard[step];
    EXPECT_NEAR(1.0 - left, evaluate(curves, fit.time[step]).incidence[0], 1e-12);
  }
}

TEST(FineGray, DoesNotDependOnTheOrderOfRecordsOrUnits) {
  const OracleFile data{"data_mgus2"};
  const Names names{"age", "sexm"};
  auto values = data.matrix({"sexm", "age"});
  auto records = observations_of(data, "", "etime", "ev");
  const auto plain_values = data.matrix(names);
  const FineGrayFit plain = fit_fine_gray(records, {plain_values, names}, 2);
  std::ranges::reverse(records);
  std::ranges::reverse(values);  // of rows and, within them, of columns
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] = 365.25 * values[i] - 1e5;
  const FineGrayFit other = fit_fine_gray(records, {values, names}, 2);
  EXPECT_LT(distance(other.coefficients[0] * 365.25, plain.coefficients[0]), 1e-9);
  EXPECT_LT(distance(other.standard_errors[0] * 365.25, plain.standard_errors[0]), 1e-9);
  EXPECT_LT(distance(other.coefficients[1], plain.coefficients[1]), 1e-9);
}

TEST(FineGray, RefusesWhatHasNoFit) {
  const std::vector<Observation> late{{1, 2, 1}, {0, 3, 2}};
  const std::vector<Observation> other{{0, 2, 2}, {0, 3, 2}};
  const std::vector<Observation> told{{0, 1, 1}, {0, 2, 1}, {0, 3, 2}, {0, 4, 0}};
  const std::array values{1.0, 1.0, 0.0, 0.0};
  const Names names{"urgent"};
  EXPECT_THAT(refusal_of([&] { (void)fit_fine_gray(late, {}, 1); }),
              HasSubstr("record 1: enters at 1"));
  EXPECT_THAT(refusal_of([&] { (void)fit_fine_gray(other, {}, 1); }),
              HasSubstr("no record has an event of cause 1"));
  EXPECT_THAT(refusal_of([&] { (void)fit_fine_gray({}, {}, 1); }), HasSubstr("no records"));
  EXPECT_THAT(refusal_of([&] { (void)fit_fine_gray(told, {values, names}, 1); }),
              HasSubstr("column 'urgent' has no finite estimate"));
}

}  // namespace
}  // namespace runout::regime::survival
