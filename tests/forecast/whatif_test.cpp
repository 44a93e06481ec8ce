// A what-if is the difference of two full runs, exactly; and what it says of bad words.
#include "runout/forecast/whatif/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/book_text.h"
#include "forecast/monday.h"
#include "runout/forecast/given_decisions.h"

namespace runout::forecast {
namespace {

using book::File;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Day kAhead = 60;
constexpr std::size_t kFutures = 60;

/// Two lines with a shared part, two pending licences, two lanes; counts of the as-of day.
BookText shared_book() {
  BookText text = small_book();
  text[File::items] =
      "item,unit,control_status\nCAR,pcs,free\nVAN,pcs,free\nMAG,pcs,free\nROD,pcs,free\n"
      "BOLT,pcs,free\n";
  text[File::sites] =
      "site,country,kind,firm,calendar\nSUP,CN,supplier,Sup,\nOTHER,CN,supplier,Sup,\n"
      "PLANT,DE,plant,Us,\n";
  text[File::bom] = "parent,component,quantity_per\nCAR,MAG,1\nCAR,ROD,1\nVAN,ROD,2\n";
  text[File::lines] =
      "line,item,site,units_per_day,calendar,priority,catch_up_per_day,contribution_per_unit,"
      "stop_cost_per_day,currency\n"
      "L1,CAR,PLANT,10,mon-fri,1,2,100,1000,EUR\nL2,VAN,PLANT,5,every-day,2,0,50,,EUR\n";
  text[File::lanes] =
      "lane,origin,destination,mode,transit_low,transit_typical,transit_high\n"
      "SEA,SUP,PLANT,sea,10,14,20\nAIR,SUP,PLANT,air,2,3,5\nROAD,OTHER,PLANT,road,4,6,9\n";
  text[File::stock] = "item,site,on_hand,counted_on\nMAG,PLANT,100,\nROD,PLANT,300,\n";
  text[File::applications] =
      "application,authority,holder,customer\nA1,MOFCOM,Sup,Us\nA2,MOFCOM,Sup,Us\n"
      "A9,MOFCOM,Sup,Us\n";
  text[File::events] =
      "subject,happened_on,event\nA1,2025-05-12,filed\nA2,2025-05-12,filed\n"
      "A9,2025-05-12,filed\nA9,2025-06-12,granted\n";
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application\n"
      "O1,MAG,SUP,PLANT,250,2025-07-02,SEA,A1\nO2,ROD,SUP,PLANT,400,2025-07-04,SEA,A2\n"
      "O3,ROD,SUP,PLANT,100,2025-07-01,AIR,none\n";
  return text;
}

ForecastRequest request() {
  ForecastRequest request;
  request.horizon = kAhead;
  request.replications = kFutures;
  return request;
}

Changes changes_of(const book::Snapshot& snapshot, const std::vector<std::string>& texts) {
  std::vector<ChangeText> changes;
  for (const std::string& text : texts) changes.push_back({text, "--change", 0});
  Diagnostics problems;
  Changes read = read_changes(changes, snapshot, problems);
  EXPECT_THAT(problems, IsEmpty());
  return read;
}

void expect_same(const Estimate& one, const Estimate& other) {
  EXPECT_DOUBLE_EQ(one.mean, other.mean);
  EXPECT_DOUBLE_EQ(*one.standard_error, *other.standard_error);
}

/// The comparison's two sides are what full runs of the two books say.
void expect_full_runs(const Comparison& comparison, const Forecast& before, const Forecast& after) {
  ASSERT_EQ(comparison.lines.size(), before.lines.size());
  for (std::size_t i = 0; i < before.lines.size(); ++i) {
    const LineComparison& line = comparison.lines[i];
    const auto same = std::ranges::find(after.lines, line.line, &LineForecast::line);
    ASSERT_EQ(line.line, before.lines[i].line);
    expect_same(line.loss.before, before.lines[i].expected_loss);
    expect_same(line.loss.after, same->expected_loss);
    expect_same(line.stop_days.before, before.lines[i].expected_stop_days);
    expect_same(line.stop_days.after, same->expected_stop_days);
    expect_same(line.lost_units.after, same->expected_lost_units);
    EXPECT_EQ(line.run_out_before.p50, before.lines[i].run_out.p50);
    EXPECT_EQ(line.run_out_after.p50, same->run_out.p50);
    EXPECT_NEAR(line.loss.difference.mean,
                same->expected_loss.mean - before.lines[i].expected_loss.mean,
                1e-9 * (1.0 + before.lines[i].expected_loss.mean));
    EXPECT_DOUBLE_EQ(line.p_runout.after.mean, same->p_runout_within.back().p);
  }
}

struct Case {
  const char* name;
  std::vector<std::string> changes;
  std::vector<std::pair<std::string, std::string>> edits;  ///< of the book's text, all files
};

class WhatIf : public testing::TestWithParam<Case> {};

TEST_P(WhatIf, IsTheDifferenceOfTwoFullRuns) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  const Comparison comparison =
      compare_futures(snapshot, changes_of(snapshot, GetParam().changes), request());
  BookText text = shared_book();
  for (const auto& [from, to] : GetParam().edits) {
    std::size_t found = 0;
    for (auto& [file, rows] : text) {
      const std::size_t at = rows.find(from);
      if (at == std::string::npos) continue;
      rows.replace(at, from.size(), to);
      ++found;
    }
    ASSERT_EQ(found, 1U) << from;
  }
  expect_full_runs(comparison, make_forecast(snapshot, request()),
                   make_forecast(snapshot_of(text, kMonday), request()));
}

INSTANTIATE_TEST_SUITE_P(
    Changes, WhatIf,
    testing::Values(
        Case{"Stock", {"stock MAG PLANT 180"}, {{"MAG,PLANT,100", "MAG,PLANT,180"}}},
        Case{"MoreStock", {"stock MAG PLANT +80.5"}, {{"MAG,PLANT,100", "MAG,PLANT,180.5"}}},
        Case{"LessStock", {"stock ROD PLANT -80"}, {{"ROD,PLANT,300", "ROD,PLANT,220"}}},
        Case{"Quantity", {"order O1 quantity 500"}, {{"PLANT,250,", "PLANT,500,"}}},
        Case{"ReadyOn", {"order O1 ready_on 2025-07-20"}, {{"250,2025-07-02", "250,2025-07-20"}}},
        Case{"Lane", {"order O1 lane AIR"}, {{"2025-07-02,SEA", "2025-07-02,AIR"}}},
        Case{"SupplierSite",
             {"order O2 supplier_site OTHER"},
             {{"O2,ROD,SUP,PLANT,400,2025-07-04,SEA", "O2,ROD,OTHER,PLANT,400,2025-07-04,ROAD"}}},
        Case{"Rate", {"line L2 units_per_day 9"}, {{"L2,VAN,PLANT,5,", "L2,VAN,PLANT,9,"}}},
        Case{"Priority", {"line L1 priority 3"}, {{"mon-fri,1,2", "mon-fri,3,2"}}},
        Case{"Together",
             {"order O1 lane AIR", "stock MAG PLANT +80", "line L1 priority 3"},
             {{"2025-07-02,SEA", "2025-07-02,AIR"},
              {"MAG,PLANT,100", "MAG,PLANT,180"},
              {"mon-fri,1,2", "mon-fri,3,2"}}}),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(WhatIfDecision, IsThatOfAFileOfDecisions) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  for (const auto& [change, row] : std::vector<std::pair<std::string, std::string>>{
           {"application A1 granted", "A1,2025-06-30,granted\n"},
           {"application A1 granted 2025-07-25", "A1,2025-07-25,granted\n"},
           {"application A1 refused", "A1,2025-06-30,refused\n"},
           {"application A1 never", "A1,,\n"}}) {
    ForecastRequest given = request();
    Diagnostics problems;
    given.decisions_are_given = true;
    given.given = parse_given_decisions("application,decided_on,outcome\n" + row, "given.csv",
                                        snapshot.records, kFutures, problems);
    ASSERT_THAT(problems, IsEmpty());
    expect_full_runs(compare_futures(snapshot, changes_of(snapshot, {change}), request()),
                     make_forecast(snapshot, request()), make_forecast(snapshot, given));
  }
}

TEST(WhatIfFreeze, IsThatOfAScenario) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  ForecastRequest halted = request();
  halted.scenarios = {
      std::get<regime::Scenario>(regime::read_scenario("halt:2025-07-01..2025-07-20@MOFCOM"))};
  const Changes changes = changes_of(snapshot, {"freeze 2025-07-01..2025-07-20 MOFCOM"});
  expect_full_runs(compare_futures(snapshot, changes, request()),
                   make_forecast(snapshot, request()), make_forecast(snapshot, halted));
}

