// Values against full runs with the decision changed, and what licences are worth together.
#include "runout/forecast/values/licence_values.h"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/book_text.h"
#include "forecast/monday.h"
#include "runout/forecast/decision_source.h"
#include "runout/forecast/describe.h"
#include "runout/forecast/given_decisions.h"

namespace runout::forecast {
namespace {

using book::File;
using testing::ElementsAre;

constexpr Day kHorizon = 40;

/// CAR needs MAG and ROD, each in one consignment that waits for a licence of its own; stock for
/// four days. A unit is worth 100, a day of standstill 1,000.
BookText two_licences() {
  BookText text = small_book();
  text[File::items] = "item,unit,control_status\nCAR,pcs,free\nMAG,pcs,free\nROD,pcs,free\n";
  text[File::bom] = "parent,component,quantity_per\nCAR,MAG,1\nCAR,ROD,1\n";
  text[File::lines] =
      "line,item,site,units_per_day,calendar,contribution_per_unit,stop_cost_per_day,currency\n"
      "L,CAR,PLANT,10,every-day,100,1000,EUR\n";
  text[File::stock] = "item,site,on_hand\nMAG,PLANT,40\nROD,PLANT,40\n";
  text[File::applications] =
      "application,authority,holder,customer\nA1,MOFCOM,Sup,Us\nA2,MOFCOM,Sup,Us\n"
      "A3,MOFCOM,Sup,Us\n";
  text[File::events] =
      "subject,happened_on,event\nA1,2025-05-12,filed\nA2,2025-05-12,filed\n"
      "A3,2025-05-12,preparing\n";
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application\n"
      "O1,MAG,SUP,PLANT,400,2025-06-30,SEA,A1\nO2,ROD,SUP,PLANT,400,2025-06-30,SEA,A2\n";
  return text;
}

Forecast forecast_given(const BookText& text, const std::string& decisions,
                        std::size_t replications) {
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  ForecastRequest request;
  request.horizon = kHorizon;
  request.replications = replications;
  request.value_replications = replications;
  request.decisions_are_given = true;
  Diagnostics problems;
  request.given = parse_given_decisions("application,decided_on,outcome,replication\n" + decisions,
                                        "given.csv", snapshot.records, replications, problems);
  EXPECT_THAT(problems, testing::IsEmpty());
  return make_forecast(snapshot, request);
}

const LicenceValue& value_of(const Forecast& forecast, const std::string& application) {
  const auto found =
      std::ranges::find(forecast.applications, application, &ApplicationForecast::application);
  EXPECT_TRUE(found != forecast.applications.end() && found->value);
  return *found->value;
}

TEST(LicenceValues, TwoThatOnlyHelpTogetherAreWorthNothingAlone) {
  const Forecast forecast = forecast_given(two_licences(), "A1,,,\nA2,,,\nA3,,,\n", 8);
  // Runs on days 1 to 4; from day 5 on stands still for 36 days: 36 x 1,000 + 360 x 100.
  EXPECT_DOUBLE_EQ(forecast.lines[0].expected_loss.mean, 72'000.0);
  EXPECT_DOUBLE_EQ(value_of(forecast, "A1").granted_today.mean, 0.0);
  EXPECT_DOUBLE_EQ(value_of(forecast, "A2").granted_today.mean, 0.0);
  EXPECT_DOUBLE_EQ(value_of(forecast, "A1").refused.mean, 0.0);
  // Together the goods leave on day 1 and come on day 6: day 5 is lost.
  ASSERT_EQ(forecast.bundles.size(), 1U);
  const Bundle& bundle = forecast.bundles[0];
  EXPECT_EQ(bundle.line, "L");
  EXPECT_THAT(bundle.applications, testing::UnorderedElementsAre("A1", "A2"));
  EXPECT_DOUBLE_EQ(bundle.avoided.mean, 70'000.0);
  EXPECT_THAT(bundle.shares, ElementsAre(35'000.0, 35'000.0));
  EXPECT_DOUBLE_EQ(bundle.alone[0].mean, 0.0);
}

TEST(LicenceValues, OneThatIsMissingIsWorthTheLine) {
  const Forecast forecast =
      forecast_given(two_licences(), "A1,2025-07-01,granted,\nA2,2025-07-20,granted,\nA3,,,\n", 8);
  const LicenceValue& rods = value_of(forecast, "A2");
  // In hand on day 20 the rods come on day 25: the days 5 to 24 are lost. Today: day 5 alone.
  EXPECT_DOUBLE_EQ(forecast.lines[0].expected_loss.mean, 20 * 2000.0);
  EXPECT_DOUBLE_EQ(rods.granted_today.mean, 19 * 2000.0);
  EXPECT_DOUBLE_EQ(rods.stop_days.mean, 19.0);
  EXPECT_DOUBLE_EQ(rods.lost_units.mean, 190.0);
  EXPECT_EQ(rods.currency, "EUR");
  EXPECT_DOUBLE_EQ(rods.refused.mean, 36 * 2000.0 - 20 * 2000.0);
  ASSERT_EQ(rods.granted_by.size(), 3U);   // 60 days lie beyond the horizon.
  EXPECT_EQ(rods.granted_by[0].first, 7);  // on day 12
  EXPECT_DOUBLE_EQ(rods.granted_by[0].second.mean, (20 - 7) * 2000.0);
  EXPECT_DOUBLE_EQ(rods.granted_by[2].second.mean, 0.0);
  EXPECT_FALSE(rods.paperwork_today.has_value());
  ASSERT_EQ(rods.lines.size(), 1U);
  EXPECT_EQ(rods.lines[0].line, "L");
  EXPECT_FALSE(value_of(forecast, "A3").matters);
}

TEST(LicenceValues, AreTheDifferenceOfTwoFullRuns) {
  std::string drawn;
  std::string changed;
  for (int r = 1; r <= 20; ++r) {
    const std::string day = "2025-07-" + std::to_string(10 + r % 15);
    const std::string other = "2025-07-" + std::to_string(10 + r * 7 % 15);
    drawn += "A1," + day + "," + (r % 4 == 0 ? "refused," : "granted,") + std::to_string(r) + "\n";
    for (std::string* text : {&drawn, &changed}) {
      *text += "A2," + other + ",granted," + std::to_string(r) + "\n";
    }
  }
  const Forecast base = forecast_given(two_licences(), drawn + "A3,,,\n", 20);
  const Forecast granted =
      forecast_given(two_licences(), changed + "A1,2025-06-30,granted,\nA3,,,\n", 20);
  const Forecast refused = forecast_given(two_licences(), changed + "A1,,refused,\nA3,,,\n", 20);
  const LicenceValue& value = value_of(base, "A1");
  const double loss = base.lines[0].expected_loss.mean;
  EXPECT_NEAR(value.granted_today.mean, loss - granted.lines[0].expected_loss.mean, 1e-9 * loss);
  EXPECT_NEAR(value.refused.mean, refused.lines[0].expected_loss.mean - loss, 1e-9 * loss);
  EXPECT_GT(value.granted_today.mean, 0.0);
  ASSERT_TRUE(value.granted_today.standard_error.has_value());
}

TEST(LicenceValues, AreLeftOutWhereNobodyAsks) {
  const book::Snapshot snapshot = snapshot_of(two_licences(), kMonday);
  ForecastRequest request;
  request.horizon = kHorizon;
  request.replications = 10;
  request.decisions_are_given = true;
  const Forecast forecast = make_forecast(snapshot, request);
  EXPECT_FALSE(forecast.applications[0].value.has_value());
  EXPECT_TRUE(forecast.bundles.empty());
  EXPECT_EQ(forecast.value_replications, 0U);
}

TEST(LicenceValues, OfPaperworkThatIsDoneToday) {
  const book::Snapshot snapshot = snapshot_of(two_licences(), kMonday);
  const BuiltNetwork built = build_network(snapshot, {kHorizon, UnknownItems::free});
  Diagnostics warnings;
  const auto rates = find_loss_rates(snapshot, built, warnings);
  // A1 is filed on day 12 and granted on day 20, A2 is granted today.
  DrawsWriter writer{1, 3};
  writer.append({{{0, Stage::preparing}, {12, Stage::review}, {20, Stage::in_hand}},
                 FinalOutcome::granted,
                 20});
  writer.append(decide_on(Stage::review, 1, FinalOutcome::granted));
  writer.append(decide_on(Stage::review, kNever, FinalOutcome::pending));
  const Draws draws = writer.finish();
  Futures futures{built, rates, draws, 1, {}};
  const Supposition done{0, Supposition::Kind::paperwork_done, 0};
  const Sufferings with = futures.suppose({&done, 1}, {1});
  EXPECT_EQ(futures.base()[0].stop_days, 20);                 // comes on day 25, lost from day 5 on
  EXPECT_EQ(with[0].stop_days, 8);                            // in hand on day 8
  EXPECT_EQ(futures.draws().in_hand_day, draws.in_hand_day);  // Nothing is left of it.
  EXPECT_EQ(futures.draws().final_day, draws.final_day);
  EXPECT_EQ(futures.draws().outcome, draws.outcome);
}

}  // namespace
}  // namespace runout::forecast
