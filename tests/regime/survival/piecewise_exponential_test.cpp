#include "runout/regime/survival/piecewise_exponential.h"

#include <array>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "regime/survival/oracle_file.h"
#include "regime/survival/random_records.h"
#include "regime/survival/refusal.h"

namespace runout::regime::survival {
namespace {

using testing::HasSubstr;
using Names = std::vector<std::string>;

constexpr double kRounded = 1e-8;
// R's glm takes its errors from the step before the last.
constexpr double kErrorsExact = 1e-6;
constexpr std::array kLungCuts{60.0, 120.0, 180.0, 270.0, 365.0, 545.0};

void expect_oracle(const PoissonFit& fit, const std::vector<Observation>& records,
                   std::span<const double> cuts, const std::string& model) {
  const OracleFile expected{"pem_poisson"};
  const auto coefficients = expected.where("model", model, "coef");
  const auto errors = expected.where("model", model, "se");
  ASSERT_EQ(fit.coefficients.size(), coefficients.size());
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    EXPECT_LT(distance(fit.coefficients[i], coefficients[i]), kRounded) << model << i;
    EXPECT_LT(distance(fit.standard_errors[i], errors[i]), kErrorsExact) << model << i;
  }
  EXPECT_LT(distance(fit.deviance, expected.where("model", model, "deviance")[0]), kRounded);
  // R counts events of episodes: their exposures are part of its likelihood.
  double of_counts = fit.log_likelihood;
  for (const Episode& episode : split_at(records, cuts)) {
    if (episode.cause != 0) of_counts += std::log(episode.exit - episode.entry);
  }
  EXPECT_LT(distance(of_counts, expected.where("model", model, "loglik")[0]), kRounded);
}

TEST(PiecewiseExponential, OfLungIsTheOneOfR) {
  const OracleFile data{"data_lung"};
  const auto lung = observations_of(data, "", "time", "status");
  const Names names{"age", "sex"};
  const auto values = data.matrix(names);
  expect_oracle(fit_piecewise_exponential(lung, {values, names}, kLungCuts, {}), lung, kLungCuts,
                "pem_lung");
}

TEST(PiecewiseExponential, OfHeartWithDelayedEntryIsTheOneOfR) {
  const OracleFile data{"data_heart"};
  const auto heart = observations_of(data, "start", "stop", "event");
  const Names names{"age", "year", "surgery"};
  const auto values = data.matrix(names);
  const std::array cuts{30.0, 90.0, 180.0, 365.0, 730.0};
  expect_oracle(fit_piecewise_exponential(heart, {values, names}, cuts, {}), heart, cuts,
                "pem_heart_left_truncated");
}

TEST(PiecewiseExponential, SplitsLungAsRDoes) {
  const auto lung = observations_of(OracleFile{"data_lung"}, "", "time", "status");
  const std::vector<Episode> episodes = split_at(lung, kLungCuts);
  const OracleFile expected{"data_lung_lexis"};
  ASSERT_EQ(episodes.size(), expected.rows());
  const auto entry = expected.numbers("tstart");
  const auto exit = expected.numbers("tstop");
  const auto interval = expected.numbers("iv");
  const auto event = expected.numbers("d");
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    EXPECT_EQ(episodes[row].entry, entry[row]);
    EXPECT_EQ(episodes[row].exit, exit[row]);
    EXPECT_EQ(static_cast<double>(episodes[row].interval + 1), interval[row]);
    EXPECT_EQ(episodes[row].cause, static_cast<int>(event[row]));
  }
}

TEST(PiecewiseExponential, WithAPriorHasTheModeOfR) {
  const OracleFile data{"data_lung"};
  const auto lung = observations_of(data, "", "time", "status");
  const Names names{"age_minus_62", "sex"};
  std::vector<double> values = data.matrix({"age", "sex"});
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] -= 62.0;
  const OracleFile scalars{"penalised_scalars"};
  const double walk = scalars.numbers("tau")[0];
  const std::size_t size = kLungCuts.size() + 1 + names.size();
  std::vector<double> precision(size * size, 0.0);
  for (std::size_t i = 0; i < kLungCuts.size(); ++i) {
    precision[i * size + i] += walk;
    precision[(i + 1) * size + i + 1] += walk;
    precision[i * size + i + 1] -= walk;
    precision[(i + 1) * size + i] -= walk;
  }
  for (std::size_t i = size - 2; i < size; ++i) {
    precision[i * size + i] = scalars.numbers("kappa")[0];
  }
  const PoissonFit fit = fit_piecewise_exponential(lung, {values, names}, kLungCuts, precision);
  const OracleFile expected{"penalised_mode"};
  for (std::size_t i = 0; i < size; ++i) {
    EXPECT_LT(distance(fit.coefficients[i], expected.numbers("coef")[i]), kRounded) << i;
    EXPECT_LT(distance(fit.standard_errors[i], expected.numbers("post_sd")[i]), kRounded) << i;
  }
  EXPECT_LT(distance(fit.penalised_log_likelihood, scalars.numbers("penalised_loglik")[0]),
            kRounded);
  EXPECT_LT(distance(fit.log_determinant, scalars.numbers("logdet_hessian")[0]), kRounded);
  EXPECT_LT(distance(fit.effective_parameters, scalars.numbers("edf")[0]), kRounded);
}

