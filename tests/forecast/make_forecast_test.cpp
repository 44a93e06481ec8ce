#include <cmath>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/book_text.h"
#include "forecast/monday.h"
#include "runout/base/error.h"
#include "runout/base/random.h"
#include "runout/forecast/forecast.h"

namespace runout::forecast {
namespace {

using book::File;

/// Licences A1..An, each for the only consignment of a component P1..Pn of which `cover` days are
/// in stock; one unit a day, every day; transit one day.
book::Snapshot licence_book(int licences, int cover) {
  BookText text = small_book();
  text[File::items] = "item,unit,control_status\nCAR,pcs,free\n";
  text[File::lines] =
      "line,item,site,units_per_day,calendar,contribution_per_unit,currency,stop_cost_per_day\n"
      "L,CAR,PLANT,1,every-day,3,EUR,100\n";
  text[File::bom] = "parent,component,quantity_per\n";
  text[File::lanes] = "lane,origin,destination,transit_typical\nWAY,SUP,PLANT,1\n";
  text[File::stock] = "item,site,on_hand\n";
  text[File::applications] = "application,authority\n";
  text[File::events] = "subject,happened_on,event\n";
  text[File::orders] = "order,item,supplier_site,destination_site,quantity,application\n";
  for (int i = 1; i <= licences; ++i) {
    const std::string n = std::to_string(i);
    text[File::items] += "P" + n + ",pcs,free\n";
    text[File::bom] += "CAR,P" + n + ",1\n";
    text[File::stock] += "P" + n + ",PLANT," + std::to_string(cover) + "\n";
    text[File::applications] += "A" + n + ",MOFCOM\n";
    text[File::events] += "A" + n + ",2025-05-12,filed\n";
    text[File::orders] += "O" + n + ",P" + n + ",SUP,PLANT,10000,A" + n + "\n";
  }
  return snapshot_of(text, kMonday);
}

/// Decisions after ceil(delay) days, one delay a replication and licence.
template <typename Delay>
ForecastRequest request_with(int licences, std::size_t replications, Day horizon,
                             const Delay& delay) {
  ForecastRequest request;
  request.horizon = horizon;
  request.replications = replications;
  request.decisions_are_given = true;
  for (std::size_t replication = 1; replication <= replications; ++replication) {
    for (int i = 1; i <= licences; ++i) {
      RandomStream stream{7, static_cast<std::uint32_t>(replication), "licence" + std::to_string(i),
                          Purpose::test};
      request.given.push_back({"A" + std::to_string(i),
                               kMonday + Days{static_cast<int>(std::ceil(delay(stream)))},
                               "granted", replication});
    }
  }
  return request;
}

TEST(MakeForecast, SingleLicenceWithGammaDelayAgreesWithTheClosedForm) {
  // Stock covers 45 days, the delay is Gamma(2, 22.5): P(out) = Sf(45) = 0.406006. A line is down
  // on day j + 1 where the delay in whole days is above j >= 45: the sum of Sf(j).
  constexpr Day kLooked = 365;
  const auto survival = [](double x) { return std::exp(-x / 22.5) * (1.0 + x / 22.5); };
  ASSERT_NEAR(survival(45), 0.406006, 1e-6);
  double down_days = 0.0;
  for (int j = 45; j < kLooked; ++j) down_days += survival(j);

  const auto request = request_with(1, 20'000, kLooked,
                                    [](RandomStream& stream) { return 22.5 * stream.gamma(2.0); });
  const Forecast forecast = make_forecast(licence_book(1, 45), request);
  EXPECT_TRUE(forecast.decisions_given);
  const LineForecast& line = forecast.lines[0];
  const ChanceByDay& out = line.p_runout_within.back();
  EXPECT_NEAR(out.p, survival(45), 4 * *out.standard_error);
  EXPECT_NEAR(line.expected_stop_days.mean, down_days, 4 * *line.expected_stop_days.standard_error);
  EXPECT_EQ(line.expected_lost_units.mean, line.expected_stop_days.mean);
  EXPECT_NEAR(line.expected_loss.mean, 103 * line.expected_stop_days.mean, 1e-6);
  // A licence that comes on the last day leaves its goods in transit when the line stops.
  EXPECT_EQ(line.blame[0].cause, "review");
  double blamed = 0.0;
  for (const Blame& blame : line.blame) {
    EXPECT_EQ(blame.application, "A1");
    EXPECT_EQ(blame.order, "O1");
    blamed += blame.share;
  }
  EXPECT_NEAR(blamed, 1.0, 1e-9);
}

TEST(MakeForecast, LineOfSevenLicencesRunsWhenTheLastIsThere) {
  // Nothing in stock, delays exponential with mean 45: stopped for the longest of seven, whose
  // mean is 45 H_7 = 116.68; in whole days the sum of 1 - F(j)^7.
  constexpr Day kLooked = 600;
  double stopped = 0.0;
  for (int j = 0; j < kLooked; ++j) stopped += 1.0 - std::pow(1.0 - std::exp(-j / 45.0), 7.0);
  EXPECT_NEAR(stopped, 116.678571 + 0.5, 0.01);
  const auto request = request_with(
      7, 3'000, kLooked, [](RandomStream& stream) { return 45.0 * stream.exponential(); });
  const Forecast forecast = make_forecast(licence_book(7, 0), request);
  const LineForecast& line = forecast.lines[0];
  EXPECT_NEAR(line.expected_stop_days.mean, stopped, 4 * *line.expected_stop_days.standard_error);
  double blamed = 0.0;
  std::map<std::string, double> by_order;
  for (const Blame& blame : line.blame) {
    blamed += blame.share;
    by_order[blame.order] += blame.share;
  }
  for (const auto& [order, share] : by_order) {
    EXPECT_NEAR(share, 1.0 / 7.0, 1e-9) << "all seven bind on the first day: " << order;
  }
  EXPECT_NEAR(blamed, 1.0, 1e-9);
}

TEST(MakeForecast, ObeysTheLawsOfProbabilityAndIsTheSameForAnyThreads) {
  ForecastRequest request;
  request.horizon = 120;
  request.replications = 500;
  const book::Snapshot snapshot = licence_book(3, 30);
  const Forecast forecast = make_forecast(snapshot, request);
  EXPECT_FALSE(forecast.decisions_given);
  const LineForecast& line = forecast.lines[0];
  ASSERT_EQ(line.p_runout_within.size(), 120U);
  double before = 0.0;
  for (std::size_t day = 0; day < 120; ++day) {
    EXPECT_GE(line.p_runout_within[day].p, before);
    EXPECT_LE(line.p_stop_within[day].p, line.p_runout_within[day].p);
    before = line.p_runout_within[day].p;
  }
  EXPECT_EQ(line.p_runout_within[29].p, 0.0);
  EXPECT_GT(before, 0.0);
  double blamed = 0.0;
  for (const Blame& blame : line.blame) blamed += blame.share;
  EXPECT_NEAR(blamed, 1.0, 1e-9);
  EXPECT_EQ(line.dates.stock_only, kMonday + Days{31});
  EXPECT_EQ(line.dates.secured, kMonday + Days{31});
  EXPECT_EQ(line.dates.if_granted_today, std::nullopt);
  ASSERT_TRUE(line.projection.has_value());
  EXPECT_EQ(line.projection->p50.size(), 121U);
  EXPECT_EQ(line.projection->p50[0], 30.0);

  request.threads = 3;
  const Forecast again = make_forecast(snapshot, request);
  for (std::size_t day = 0; day < 120; ++day) {
    EXPECT_EQ(again.lines[0].p_runout_within[day].p, line.p_runout_within[day].p);
  }
  EXPECT_EQ(again.lines[0].expected_loss.mean, line.expected_loss.mean);
}

/// 45 in stock, one a day; the decision is dated 10 August, day 41.
Forecast forecast_with(const std::string& outcome) {
  ForecastRequest request;
  request.horizon = 60;
  request.replications = 1;
  request.decisions_are_given = true;
  request.given = {{"A1", parse_date("2025-08-10"), outcome, std::nullopt}};
  return make_forecast(licence_book(1, 45), request);
}

TEST(MakeForecast, AGivenReturnIsFinalAndBlamedAsReturned) {
  const Forecast returned = forecast_with("returned");
  ASSERT_EQ(returned.lines[0].blame.size(), 1U);
  EXPECT_EQ(returned.lines[0].blame[0].cause, "returned");
  EXPECT_EQ(returned.lines[0].blame[0].application, "A1");
  EXPECT_EQ(returned.applications[0].granted_on.p50, std::nullopt);
}

TEST(MakeForecast, OnlyRefusalsCountAsRefused) {
  EXPECT_EQ(forecast_with("refused").applications[0].p_refused, 1.0);
  for (const char* outcome : {"returned", "withdrawn", "lapsed", "superseded", "granted"}) {
    EXPECT_EQ(forecast_with(outcome).applications[0].p_refused, 0.0) << outcome;
  }
  for (const char* outcome : {"refused", "withdrawn", "lapsed", "superseded"}) {
    EXPECT_EQ(forecast_with(outcome).lines[0].blame[0].cause, "refused") << outcome;
  }
}

TEST(MakeForecast, TheNextArrivalIsOneThatCanStillHappen) {
  BookText text = small_book();
  text[File::applications] = "application,authority\nA1,MOFCOM\nA2,MOFCOM\nA3,MOFCOM\n";
  text[File::events] =
      "subject,happened_on,event\nA1,2025-06-12,refused\nA2,2025-06-12,granted\n"
      "A3,2025-06-12,filed\n";
  text[File::licences] = "licence,application,valid_from,valid_to\nX,A2,2025-06-12,2025-07-05\n";
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,application\n"
      "O1,MAG,SUP,PLANT,10,2025-07-01,A1\nO2,MAG,SUP,PLANT,10,2025-07-06,A2\n"
      "O3,MAG,SUP,PLANT,10,2025-07-08,A3\nO4,MAG,SUP,PLANT,10,2025-07-12,none\n";
  ForecastRequest request;
  request.replications = 1;
  request.decisions_are_given = true;
  const auto next_arrival = [&] {
    return make_forecast(snapshot_of(text, kMonday), request).lines[0].components[0].next_arrival;
  };
  EXPECT_EQ(next_arrival(), kMonday + Days{13}) << "O3 waits, but its licence may come";
  text[File::events] += "A3,2025-06-29,withdrawn\n";
  EXPECT_EQ(next_arrival(), kMonday + Days{17});
  text[File::licences] = "licence,application,valid_from,valid_to\nX,A2,2025-06-12,2025-07-06\n";
  EXPECT_EQ(next_arrival(), kMonday + Days{11});
}

TEST(MakeForecast, OneFaultIsWarnedOfOnce) {
  book::Snapshot snapshot = licence_book(1, 10);
  snapshot.records.orders[0].ready_on = kMonday - Days{20};
  snapshot.records.orders[0].applications.clear();
  snapshot.records.orders[0].needs_no_licence = true;
  Diagnostic said{Severity::warning,
                  "ready_long_ago",
                  "orders.csv",
                  snapshot.records.orders[0].line,
                  "ready_on",
                  "'O1' was ready 20 days ago",
                  ""};
  snapshot.warnings = {said};
  said.row += 1;
  snapshot.warnings.push_back(said);
  ForecastRequest request;
  request.replications = 1;
  const Forecast forecast = make_forecast(snapshot, request);
  ASSERT_EQ(forecast.warnings.size(), 2U);
  EXPECT_EQ(forecast.warnings[0], said);
  EXPECT_EQ(forecast.warnings[1].code, "overdue");
}

TEST(MakeForecast, ActByIsTheEarliestNeedByAndOverdueWhenNoDayIsLeft) {
  ForecastRequest request;
  request.horizon = 60;
  request.replications = 10;
  const Forecast forecast = make_forecast(licence_book(2, 30), request);
  // Stock lasts to day 30; a licence in hand on day 30 lets goods go that arrive on day 31.
  EXPECT_EQ(forecast.applications[0].need_by_booked, kMonday + Days{30});
  EXPECT_EQ(forecast.lines[0].act_by, kMonday + Days{30});
  EXPECT_FALSE(forecast.lines[0].overdue);
  EXPECT_EQ(forecast.lines[0].components[0].secured_until, kMonday + Days{30});
  EXPECT_EQ(forecast.lines[0].components[0].next_arrival, kMonday + Days{2});
  const Forecast dry = make_forecast(licence_book(2, 0), request);
  EXPECT_EQ(dry.lines[0].act_by, std::nullopt) << "short tomorrow whatever comes";
}

TEST(MakeForecast, WarnsHowManyApplicationsAreDrawnAsUsual) {
  ForecastRequest request;
  request.horizon = 30;
  request.replications = 5;
  request.decisions_are_given = true;
  request.given = {{"A1", kMonday + Days{3}, "granted", std::nullopt}};
  const Forecast forecast = make_forecast(licence_book(3, 10), request);
  EXPECT_FALSE(forecast.decisions_given);
  ASSERT_FALSE(forecast.warnings.empty());
  EXPECT_EQ(forecast.warnings.back().code, "decisions_drawn");
  EXPECT_THAT(forecast.warnings.back().message, testing::StartsWith("2 applications"));
  request.given = {{"A9", kMonday, "granted", std::nullopt}};
  EXPECT_THROW((void)make_forecast(licence_book(3, 10), request), Error);
}

}  // namespace
}  // namespace runout::forecast

namespace runout::forecast {
namespace {

/// One line whose only supply waits for a decision that is drawn.
BookText waiting_book() {
  BookText text = small_book();
  text[book::File::stock] = "item,site,on_hand\nMAG,PLANT,300\n";
  text[book::File::applications] = "application,authority,holder,customer\nA1,MOFCOM,Sup,Us\n";
  text[book::File::events] = "subject,happened_on,event\nA1,2025-06-02,filed\n";
  text[book::File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application\n"
      "O1,MAG,SUP,PLANT,900,2025-07-02,SEA,A1\n";
  return text;
}

TEST(Precision, EndsWhenEveryChanceIsKnownWellEnough) {
  const book::Snapshot snapshot = snapshot_of(waiting_book(), parse_date("2025-06-30"));
  ForecastRequest request;
  request.horizon = 90;
  request.replications = 100'000;
  request.precision = 0.01;
  const Forecast forecast = make_forecast(snapshot, request);
  EXPECT_TRUE(forecast.is_complete);
  // p (1 - p) / n with p = 1/2: 2,500 at the most, in steps of 1,024.
  EXPECT_LT(forecast.replications, 3500U);
  EXPECT_GT(forecast.replications, 1024U);
  double largest = 0.0;
  for (const ChanceByDay& chance : forecast.lines[0].p_runout_within) {
    largest = std::max(largest, *chance.standard_error);
  }
  EXPECT_LE(largest, 0.01);
  request.replications = forecast.replications;
  request.precision.reset();
  const Forecast same = make_forecast(snapshot, request);
  EXPECT_EQ(same.lines[0].expected_loss.mean, forecast.lines[0].expected_loss.mean);
  EXPECT_EQ(same.lines[0].p_runout_within.back().p, forecast.lines[0].p_runout_within.back().p);
}

TEST(Stopping, KeepsWhatWasDone) {
  const book::Snapshot snapshot = snapshot_of(waiting_book(), parse_date("2025-06-30"));
  ForecastRequest request;
  request.horizon = 90;
  request.replications = 5000;
  request.value_replications = 100;
  std::vector<std::size_t> seen;
  request.progress = [&](const Progress& now) {
    seen.push_back(now.done);
    EXPECT_EQ(now.of, 5000U);
    if (now.done > 0) {
      EXPECT_TRUE(now.error.has_value());
    }
    return now.done < 2000;
  };
  const Forecast stopped = make_forecast(snapshot, request);
  EXPECT_FALSE(stopped.is_complete);
  EXPECT_EQ(stopped.replications, 2048U);
  EXPECT_EQ(seen, (std::vector<std::size_t>{0, 1024, 2048}));
  EXPECT_FALSE(stopped.applications[0].value.has_value());
  request.progress = nullptr;
  request.replications = 2048;
  const Forecast whole = make_forecast(snapshot, request);
  EXPECT_TRUE(whole.is_complete);
  EXPECT_EQ(whole.lines[0].expected_lost_units.mean, stopped.lines[0].expected_lost_units.mean);
  EXPECT_EQ(whole.lines[0].run_out.p50, stopped.lines[0].run_out.p50);
  request.progress = [](const Progress&) { return false; };
  EXPECT_THROW((void)make_forecast(snapshot, request), Error);
}

}  // namespace
}  // namespace runout::forecast

namespace runout::forecast {
namespace {

/// Stock for five days, a hundred more ready on day 2: by sea on day 7, by air on day 3.
BookText two_lanes(const std::string& application) {
  BookText text = small_book();
  text[book::File::stock] = "item,site,on_hand\nMAG,PLANT,50\n";
  text[book::File::lanes] =
      "lane,origin,destination,mode,transit_typical\nSEA,SUP,PLANT,sea,5\nAIR,SUP,PLANT,air,1\n";
  text[book::File::applications] =
      "application,authority,holder,customer,mode\nA1,MOFCOM,Sup,Us,\nA2,MOFCOM,Sup,Us,sea\n";
  text[book::File::events] =
      "subject,happened_on,event\nA1,2025-05-12,filed\nA1,2025-06-12,granted\n"
      "A2,2025-05-12,filed\nA2,2025-06-12,granted\n";
  text[book::File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application\n"
      "O1,MAG,SUP,PLANT,100,2025-07-02,SEA," +
      application + "\n";
  return text;
}

CertainDates dates_of(const std::string& application) {
  ForecastRequest request;
  request.horizon = 60;
  request.replications = 2;
  request.decisions_are_given = true;
  return make_forecast(snapshot_of(two_lanes(application), kMonday), request).lines[0].dates;
}

TEST(AllFly, IsTheSecuredDateByTheFastestLanesThatLicencesAllow) {
  EXPECT_EQ(dates_of("none").secured, kMonday + Days{6});
  EXPECT_EQ(dates_of("none").if_all_fly, kMonday + Days{16});
  EXPECT_EQ(dates_of("A1").if_all_fly, kMonday + Days{16});
  EXPECT_EQ(dates_of("A2").if_all_fly, kMonday + Days{6});  // by sea only
}

}  // namespace
}  // namespace runout::forecast
