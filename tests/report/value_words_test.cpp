#include "runout/report/value_words.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_forecast.h"
#include "runout/report/html_report.h"
#include "runout/report/text_values.h"
#include "runout/report/words.h"

namespace runout::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

forecast::LicenceValue worth(const char* currency, double mean, double error) {
  forecast::LicenceValue value;
  value.matters = true;
  value.currency = currency;
  value.granted_today = {mean, error};
  value.refused = {3.0 * mean, error};
  value.lines = {{"GYOR-2", currency, value.granted_today, {2.0, 0.1}, {40.0, 1.0}}};
  return value;
}

/// Four worth something in EUR, one in INR, one that is not clear, one of days alone.
forecast::Forecast with_values() {
  forecast::Forecast f = sample_forecast();
  f.value_replications = 256;
  f.applications[0].value = worth("EUR", 100'000.0, 1000.0);
  f.applications[1].value = worth("EUR", 400'000.0, 1000.0);
  f.applications[2].value = worth("EUR", 300'000.0, 1000.0);
  f.applications[3].value = worth("EUR", 200'000.0, 1000.0);
  f.applications[4].value = worth("INR", 5.0, 1.0);
  f.applications[5].value = worth("INR", 9000.0, 6000.0);
  return f;
}

std::vector<std::string> names(const std::vector<const forecast::ApplicationForecast*>& some) {
  std::vector<std::string> all;
  for (const auto* one : some) all.push_back(one->application);
  return all;
}

TEST(PressFirst, NamesTheMostValuableOfEachCurrencyThatAreClear) {
  const forecast::Forecast f = with_values();
  EXPECT_THAT(names(press_first(f, 3)),
              ElementsAre(f.applications[1].application, f.applications[2].application,
                          f.applications[3].application, f.applications[4].application));
  EXPECT_THAT(press_first(sample_forecast(), 3), IsEmpty());
}

TEST(WorthWords, AreDaysOrUnitsWhereThereIsNoMoney) {
  forecast::LicenceValue value;
  value.stop_days = {8.1, 0.2};
  EXPECT_EQ(worth_words(value), "8.1 days of standstill");
  value.stop_days = {};
  value.lost_units = {1200.0, 10.0};
  EXPECT_EQ(worth_words(value), "1,200 units");
  EXPECT_EQ(worth_words(worth("EUR", 7'950'000.0, 100'000.0)), "7,950,000 EUR");
}

TEST(BundleSentences, SayWhatTogetherAndWhatAloneIsWorth) {
  forecast::Forecast f = sample_forecast();
  f.bundles.push_back({"L-1",
                       "EUR",
                       {},
                       {"A", "B"},
                       {90'000.0, 100.0},
                       0.96,
                       {{0.0, 0.0}, {0.0, 0.0}},
                       {45'000.0, 45'000.0}});
  f.bundles.push_back({"L-2", "", {}, {"C"}, {40.0, 0.1}, 0.7, {{40.0, 0.1}}, {40.0}});
  EXPECT_THAT(bundle_sentences(f),
              ElementsAre("L-1 loses 96 % less (90,000 EUR) only if A and B are all granted today; "
                          "the best of them alone (A) saves nothing.",
                          "L-2 loses 70 % less (40 units) if C is granted today."));
}

TEST(FlySentence, NamesTheLinesThatGain) {
  forecast::Forecast f = sample_forecast();
  EXPECT_EQ(fly_sentence(f), "");
  ASSERT_TRUE(f.lines[0].dates.secured && f.lines[1].dates.secured);
  f.lines[0].dates.if_all_fly = *f.lines[0].dates.secured + Days{9};
  f.lines[1].dates.if_all_fly = std::nullopt;
  const auto day = [&](int i) {
    return day_words(*f.lines[static_cast<std::size_t>(i)].dates.secured, f.as_of);
  };
  EXPECT_EQ(fly_sentence(f),
            "By the fastest lanes on file what is secured lasts longer: " + f.lines[0].line +
                " until " + day_words(*f.lines[0].dates.if_all_fly, f.as_of) + " (" + day(0) +
                ") and " + f.lines[1].line + " until beyond the horizon (" + day(1) + ").");
}

TEST(Values, StandInTheTextAndInTheReport) {
  const forecast::Forecast f = with_values();
  std::ostringstream out;
  print_values(out, f, {.width = 100, .utf8 = true, .colour = Colour::none});
  EXPECT_THAT(out.str(), HasSubstr("saves if granted today"));
  EXPECT_THAT(out.str(), HasSubstr("400,000 EUR"));
  EXPECT_THAT(out.str(), Not(HasSubstr("paperwork today")));  // all are filed
  EXPECT_THAT(html_report(f), HasSubstr("Press for these first"));
  EXPECT_THAT(html_report(sample_forecast()), Not(HasSubstr("Press for these first")));
}

}  // namespace
}  // namespace runout::report
