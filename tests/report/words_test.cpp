#include "runout/report/words.h"

#include <gtest/gtest.h>

#include <limits>

namespace runout::report {
namespace {

const Date kAsOf = parse_date("2025-06-30");

struct Rounding {
  const char* name;
  double p;
  std::optional<double> standard_error;
  const char* words;
};

void PrintTo(const Rounding& rounding, std::ostream* out) { *out << rounding.name; }

class ChanceWords : public testing::TestWithParam<Rounding> {};

TEST_P(ChanceWords, ShowAChanceAsFarAsTheDataCarryIt) {
  EXPECT_EQ(chance_words(GetParam().p, GetParam().standard_error), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Rounding, ChanceWords,
    testing::Values(Rounding{"None", 0.0, 0.0, "<1 %"}, Rounding{"Tiny", 0.0049, 0.001, "<1 %"},
                    Rounding{"One", 0.0051, 0.001, "1 %"}, Rounding{"Two", 0.024, 0.001, "2 %"},
                    Rounding{"Five", 0.026, 0.001, "5 %"}, Rounding{"Forty", 0.4327, 0.005, "45 %"},
                    Rounding{"FortyBelow", 0.4249, 0.005, "40 %"},
                    Rounding{"CoarseForTwoHundred", 0.4327, 0.035, "40 %"},
                    Rounding{"NeverAllByRounding", 0.974, 0.035, "95 %"},
                    Rounding{"NeverNoneByRounding", 0.03, 0.04, "5 %"},
                    Rounding{"NinetyEight", 0.978, 0.001, "98 %"},
                    Rounding{"NinetyNine", 0.994, 0.001, "99 %"},
                    Rounding{"NearlyAll", 0.9951, 0.001, ">99 %"},
                    Rounding{"All", 1.0, 0.0, ">99 %"},
                    Rounding{"OneReplicationNo", 0.0, std::nullopt, "0 %"},
                    Rounding{"OneReplicationYes", 1.0, std::nullopt, "100 %"},
                    Rounding{"Nonsense", std::numeric_limits<double>::quiet_NaN(), 0.1, "-"},
                    Rounding{"TooMuch", 1.7, 0.0, ">99 %"}),
    [](const auto& rounding) { return std::string{rounding.param.name}; });

TEST(ChanceBy, IsTheLastOneOnOrBeforeTheDay) {
  const std::vector<forecast::ChanceByDay> chances{{1, 0.1, {}}, {2, 0.2, {}}, {9, 0.9, {}}};
  EXPECT_EQ(chance_by(chances, 0), nullptr);
  EXPECT_EQ(chance_by(chances, 2)->p, 0.2);
  EXPECT_EQ(chance_by(chances, 8)->p, 0.2);
  EXPECT_EQ(chance_by(chances, 400)->p, 0.9);
  EXPECT_EQ(chance_by({}, 5), nullptr);
}

TEST(DayWords, CarryTheYearWhereItCouldBeMistaken) {
  EXPECT_EQ(day_words(parse_date("2025-07-04"), kAsOf), "4 Jul");
  EXPECT_EQ(weekday_words(parse_date("2025-07-04"), kAsOf), "Fri 4 Jul");
  EXPECT_EQ(day_words(parse_date("2026-04-26"), kAsOf), "26 Apr");
  EXPECT_EQ(day_words(parse_date("2026-04-27"), kAsOf), "27 Apr 2026");
  EXPECT_EQ(day_words(parse_date("2024-06-30"), kAsOf), "30 Jun 2024");
  EXPECT_EQ(day_words(std::nullopt, kAsOf), "-");
}

TEST(NumberWords, SetThousandsApart) {
  EXPECT_EQ(number_words(0), "0");
  EXPECT_EQ(number_words(12.34), "12.3");
  EXPECT_EQ(number_words(999.6), "1,000");
  EXPECT_EQ(number_words(1'234'567.8), "1,234,568");
  EXPECT_EQ(number_words(-12'345), "-12,345");
  EXPECT_EQ(number_words(-0.5), "-0.5");
  EXPECT_EQ(number_words(std::numeric_limits<double>::infinity()), "-");
}

TEST(EstimateWords, KeepTwoDigitsOfTheStandardError) {
  EXPECT_EQ(estimate_words({18'437.25, 92.4}), "18,437");
  EXPECT_EQ(estimate_words({18'437.25, 924.0}), "18,440");
  EXPECT_EQ(estimate_words({18'437.25, std::nullopt}), "18,437");
  EXPECT_EQ(money_words({2'345'678.9, 11'723.0}, "EUR"), "2,346,000 EUR");
  EXPECT_EQ(money_words({0, 0}, ""), "-");
  EXPECT_EQ(money_words({0, 0}, "EUR"), "0 EUR");
}

TEST(StateWords, NameTheStateOnceAndHowFarItIs) {
  forecast::ApplicationForecast application;
  application.state = "preparing";
  application.words = "preparing, day 12";
  EXPECT_EQ(state_words(application), "paperwork, day 12");
  application.state = "accepted";
  application.words = "attempt 2, day 31 of 45, paused 6";
  EXPECT_EQ(state_words(application), "review, attempt 2, day 31 of 45, paused 6");
  application.words = "";
  EXPECT_EQ(state_words(application), "review");
  application.state = "brand_new";
  EXPECT_EQ(state_words(application), "brand_new");
}

TEST(BasisWords, AdmitThatThePriorSpeaks) {
  forecast::Forecast forecast;
  forecast.basis.decisions_seen = 1;
  forecast.basis.prior_share = 0.51;
  EXPECT_EQ(basis_words(forecast), "mostly prior: 1 decision seen");
  forecast.basis.decisions_seen = 1'480;
  forecast.basis.prior_share = 0.5;
  EXPECT_EQ(basis_words(forecast), "1,480 decisions seen");
  forecast.decisions_given = true;
  EXPECT_EQ(basis_words(forecast), "with the decisions given");
}

TEST(IntervalWords, SayLaterForWhatLiesBeyondTheHorizon) {
  forecast::Forecast forecast;
  forecast.as_of = kAsOf;
  forecast.horizon = 90;
  EXPECT_EQ(interval_words({}, forecast), "not within 90 days");
  EXPECT_EQ(interval_words({kAsOf + Days{4}, kAsOf + Days{8}, std::nullopt}, forecast),
            "4 Jul \u2013 8 Jul \u2013 later");
}

TEST(UnknownWords, CountTheOnesOfAKind) {
  forecast::Forecast forecast;
  const auto add = [&](const char* what, const char* message) {
    forecast::Unknown unknown;
    unknown.what = what;
    unknown.message = message;
    forecast.unknown.push_back(unknown);
  };
  add("control_status", "A");
  add("stock", "no stock of B");
  add("control_status", "C");
  add("novelty", "D");
  add("novelty", "E");
  EXPECT_EQ(unknown_words(forecast),
            (std::vector<std::string>{"2 parts without control status", "no stock of B",
                                      "D and 1 like it"}));
}

TEST(ListWords, EndInAndOrInHowManyMore) {
  EXPECT_EQ(list_words({}, 3), "");
  EXPECT_EQ(list_words({"a"}, 3), "a");
  EXPECT_EQ(list_words({"a", "b", "c"}, 3), "a, b and c");
  EXPECT_EQ(list_words({"a", "b", "c", "d"}, 2), "a, b and 2 more");
}

TEST(CauseWords, KeepACauseTheyDoNotKnow) {
  EXPECT_EQ(cause_words("no_order"), "no order");
  EXPECT_EQ(cause_words("strike"), "strike");
}

}  // namespace
}  // namespace runout::report