TEST(WhatIfCone, FollowsOnlyWhatCanChange) {
  BookText text = shared_book();
  text[File::lines] += "L3,BOLT,PLANT,5,every-day,3,0,1,,EUR\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  const Comparison comparison =
      compare_futures(snapshot, changes_of(snapshot, {"application A1 granted"}), request());
  EXPECT_EQ(comparison.lines_followed, 2U);  // L2 shares the rods.
  EXPECT_FALSE(comparison.lines[2].is_changed);
  EXPECT_THAT(comparison.changes, ElementsAre("A1 is granted today"));
}

/// Lines whose part of the network is the same are not simulated again.
TEST(WhatIfCone, KnowsWhatAChangeOfARowCanReach) {
  BookText text = shared_book();
  text[File::lines] += "L3,BOLT,PLANT,5,every-day,3,0,1,,EUR\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  const auto followed = [&](const char* change) {
    return compare_futures(snapshot, changes_of(snapshot, {change}), request()).lines_followed;
  };
  EXPECT_EQ(followed("order O1 quantity 500"), 2U);
  EXPECT_EQ(followed("stock MAG PLANT +80"), 2U);
  EXPECT_EQ(followed("line L3 units_per_day 6"), 0U);  // It needs nothing, and is never short.
  EXPECT_EQ(followed("line L2 units_per_day 9"), 2U);
  EXPECT_EQ(followed("order O1 ready_on 2025-07-20"), 3U);  // It may change who presses for what.
}

