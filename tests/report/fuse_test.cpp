#include "runout/report/fuse.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "report/sample_forecast.h"
#include "runout/report/text_fuse.h"
#include "runout/report/text_layout.h"

namespace runout::report {
namespace {

std::vector<std::string> names(const Fuse& fuse) {
  std::vector<std::string> codes;
  for (const FuseRow& row : fuse.rows) codes.push_back(row.line->line);
  return codes;
}

TEST(Fuse, IsSortedByActByAndNotByProbability) {
  const forecast::Forecast forecast = sample_forecast();
  EXPECT_EQ(names(make_fuse(forecast)),
            (std::vector<std::string>{"OHIO-3", "PUNE-1", "GYOR-2", "REGEN-1", "DETROIT-4",
                                      "PUNE-2", "GYOR-1", "CHENNAI-1", "TEST-RIG"}));
}

TEST(Fuse, KeepsTheOrderOfTheBookOnTies) {
  forecast::Forecast forecast;
  forecast.as_of = parse_date("2025-06-30");
  forecast.horizon = 60;
  forecast.lines.resize(4);
  for (std::size_t i = 0; i < 4; ++i) {
    forecast.lines[i].line = std::string(1, static_cast<char>('d' - i));
    forecast.lines[i].act_by = forecast.as_of + Days{9};
  }
  forecast.lines[3].act_by = forecast.as_of + Days{8};
  EXPECT_EQ(names(make_fuse(forecast)), (std::vector<std::string>{"a", "d", "c", "b"}));
}

TEST(Fuse, SaysOverdueTodayADateOrNothing) {
  const forecast::Forecast forecast = sample_forecast();
  const Fuse fuse = make_fuse(forecast);
  EXPECT_EQ(fuse.rows[0].act_by, "today");  // down: it is late, but not over
  EXPECT_EQ(fuse.rows[1].act_by, "overdue");
  EXPECT_EQ(fuse.rows[2].act_by, "4 Jul");
  EXPECT_EQ(fuse.rows[5].act_by, "-");
}

TEST(Fuse, GivesADateOnlyWhenItLiesWithinThirtyDays) {
  const forecast::Forecast forecast = sample_forecast();
  const Fuse fuse = make_fuse(forecast);
  EXPECT_EQ(fuse.rows[2].short_on, "17 Jul");
  EXPECT_EQ(fuse.rows[3].short_on, "-");  // 2 August
}

TEST(Fuse, BlamesTheFirstCauseOrNamesWhatComesNext) {
  const forecast::Forecast forecast = sample_forecast();
  const Fuse fuse = make_fuse(forecast);
  EXPECT_EQ(fuse.rows[0].because, "A-052 paperwork");
  EXPECT_EQ(fuse.rows[0].because_more, "end-user certificate");
  EXPECT_EQ(fuse.rows[5].because, "RING-FERRITE no order");
  EXPECT_EQ(fuse.rows[6].because, "next: SENSOR-2, 20 Oct");
  EXPECT_EQ(fuse.rows[7].because, "O-5001 in transit");
  EXPECT_EQ(fuse.rows[8].because, "-");
}

TEST(Fuse, CountsTheStagesOfOneApplicationTogether) {
  forecast::Forecast forecast = sample_forecast();
  forecast::LineForecast& line = forecast.lines[1];
  line.blame = {{"M", "", "", "no_order", 0.4},
                {"M", "O-1", "A-031", "review", 0.35},
                {"M", "O-1", "A-031", "transit", 0.25}};
  EXPECT_EQ(explain_line(forecast, line).what, "A-031 review");
  line.blame = {{"M", "", "", "transit", 1.0, "M@GYOR@SEA"}};
  EXPECT_EQ(explain_line(forecast, line).what, "M in transit");
}

TEST(Fuse, ShowsWholeWeeksAndNothingBeyondTheHorizon) {
  for (const Day horizon : {0, 1, 5, 30, 90, 180, 365}) {
    forecast::Forecast forecast = sample_forecast();
    forecast.horizon = horizon;
    const Fuse fuse = make_fuse(forecast);
    EXPECT_EQ(fuse.window % 4, 0);
    EXPECT_GE(fuse.window, 4);
    EXPECT_LE(fuse.window, std::max<Day>(horizon, 4));
    EXPECT_EQ(fuse.ticks[3], 3 * fuse.window / 4);
  }
}

TEST(FuseRow, BurnsThroughItsFuelsInOrder) {
  FuseRow row;
  row.stock_until = 5;
  row.on_the_way_until = 8;
  row.secured_until = 12;
  row.runs_out_when_secured = true;
  row.p_running = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.01};
  EXPECT_EQ(row.fuel_on(4.9), Fuel::stock);
  EXPECT_EQ(row.fuel_on(5), Fuel::on_the_way);
  EXPECT_EQ(row.fuel_on(8), Fuel::licence_in_hand);
  EXPECT_EQ(row.fuel_on(12), Fuel::pending);
  EXPECT_DOUBLE_EQ(row.hope_on(12.7), 0.5);
  EXPECT_EQ(row.fuel_on(14), Fuel::none);
  EXPECT_EQ(row.fuel_on(400), Fuel::none);
}

TEST(FuseBar, IsExactWhereADayIsAColumn) {
  FuseRow row;
  row.stock_until = 4;
  row.on_the_way_until = 6;
  row.secured_until = 8;
  row.runs_out_when_secured = true;
  row.p_running = std::vector<double>(20, 0.5);
  EXPECT_EQ(draw_bar(row, 16, 16, {100, false, Colour::none}), "####==++|. . . .");
  row.p_running = std::vector<double>(20, 1.0);
  EXPECT_EQ(draw_bar(row, 16, 16, {100, false, Colour::none}), "####==++|.......");
  row.p_running = std::vector<double>(20, 0.0);
  EXPECT_EQ(draw_bar(row, 16, 16, {100, false, Colour::none}), "####==++|");
}

RC_GTEST_PROP(FuseBar, NeverLeavesItsColumnsAndNeverEndsInBlanks, ()) {
  FuseRow row;
  row.stock_until = *rc::gen::inRange(0, 60);
  row.on_the_way_until = row.stock_until + *rc::gen::inRange(0, 60);
  row.secured_until = row.on_the_way_until + *rc::gen::inRange(0, 60);
  row.runs_out_when_secured = *rc::gen::arbitrary<bool>();
  for (const int percent : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 101))) {
    row.p_running.push_back(percent / 100.0);
  }
  const auto columns = static_cast<std::size_t>(*rc::gen::inRange(1, 90));
  const Day window = 4 * *rc::gen::inRange(1, 60);
  const std::string bar = draw_bar(row, window, columns, {100, true, Colour::none});
  RC_ASSERT(text_columns(bar) <= columns);
  RC_ASSERT(!bar.ends_with(' '));
}

}  // namespace
}  // namespace runout::report