TEST(PiecewiseExponential, WithoutCovariatesIsEventsOverExposure) {
  // Up to day 2: 2 events in 2 + 1 + 2 + 1 = 6 days; later 1 in 3 + 1 = 4, one enters on day 1.
  const std::vector<Observation> records{{0, 5, 1}, {0, 1, 1}, {0, 3, 0}, {1, 2, 1}};
  const PoissonFit fit = fit_piecewise_exponential(records, {}, std::array{2.0}, {});
  EXPECT_NEAR(std::exp(fit.coefficients[0]), 2.0 / 6.0, 1e-12);
  EXPECT_NEAR(std::exp(fit.coefficients[1]), 1.0 / 4.0, 1e-12);
  EXPECT_NEAR(fit.standard_errors[0], 1.0 / std::sqrt(2.0), 1e-9);
  EXPECT_NEAR(fit.effective_parameters, 2.0, 1e-12);
}

RC_GTEST_PROP(PiecewiseExponential, DoesNotChangeWhereARecordIsSplitOrMoved, ()) {
  std::vector<Observation> records = random_records(1);
  records.push_back({0.0, 9.0, 1});
  records.push_back({0.0, 19.0, 1});
  records.push_back({0.0, 40.0, 1});
  const std::array cuts{10.0, 20.0};
  const PoissonFit whole = fit_piecewise_exponential(records, {}, cuts, {});
  const PoissonFit parts = fit_piecewise_exponential(split_and_reverse(records), {}, cuts, {});
  for (std::size_t i = 0; i < 3; ++i) {
    RC_ASSERT(std::abs(whole.coefficients[i] - parts.coefficients[i]) < 1e-9);
  }
  RC_ASSERT(std::abs(whole.log_likelihood - parts.log_likelihood) < 1e-9);
}

TEST(PiecewiseExponential, NamesTheIntervalWithoutEventsUnlessAPriorKnowsBetter) {
  const std::vector<Observation> records{{0, 1, 1}, {0, 9, 1}, {0, 9, 0}};
  const std::array cuts{2.0, 4.0};
  const std::array prior{1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0};
  EXPECT_THAT(refusal_of([&] { (void)fit_piecewise_exponential(records, {}, cuts, {}); }),
              HasSubstr("the interval from day 2 to 4 has no finite estimate"));
  EXPECT_EQ(refusal_of([&] { (void)fit_piecewise_exponential(records, {}, cuts, prior); }), "");
}

TEST(PiecewiseExponential, RefusesWhatCannotBeFitted) {
  const std::vector<Observation> waiting{{0, 1, 0}};
  EXPECT_THAT(refusal_of([&] { (void)fit_piecewise_exponential(waiting, {}, {}, {}); }),
              HasSubstr("no event in any row"));
  EXPECT_THAT(refusal_of([&] { (void)split_at(waiting, std::array{2.0, 2.0}); }),
              HasSubstr("cut point 2: 2 is not a number above the one before"));
  EXPECT_THAT(refusal_of([&] { (void)split_at({}, {}); }), HasSubstr("no records"));
}

TEST(PenalisedPoisson, NamesTheRowThatIsNoCount) {
  const std::array design{1.0, 1.0};
  const std::array exposure{1.0, 0.0};
  const std::array events{1.0, -1.0};
  const std::array fine{1.0, 1.0};
  const Names labels{"the level"};
  EXPECT_THAT(refusal_of([&] { (void)fit_poisson({design, events, fine, {}, {}, labels}); }),
              HasSubstr("row 2: -1 events, expected a count"));
  EXPECT_THAT(refusal_of([&] { (void)fit_poisson({design, fine, exposure, {}, {}, labels}); }),
              HasSubstr("row 2: exposure 0, expected more than 0"));
  EXPECT_THAT(refusal_of([&] { (void)fit_poisson({design, fine, fine, design, {}, labels}); }),
              HasSubstr("2 numbers of the precision, expected 1"));
}

}  // namespace
}  // namespace runout::regime::survival