TEST(ReadChanges, SaysAllThatIsWrongAndWhatWouldHelp) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  Diagnostics problems;
  (void)read_changes({{"applicaton A1 granted", "--change", 0},
                      {"application A7 granted", "--change", 0},
                      {"application A9 granted", "--change", 0},
                      {"application A1 granted 2025-01-01", "--change", 0},
                      {"application A1 lost", "--change", 0},
                      {"stock MAG PLANT lots", "changes.txt", 3},
                      {"stock MAG", "--change", 0},
                      {"order O1 lane ROAD", "--change", 0},
                      {"order O1 colour red", "--change", 0},
                      {"order O1 quantity 0", "--change", 0},
                      {"line L1 priority 0", "--change", 0},
                      {"freeze 2025-07-20..2025-07-01", "--change", 0},
                      {"", "--change", 0}},
                     snapshot, problems);
  std::vector<std::string> lines;
  for (const Diagnostic& problem : problems) lines.push_back(to_line(problem));
  EXPECT_EQ(lines.size(), 13U);
  EXPECT_EQ(lines[0],
            "--change: 'applicaton A1 granted': 'applicaton' is nothing that can be changed; did "
            "you mean 'application'? write it like: application A-1 granted 2025-07-10");
  EXPECT_EQ(lines[1],
            "--change: 'application A7 granted': the book has no application 'A7'; did "
            "you mean 'A1'?");
  EXPECT_THAT(lines[2], testing::HasSubstr("'A9' is decided already"));
  EXPECT_THAT(lines[5],
              testing::StartsWith("changes.txt:3: 'stock MAG PLANT lots': 'lots' is not"));
  EXPECT_THAT(lines[7], testing::HasSubstr("these do: SEA, AIR"));
}

std::vector<std::string> faults_of(const std::vector<std::string>& texts) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  std::vector<ChangeText> changes;
  for (const std::string& text : texts) changes.push_back({text, "--change", 0});
  Diagnostics problems;
  (void)read_changes(changes, snapshot, problems);
  std::vector<std::string> lines;
  for (const Diagnostic& problem : problems) lines.push_back(problem.message + "; " + problem.help);
  return lines;
}

TEST(ReadChanges, TakesThePastAsItIsAndNeedsBothDaysOfAFreeze) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  const Changes changes = changes_of(snapshot, {"freeze 2025-05-01..2025-07-20 MOFCOM"});
  ASSERT_EQ(changes.scenarios.size(), 1U);
  EXPECT_EQ(changes.scenarios[0].from, kMonday + Days{1});
  EXPECT_THAT(changes.words, ElementsAre("MOFCOM decides nothing from 2025-07-01 to 2025-07-20"));
  EXPECT_THAT(
      faults_of({"freeze 2025-07-01", "freeze 2025-05-01..2025-06-30",
                 "freeze 2025-07-01..2025-07-09@MOFCOM", "freeze 2025-07-01..2025-07-09 X"}),
      ElementsAre(testing::HasSubstr("not two days"), testing::HasSubstr("is over"),
                  testing::HasSubstr("not two days"), testing::HasSubstr("no application")));
}

