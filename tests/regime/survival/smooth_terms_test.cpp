#include "regime/survival/smooth_terms.h"

#include <cmath>

#include <gtest/gtest.h>

#include "regime/survival/oracle_file.h"

namespace runout::regime::survival {
namespace {

TEST(SmoothTerms, OfPermitsAreTheSurfaceAndSmoothingOfMgcv) {
  constexpr double kOptimisersAgree = 1e-3;
  const OracleFile data{"data_surface"};
  const std::vector<SmoothTerm> terms{{data.numbers("b"), 12, 2}, {data.numbers("cal"), 12, 1}};
  const SmoothFit fit = fit_smooth_terms(terms, data.numbers("d"), data.numbers("w"));
  const OracleFile expected{"surface_reml"};
  EXPECT_LT(distance(fit.effective_parameters, expected.numbers("edf")[0]), kOptimisersAgree);
  EXPECT_LT(distance(fit.deviance, expected.numbers("deviance")[0]), kOptimisersAgree);
  EXPECT_LT(distance(-fit.restricted_log_likelihood, expected.numbers("reml")[0]), 1e-6);
  // mgcv divides a penalty by its largest absolute column sum: 1 + 4 + 6 + 4 + 1 and 1 + 2 + 1.
  EXPECT_LT(distance(fit.smoothing[0] * 16.0, expected.numbers("sp_b")[0]), 5e-3);
  EXPECT_LT(distance(fit.smoothing[1] * 4.0, expected.numbers("sp_cal")[0]), 5e-3);
  const OracleFile rates{"surface_fitted"};
  for (std::size_t row = 0; row < rates.rows(); ++row) {
    EXPECT_EQ(data.numbers("b")[row * 20], rates.numbers("b")[row]);
    EXPECT_LT(distance(fit.rate[row * 20], rates.numbers("mu_rate")[row]), kOptimisersAgree);
  }
}

TEST(SmoothTerms, OfAStraightLineAreTheLineAndNothingElse) {
  SmoothTerm line;
  std::vector<double> events;
  for (int day = 0; day <= 60; ++day) {
    line.x.push_back(day);
    events.push_back(std::round(2000.0 * std::exp(-0.02 * day)));
  }
  const std::vector<double> exposure(events.size(), 1.0);
  const SmoothFit fit = fit_smooth_terms(std::vector{line}, events, exposure);
  EXPECT_NEAR(fit.effective_parameters, 2.0, 0.05);
  EXPECT_NEAR(std::log(fit.rate[60] / fit.rate[0]), -1.2, 0.002);
}

}  // namespace
}  // namespace runout::regime::survival
