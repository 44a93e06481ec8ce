#include "runout/report/fuse_headline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "report/sample_forecast.h"

namespace runout::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// The sample with only the named lines.
forecast::Forecast only(const std::vector<std::string>& names) {
  forecast::Forecast forecast = sample_forecast();
  std::erase_if(forecast.lines, [&](const forecast::LineForecast& line) {
    return std::ranges::find(names, line.line) == names.end();
  });
  return forecast;
}

TEST(Headline, SaysWhatStopsFirstUnlessWhatIsInHandByWhen) {
  const Headline headline = write_headline(only({"GYOR-2", "REGEN-1"}));
  EXPECT_EQ(headline.lead,
            "GYOR-2 runs short Thu 17 Jul unless A-031 (review, attempt 1, day 31 of 45) is in "
            "hand by Fri 4 Jul.");
  EXPECT_EQ(headline.chance,
            "Chance that it is not: 40 % (mostly prior: 12 decisions seen). Decide by Wed 2 Jul "
            "whether it takes a faster lane than the one that is booked.");
  EXPECT_THAT(headline.more, IsEmpty());
}

TEST(Headline, SaysThatTheDayHasPassedAndWhatCanStillBeHelped) {
  const Headline headline = write_headline(sample_forecast());
  EXPECT_EQ(headline.lead,
            "PUNE-1 runs short Tue 8 Jul: A-044 (query open, day 40 of 45, paused 6) would have "
            "to be in hand already.");
  EXPECT_EQ(headline.chance,
            "Chance of running short within 30 days: 90 % (mostly prior: 12 decisions seen).");
  EXPECT_THAT(headline.more,
              ElementsAre("OHIO-3 is down since 24 Jun, restarts 21 Jul (9 Jul - never).",
                          StartsWith("Next to decide: GYOR-2 runs short Thu 17 Jul unless")));
}

TEST(Headline, NamesTheItemWhenNoLicenceWouldHelp) {
  const Headline headline = write_headline(only({"PUNE-2"}));
  EXPECT_EQ(headline.lead,
            "PUNE-2 runs short Thu 7 Aug, whatever is granted: RING-FERRITE no "
            "order.");
  EXPECT_THAT(headline.chance, StartsWith("Chance of running short within 120 days: 95 %"));
}

TEST(Headline, LeadsWithALineThatIsDownWhenThereIsNoOther) {
  const Headline headline = write_headline(only({"OHIO-3"}));
  EXPECT_EQ(headline.lead, "OHIO-3 is down since 24 Jun, restarts 21 Jul (9 Jul - never).");
  EXPECT_THAT(headline.more, IsEmpty());
  const Headline with_safe = write_headline(only({"OHIO-3", "GYOR-1"}));
  EXPECT_THAT(with_safe.lead, StartsWith("No other line runs short within 120 days"));
  EXPECT_THAT(with_safe.more, ElementsAre(StartsWith("OHIO-3 is down")));
}

TEST(Headline, SumsUpSeveralLinesThatAreDown) {
  forecast::Forecast forecast = only({"OHIO-3", "GYOR-1"});
  forecast.lines.push_back(forecast.lines[1]);
  forecast.lines[2].line = "OHIO-4";
  forecast.lines[2].restart = {};
  EXPECT_THAT(write_headline(forecast).more,
              ElementsAre("2 lines are down: OHIO-3 (restarts 21 Jul) and OHIO-4 (restart open)."));
}

TEST(Headline, SaysThatNothingIsLikelyAndWhatCouldBeFirst) {
  forecast::Forecast forecast = only({"GYOR-2", "GYOR-1"});
  for (forecast::LineForecast& line : forecast.lines) {
    for (forecast::ChanceByDay& chance : line.p_runout_within) chance.p /= 20.0;
  }
  EXPECT_THAT(write_headline(forecast).lead,
              StartsWith("No line is likely to run short within 120 days (to Tue 28 Oct). The "
                         "first could be this: GYOR-2 runs short Thu 17 Jul unless A-031"));
}

TEST(Headline, IsNeverEmptyAndNeverFailsOnWhatIsMissing) {
  EXPECT_THAT(write_headline(forecast::Forecast{}).lead, HasSubstr("no lines"));
  EXPECT_FALSE(write_headline(sample_of_nulls()).lead.empty());
  forecast::Forecast forecast = only({"GYOR-2"});
  forecast.applications.clear();  // the book knows the code, the forecast nothing of it
  EXPECT_EQ(write_headline(forecast).lead,
            "GYOR-2 runs short Thu 17 Jul unless A-031 is in hand by Fri 4 Jul.");
  forecast.lines[0].dates = {};
  forecast.lines[0].run_out = {};
  EXPECT_THAT(write_headline(forecast).lead,
              StartsWith("GYOR-2 runs short within 120 days in some futures unless A-031"));
}

TEST(ChanceNotInHand, ReadsTheCurveOnADayThatIsNotTheNeedBy) {
  const forecast::Forecast forecast = sample_forecast();
  const forecast::ApplicationForecast& application = forecast.applications.front();
  EXPECT_NEAR(*chance_not_in_hand(forecast, application, parse_date("2025-07-04")), 1 - 0.5983,
              1e-12);
  EXPECT_DOUBLE_EQ(*chance_not_in_hand(forecast, application, parse_date("2025-07-10")),
                   1 - application.p_granted_within[9].p);
  EXPECT_DOUBLE_EQ(*chance_not_in_hand(forecast, application, forecast.as_of), 1.0);
}

}  // namespace
}  // namespace runout::report