TEST(ReadChanges, MeansTheSameInAnyOrderAndTakesTheLaterOfTwo) {
  const book::Snapshot snapshot = snapshot_of(shared_book(), kMonday);
  const Changes one = changes_of(snapshot, {"order O1 lane ROAD", "order O1 supplier_site OTHER"});
  EXPECT_EQ(one.snapshot.records.orders[0].lane->index(), 2U);
  const Changes two =
      changes_of(snapshot, {"stock MAG PLANT 5", "application A1 granted", "stock MAG PLANT +7"});
  EXPECT_THAT(two.words, ElementsAre("A1 is granted today", "stock of MAG at PLANT is 7 more"));
  EXPECT_TRUE(two.decisions[0].is_today);
}

TEST(ReadChanges, AsksForALaneWhereThereAreSeveralOrNone) {
  BookText text = shared_book();
  text[File::lanes] += "RAIL,OTHER,PLANT,rail,20,22,25\n";
  text[File::sites] += "FAR,CN,supplier,Sup,\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  Diagnostics problems;
  (void)read_changes({{"order O1 supplier_site OTHER", "--change", 0},
                      {"order O2 supplier_site FAR", "--change", 0}},
                     snapshot, problems);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_THAT(problems[0].message, testing::HasSubstr("several lanes go from 'OTHER' to 'PLANT'"));
  EXPECT_THAT(problems[0].help, testing::HasSubstr("ROAD, RAIL"));
  EXPECT_THAT(problems[1].message, testing::HasSubstr("no lane goes from 'FAR'"));
}

TEST(WhatIfWarnings, TellWhatAChangeCannotDoAndWhatIsNewlyDoubtful) {
  BookText text = shared_book();
  text[File::applications] =
      "application,authority,holder,customer,quantity,unit\nA1,MOFCOM,Sup,Us,250,pcs\n"
      "A2,MOFCOM,Sup,Us,,\nA9,MOFCOM,Sup,Us,,\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  const Comparison comparison = compare_futures(
      snapshot,
      changes_of(snapshot, {"stock MAG PLANT -500", "stock BOLT SUP 5", "order O1 quantity 900"}),
      request());
  std::vector<std::string> codes;
  for (const Diagnostic& one : comparison.warnings) codes.push_back(one.code);
  EXPECT_THAT(codes, ElementsAre("stock_change", "stock_change", "above_application"));
}

TEST(WhatIfDecision, IsInHandTodayAsTheValueOfALicenceTakesIt) {
  BookText text = shared_book();
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application,"
      "days_after_licence\nO1,MAG,SUP,PLANT,250,2025-06-20,AIR,A1,3\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  ForecastRequest valued = request();
  valued.value_replications = kFutures;
  const Forecast forecast = make_forecast(snapshot, valued);
  const Comparison comparison =
      compare_futures(snapshot, changes_of(snapshot, {"application A1 granted"}), request());
  EXPECT_DOUBLE_EQ(forecast.applications[0].value->granted_today.mean,
                   -comparison.totals[0].loss.difference.mean);
}

TEST(ReadChanges, ReadsAFileAndNamesWithBlanks) {
  const auto changes =
      split_changes("# what if\n\nstock 'A B' \"P 1\" 5\r\norder O1 lane AIR", "f");
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].text, "stock 'A B' \"P 1\" 5");
  EXPECT_EQ(changes[0].row, 3U);
  BookText text = shared_book();
  text[File::items] += "A B,pcs,free\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  Diagnostics problems;
  const Changes read = read_changes({{"stock 'A B' \"PLANT\" 5", "f", 3}}, snapshot, problems);
  EXPECT_THAT(problems, IsEmpty());
  ASSERT_EQ(read.stock.size(), 1U);
  EXPECT_EQ(read.stock[0].millionths, 5'000'000);
}

}  // namespace
}  // namespace runout::forecast
