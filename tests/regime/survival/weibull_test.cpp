#include "runout/regime/survival/weibull.h"

#include <array>
#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "regime/survival/oracle_file.h"
#include "regime/survival/refusal.h"

namespace runout::regime::survival {
namespace {

using testing::HasSubstr;
using Names = std::vector<std::string>;

void expect_oracle(const WeibullFit& fit, const std::string& name) {
  // R stops climbing where the likelihood changes by 1e-9: its digits end before ours.
  constexpr double kNear = 1e-6;
  const OracleFile expected{name};
  const auto coefficients = expected.numbers("coef");
  EXPECT_LT(distance(fit.intercept, coefficients[0]), kNear);
  EXPECT_LT(distance(fit.coefficients[0], coefficients[1]), kNear);
  EXPECT_LT(distance(fit.coefficients[1], coefficients[2]), kNear);
  EXPECT_LT(distance(fit.log_scale, coefficients[3]), kNear);
  EXPECT_LT(distance(fit.log_likelihood, expected.numbers("loglik")[0]), kNear);
}

std::vector<TimeWindow> lung_windows() {
  const OracleFile data{"data_lung"};
  std::vector<TimeWindow> windows;
  for (const Observation& o : observations_of(data, "", "time", "status")) {
    windows.push_back({o.exit, o.cause == 0 ? std::nullopt : std::optional{o.exit}});
  }
  return windows;
}

TEST(Weibull, OfLungIsTheOneOfR) {
  const Names names{"age", "sex"};
  const auto values = OracleFile{"data_lung"}.matrix(names);
  expect_oracle(fit_weibull(lung_windows(), {values, names}), "weibull_lung");
}

TEST(Weibull, OfEventsKnownToAMonthIsTheOneOfR) {
  const OracleFile data{"data_lung_interval"};
  const Names names{"age", "sex"};
  const auto values = data.matrix(names);
  const auto lower = data.numbers("lo");
  const auto upper = data.numbers("hi");
  std::vector<TimeWindow> windows;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    windows.push_back({lower[i], std::isnan(upper[i]) ? std::nullopt : std::optional{upper[i]}});
  }
  expect_oracle(fit_weibull(windows, {values, names}), "weibull_lung_interval");
}

TEST(Weibull, OfTwoWindowsIsTheCurveThroughTheirShares) {
  // Three records: one up to 1, one in (1, 4], one later. The survival function that gives each a
  // third goes through 2/3 at 1 and 1/3 at 4, and no other makes them likelier.
  const std::vector<TimeWindow> windows{{0.0, 1.0}, {1.0, 4.0}, {4.0, std::nullopt}};
  const WeibullFit fit = fit_weibull(windows, {});
  EXPECT_NEAR(survival_at(fit, {}, 1.0), 2.0 / 3.0, 1e-9);
  EXPECT_NEAR(survival_at(fit, {}, 4.0), 1.0 / 3.0, 1e-9);
  EXPECT_NEAR(fit.log_likelihood, -3.0 * std::log(3.0), 1e-9);
}

TEST(Weibull, TakesNarrowWindowsForExactDays) {
  const Names names{"age", "sex"};
  const auto values = OracleFile{"data_lung"}.matrix(names);
  std::vector<TimeWindow> windows = lung_windows();
  const WeibullFit exact = fit_weibull(windows, {values, names});
  for (TimeWindow& window : windows) {
    if (!window.upper) continue;
    window.lower -= 0.01;
    *window.upper += 0.01;
  }
  const WeibullFit narrow = fit_weibull(windows, {values, names});
  EXPECT_NEAR(narrow.intercept, exact.intercept, 1e-5);
  for (std::size_t i = 0; i < exact.standard_errors.size(); ++i) {
    EXPECT_LT(distance(narrow.standard_errors[i], exact.standard_errors[i]), 1e-4);
  }
}

TEST(Weibull, ScalesWithItsUnits) {
  const Names names{"age", "sex"};
  auto values = OracleFile{"data_lung"}.matrix(names);
  std::vector<TimeWindow> windows = lung_windows();
  const WeibullFit days = fit_weibull(windows, {values, names});
  for (TimeWindow& window : windows) {
    window.lower *= 24.0;
    if (window.upper) *window.upper *= 24.0;
  }
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] = 12.0 * values[i] + 5000.0;
  const WeibullFit hours = fit_weibull(windows, {values, names});
  EXPECT_NEAR(hours.coefficients[0] * 12.0, days.coefficients[0], 1e-10);
  EXPECT_NEAR(hours.log_scale, days.log_scale, 1e-10);
  EXPECT_NEAR(hours.intercept,
              days.intercept + std::log(24.0) - 5000.0 / 12.0 * days.coefficients[0], 1e-8);
}

TEST(Weibull, HasTheStandardErrorsOfR) {
  // sqrt(diag(vcov(survreg(Surv(time, status) ~ age + sex, lung)))) of survival 3.5.3.
  const std::array expected{0.48136695285689, 0.00695747226495, 0.12747684050264, 0.06188327212402};
  const Names names{"age", "sex"};
  const auto values = OracleFile{"data_lung"}.matrix(names);
  const WeibullFit fit = fit_weibull(lung_windows(), {values, names});
  ASSERT_EQ(fit.standard_errors.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_LT(distance(fit.standard_errors[i], expected[i]), 1e-6) << i;
  }
}

TEST(Weibull, RefusesTimesThatDetermineNothing) {
  const auto message = [](const std::vector<TimeWindow>& windows) {
    return refusal_of([&] { (void)fit_weibull(windows, {}); });
  };
  EXPECT_THAT(message({}), HasSubstr("no records"));
  EXPECT_THAT(message({{3.0, std::nullopt}, {4.0, std::nullopt}}), HasSubstr("no record has"));
  EXPECT_THAT(message({{3.0, 3.0}}), HasSubstr("every record may have had its event on day 3"));
  EXPECT_THAT(message({{3.0, 2.0}}), HasSubstr("record 1: from 3 to 2 is no window"));
  EXPECT_THAT(message({{0.0, 0.0}}), HasSubstr("is no window of positive days"));
  EXPECT_THAT(message({{std::numeric_limits<double>::quiet_NaN(), 2.0}}), HasSubstr("from nan"));
}

TEST(Weibull, NamesTheColumnThatTellsEventsFromTheOthers) {
  const std::vector<TimeWindow> windows{
      {1.0, 1.0}, {3.0, 3.0}, {2.0, 2.0}, {4.0, std::nullopt}, {2.0, std::nullopt}};
  const std::array values{1.0, 1.0, 1.0, 0.0, 0.0};
  const Names names{"urgent"};
  EXPECT_THAT(refusal_of([&] { (void)fit_weibull(windows, {values, names}); }),
              HasSubstr("column 'urgent' has no finite estimate"));
}

}  // namespace
}  // namespace runout::regime::survival
