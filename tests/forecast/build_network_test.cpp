#include "runout/forecast/build_network.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/book_text.h"
#include "forecast/monday.h"
#include "runout/base/error.h"

namespace runout::forecast {
namespace {
using book::File;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

BuiltNetwork build(const BookText& text, UnknownItems unknown = UnknownItems::free) {
  return build_network(snapshot_of(text, kMonday), {30, unknown});
}

std::string codes(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics) all += diagnostic.code + " ";
  return all;
}

/// small_book with one order, O1, of 100 MAG ready on D+1; `application` is its cell.
BookText with_order(const std::string& application) {
  BookText text = small_book();
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,application\n"
      "O1,MAG,SUP,PLANT,100,2025-07-01," +
      application + "\n";
  return text;
}

void add_application(BookText& text, const std::string& row, const std::string& events) {
  text[File::applications] =
      "application,authority,kind,holder,customer,control_entry,mode\n" + row + "\n";
  text[File::events] = "subject,happened_on,event\n" + events;
}

TEST(LicenceNeeds, NamedApplicationsAreNeededWhateverTheItem) {
  BookText text = with_order("A1");
  add_application(text, "A1,MOFCOM,individual,Other,Else,9Z999,", "A1,2025-05-12,filed\n");
  text[File::items] = "item,unit,control_status\nCAR,pcs,free\nMAG,pcs,free\n";
  const BuiltNetwork built = build(text);
  ASSERT_THAT(built.network.consignments[0].needs, SizeIs(1));
  EXPECT_EQ(built.network.consignments[0].needs[0].application, 0U);
  EXPECT_FALSE(built.network.consignments[0].needs[0].assumed);
}

TEST(LicenceNeeds, TheWordNoneNeedsNothing) {
  EXPECT_THAT(build(with_order("none")).network.consignments[0].needs, IsEmpty());
}

TEST(LicenceNeeds, AnApplicationOfTheSameHolderCustomerAndEntryIsFound) {
  BookText text = with_order("");
  add_application(text, "A1,MOFCOM,individual,Sup,Us,1C905,", "A1,2025-05-12,filed\n");
  const BuiltNetwork built = build(text);
  ASSERT_THAT(built.network.consignments[0].needs, SizeIs(1));
  EXPECT_EQ(built.network.consignments[0].needs[0].application, 0U);
  EXPECT_TRUE(built.network.consignments[0].needs[0].assumed);
  EXPECT_THAT(built.new_cases, IsEmpty());
}

class OtherCase : public testing::TestWithParam<const char*> {};

TEST_P(OtherCase, StartsANewPreparationWithAWarningThatNamesIt) {
  BookText text = with_order("");
  add_application(text, GetParam(), "A1,2025-05-12,filed\n");
  const BuiltNetwork built = build(text);
  ASSERT_THAT(built.new_cases, SizeIs(1));
  EXPECT_EQ(built.network.consignments[0].needs[0].application, 1U);
  EXPECT_EQ(built.network.applications, 2U);
  EXPECT_EQ(built.new_cases[0].application.authority, "MOFCOM");
  EXPECT_THAT(codes(built.warnings), HasSubstr("licence_missing"));
}

INSTANTIATE_TEST_SUITE_P(LicenceNeeds, OtherCase,
                         testing::Values("A1,MOFCOM,individual,Other,Us,1C905,",
                                         "A1,MOFCOM,individual,Sup,Else,1C905,",
                                         "A1,MOFCOM,individual,Sup,Us,1C111,",
                                         "A1,BIS,individual,Sup,Us,1C905,",
                                         "A1,MOFCOM,individual,Sup,Us,1C905,air"));

TEST(LicenceNeeds, ControlsCountByCountryEntryAndDay) {
  BookText text = with_order("");
  const auto needs_with = [&](const std::string& control) {
    text[File::controls] =
        "control,authority,control_entry,from_country,to_country,valid_from,valid_to\n" + control +
        "\n";
    return build(text).network.consignments[0].needs;
  };
  EXPECT_THAT(needs_with("K,MOFCOM,1C905,JP,,,"), IsEmpty());
  EXPECT_THAT(needs_with("K,MOFCOM,1C905,,US,,"), IsEmpty());
  EXPECT_THAT(needs_with("K,MOFCOM,1C111,,,,"), IsEmpty());
  EXPECT_THAT(needs_with("K,MOFCOM,1C905,,,,2025-06-30"), IsEmpty());
  EXPECT_THAT(needs_with("K,MOFCOM,1C905,,,2025-08-01,"), IsEmpty()) << "beyond the horizon";
  EXPECT_THAT(needs_with("K,MOFCOM,1C905,CN,DE,2025-07-10,2025-07-20"), IsEmpty()) << "it has left";
  const auto needed = needs_with("K,MOFCOM,1C905,CN,DE,2025-06-10,2025-07-20");
  ASSERT_THAT(needed, SizeIs(1));
  EXPECT_EQ(needed[0].needed[0].first, 1);
  EXPECT_EQ(needed[0].needed[0].last, 20);
  // Two authorities: waiting for the one licence can carry the goods into the other's control.
  EXPECT_THAT(needs_with("K,MOFCOM,1C905,CN,,,\nL,BIS,1C905,CN,,2025-07-10,"), SizeIs(2));
}

TEST(LicenceNeeds, NothingWithinOneCountry) {
  BookText text = with_order("");
  text[File::controls] = "control,authority,control_entry\nK,MOFCOM,1C905\n";
  text[File::sites] = "site,country,kind\nSUP,DE,supplier\nPLANT,DE,plant\n";
  EXPECT_THAT(build(text).network.consignments[0].needs, IsEmpty());
}

TEST(LicenceNeeds, AnUnknownItemIsFreeUnlessItIsReadAsControlled) {
  BookText text = with_order("");
  text[File::items] = "item,unit,control_entry,control_status\nCAR,pcs,,free\nMAG,pcs,,\n";
  const BuiltNetwork free = build(text);
  EXPECT_THAT(free.network.consignments[0].needs, IsEmpty());
  ASSERT_FALSE(free.unknown.empty());
  EXPECT_EQ(free.unknown[0].what, "control_status");
  EXPECT_EQ(free.unknown[0].item, "MAG");
  EXPECT_EQ(free.unknown[0].where, "items.csv:3");
  EXPECT_THAT(build(text, UnknownItems::controlled).network.consignments[0].needs, SizeIs(1));
}

/// O1 is ready on 1 July, a Tuesday; the licence ends on the day before or not.
BookText with_licence_until(const std::string& last, const std::string& after_refusal) {
  BookText text = with_order("A1");
  add_application(text, "A1,BUREAU,individual,Sup,Us,1C905,", "A1,2025-06-01,granted\n");
  text[File::licences] = "licence,application,valid_from,valid_to\nX,A1,2025-06-01," + last + "\n";
  text[File::authorities] = "authority,after_refusal\nBUREAU," + after_refusal + "\n";
  return text;
}

TEST(LicenceNeeds, ALicenceThatEndsBeforeDepartureIsFiledAgainWhereTheTableSaysSo) {
  const BuiltNetwork again = build(with_licence_until("2025-06-30", "refile"));
  ASSERT_THAT(again.new_cases, SizeIs(1));
  EXPECT_EQ(again.new_cases[0].application.application, "A1");
  ASSERT_THAT(again.network.consignments[0].needs, SizeIs(1));
  EXPECT_EQ(again.network.consignments[0].needs[0].application, 1U);
  EXPECT_FALSE(again.network.consignments[0].needs[0].has_rows);
  EXPECT_THAT(codes(again.warnings), HasSubstr("licence_filed_again"));

  for (const BuiltNetwork& kept : {build(with_licence_until("2025-07-01", "refile")),
                                   build(with_licence_until("2025-06-30", "final"))}) {
    EXPECT_THAT(kept.new_cases, IsEmpty());
    EXPECT_TRUE(kept.network.consignments[0].needs[0].has_rows);
    EXPECT_THAT(codes(kept.warnings), testing::Not(HasSubstr("licence_filed_again")));
  }
}

TEST(LicenceNeeds, OneNewFilingServesAllOrdersOfAnApplication) {
  BookText text = with_licence_until("2025-06-30", "refile");
  text[File::orders] += "O2,MAG,SUP,PLANT,100,2025-07-02,A1\n";
  const BuiltNetwork built = build(text);
  EXPECT_THAT(built.new_cases, SizeIs(1));
  EXPECT_EQ(built.network.consignments[1].needs[0].application, 1U);
}

TEST(Orders, AreOverdueOnlyWhenTheyMayLeaveTomorrow) {
  const auto codes_with = [](const std::string& licence, const std::string& days_after) {
    BookText text = with_order("A1");
    add_application(text, "A1,MOFCOM,individual,Sup,Us,1C905,", "A1,2025-06-28,granted\n");
    text[File::orders] =
        "order,item,supplier_site,destination_site,quantity,ready_on,application,"
        "days_after_licence\nO1,MAG,SUP,PLANT,100,2025-06-20,A1," +
        days_after + "\n";
    if (!licence.empty()) {
      text[File::licences] = "licence,application,valid_from,valid_to,quantity\n" + licence + "\n";
      if (licence.starts_with("X")) {
        text[File::events] =
            "subject,happened_on,event,known_on\nA1,2025-06-28,granted,\n"
            "X,2025-07-10,in_hand,2025-06-29\n";
      }
    }
    return codes(build(text).warnings);
  };
  EXPECT_THAT(codes_with("", ""), HasSubstr("overdue"));
  EXPECT_THAT(codes_with("", "3"), HasSubstr("overdue"));
  EXPECT_THAT(codes_with("", "4"), testing::Not(HasSubstr("overdue")));
  EXPECT_THAT(codes_with("X,A1,2025-06-28,2025-12-31,1000", ""),
              testing::Not(HasSubstr("overdue")));
  EXPECT_THAT(codes_with("Z,A1,2025-06-28,2025-12-31,1000", ""), HasSubstr("overdue"));
  EXPECT_THAT(codes_with("Z,A1,2025-06-28,2025-06-29,1000", ""),
              testing::Not(HasSubstr("overdue")));
}

TEST(Warnings, AreNotRepeatedUnderTheBooksOwnNameOfAFile) {
  BookText text = with_order("");
  book::Snapshot snapshot = snapshot_of(text, kMonday);
  snapshot.records.names[static_cast<std::size_t>(File::orders)] = "book.xlsx:orders";
  const BuiltNetwork built = build_network(snapshot, {30, UnknownItems::free});
  ASSERT_THAT(codes(built.warnings), HasSubstr("licence_missing"));
  for (const Diagnostic& warning : built.warnings) {
    EXPECT_EQ(warning.file, "book.xlsx:orders");
    snapshot.warnings.push_back(warning);
  }
  EXPECT_EQ(std::ranges::count(built.unknown, "book.xlsx:orders:2", &Unknown::where), 1);
  EXPECT_THAT(build_network(snapshot, {30, UnknownItems::free}).warnings, IsEmpty());
}

TEST(Licences, KilogramsToleranceAndPastUseMakeWhatIsLeft) {
  BookText text = with_order("A1");
  add_application(text, "A1,MOFCOM,individual,Sup,Us,1C905,", "A1,2025-06-01,granted\n");
  text[File::licences] =
      "licence,application,valid_from,valid_to,quantity,unit,tolerance\n"
      "L2,A1,2025-06-01,2026-06-30,100,kg,0.1\nL1,A1,2025-06-01,2025-12-31,10,pcs,\n";
  const BuiltNetwork built = build(text);
  EXPECT_EQ(built.network.licences[0].left, 110'000'000);
  const flow::LicenceNeed& need = built.network.consignments[0].needs[0];
  EXPECT_TRUE(need.has_rows);
  ASSERT_THAT(need.licences, SizeIs(2));
  EXPECT_EQ(need.licences[0].licence, 1U) << "the one that ends first is drawn first";
  EXPECT_EQ(need.licences[1].per_unit, 500'000) << "half a kilogram a piece";
}

TEST(Licences, AModeCoversNothingOnOtherLanes) {
  BookText text = with_order("A1");
  add_application(text, "A1,MOFCOM,individual,Sup,Us,1C905,air", "A1,2025-05-12,filed\n");
  const BuiltNetwork built = build(text);
  const flow::LicenceNeed& need = built.network.consignments[0].needs[0];
  EXPECT_TRUE(need.has_rows);
  EXPECT_THAT(need.licences, IsEmpty());
  EXPECT_THAT(codes(built.warnings), HasSubstr("mode_mismatch"));
}

std::int64_t units_at_plant(const BuiltNetwork& built, const std::string& item) {
  const auto point = std::ranges::find_if(built.network.points, [&](const flow::StockPoint& one) {
    return one.item == item && one.site == "PLANT";
  });
  return point->on_hand / 1'000'000;
}

flow::Micro stock_with(const std::string& stock, const std::string& plan = "",
                       const std::string& events = "") {
  BookText text = with_order("none");
  text[File::stock] = "item,site,place,on_hand,blocked,usable_from,counted_on\n" + stock;
  if (!plan.empty()) text[File::plan] = "line,item,from,to,units_per_day\n" + plan;
  if (!events.empty()) text[File::events] = "subject,happened_on,event\n" + events;
  return units_at_plant(build(text), "MAG");
}

TEST(Stock, IsRolledForwardFromTheCount) {
  EXPECT_EQ(stock_with("MAG,PLANT,,100,5,,2025-06-30\n"), 95);
  EXPECT_EQ(stock_with("MAG,PLANT,,100,5,,\n"), 95) << "no day: counted at the end of the day";
  EXPECT_EQ(stock_with("MAG,PLANT,,100,,,2025-06-27\n"), 70) << "three days of 10";
  EXPECT_EQ(stock_with("MAG,PLANT,,25,,,2025-06-27\n"), 0) << "never below zero";
  EXPECT_EQ(stock_with("MAG,PLANT,,100,,,2025-06-27\n", "L,CAR,2025-06-29,2025-06-29,40\n"), 40);
  EXPECT_EQ(stock_with("MAG,PLANT,a,100,,,2025-06-27\nMAG,PLANT,b,7,,,2025-06-27\n"), 77);
}

/// A second line makes 12 MAG a day of as many rods; L takes 10 of them. Counted three days ago.
BookText made_in_house(const std::string& rods) {
  BookText text = with_order("none");
  text[File::items] += "ROD,pcs,,free,,\n";
  text[File::lines] += "M,MAG,PLANT,12,every-day,0,EUR,0\n";
  text[File::bom] += "MAG,ROD,1\n";
  text[File::stock] =
      "item,site,on_hand,counted_on\nMAG,PLANT,20,2025-06-27\nROD,PLANT," + rods + ",2025-06-27\n";
  return text;
}

TEST(Stock, OfWhatIsMadeInHouseGrowsByWhatLinesMake) {
  const BuiltNetwork built = build(made_in_house("100"));
  EXPECT_EQ(units_at_plant(built, "MAG"), 20 + 3 * (12 - 10));
  EXPECT_EQ(units_at_plant(built, "ROD"), 100 - 3 * 12);
  // Rods for two days: on the third day nothing is made.
  EXPECT_EQ(units_at_plant(build(made_in_house("30")), "MAG"), 20 + 2 * 12 - 3 * 10);
}

TEST(Stock, ThatAPolicyFillsIsNoLowerThanItWasCounted) {
  BookText text = with_order("none");
  text[File::stock] = "item,site,on_hand,counted_on\nMAG,PLANT,100,2025-06-27\n";
  text[File::replenishment] = "item,site,lane,policy,level\nMAG,PLANT,SEA,order-up-to,100\n";
  EXPECT_EQ(units_at_plant(build(text), "MAG"), 100);
  text[File::events] = "subject,happened_on,event\nO1,2025-06-20,shipped\nO1,2025-06-28,arrived\n";
  EXPECT_EQ(units_at_plant(build(text), "MAG"), 100 + 100 - 3 * 10) << "what arrived counts once";
}

TEST(Stock, CountsArrivalsOnRecordAfterTheCount) {
  const std::string stock = "MAG,PLANT,,0,,,2025-06-27\n";
  EXPECT_EQ(stock_with(stock, "", "O1,2025-06-20,shipped\nO1,2025-06-28,arrived\n"), 70);
  EXPECT_EQ(stock_with(stock, "", "O1,2025-06-20,shipped\nO1,2025-06-27,arrived\n"), 0)
      << "what arrived by the count was counted";
}

TEST(Stock, ReleasedLaterIsNoStockToday) {
  BookText text = with_order("none");
  text[File::stock] = "item,site,on_hand,blocked,usable_from\nMAG,PLANT,50,5,2025-07-04\n";
  const BuiltNetwork built = build(text);
  ASSERT_THAT(built.network.releases, SizeIs(1));
  EXPECT_EQ(built.network.releases[0].day, 4);
  EXPECT_EQ(built.network.releases[0].quantity, 45'000'000);
}

TEST(Stock, AnOldCountIsMarkedFromFiveWorkingDaysOn) {
  BookText text = with_order("none");
  text[File::stock] = "item,site,on_hand,counted_on\nMAG,PLANT,500,2025-06-25\n";
  const BuiltNetwork old = build(text);
  EXPECT_THAT(codes(old.warnings), HasSubstr("stock_rolled_forward"));
  EXPECT_THAT(old.warnings[0].message, HasSubstr("5 working days ago: rolled forward 5 days"));
  text[File::stock] = "item,site,on_hand,counted_on\nMAG,PLANT,500,2025-06-26\n";
  EXPECT_THAT(codes(build(text).warnings), Not(HasSubstr("stock_rolled_forward")));
}

TEST(Stock, RefusesSumsThatCannotBeHeld) {
  BookText text = with_order("none");
  text[File::stock] = "item,site,place,on_hand\nMAG,PLANT,a,1\nMAG,PLANT,b,1\n";
  book::Snapshot snapshot = snapshot_of(text, kMonday);
  for (book::Stock& row : snapshot.records.stock) {
    row.on_hand = Quantity::from_units(9'000'000'000'000);
  }
  try {
    (void)build_network(snapshot, {30, UnknownItems::free});
    ADD_FAILURE() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    EXPECT_THAT(error.what(), HasSubstr("'MAG'"));
    EXPECT_THAT(error.what(), HasSubstr("18000000000000"));
  }
}

flow::Consignment shipped(const std::string& events) {
  BookText text = with_order("none");
  text[File::events] = "subject,happened_on,event,expected_on,quantity\n" + events;
  const BuiltNetwork built = build(text);
  return built.network.consignments.empty() ? flow::Consignment{} : built.network.consignments[0];
}

TEST(Consignments, OfTheLaneUntilAnEtaSaysOtherwise) {
  const flow::Consignment plain = shipped("O1,2025-06-28,shipped,,\n");
  EXPECT_EQ(plain.under_way->departed, -2);
  EXPECT_EQ(plain.transit.typical, 5);
  const flow::Consignment moved =
      shipped("O1,2025-06-28,shipped,,\nO1,2025-06-29,eta,2025-07-09,\n");
  EXPECT_EQ(moved.transit.typical, 11);
  EXPECT_EQ(moved.transit.low, 11) << "a sure lane stays sure";
  EXPECT_EQ(moved.transit.high, 11);
}

TEST(Consignments, ThatAreLostCancelledOrArrivedAreGone) {
  for (const char* end : {"lost", "cancelled", "arrived"}) {
    EXPECT_EQ(shipped(std::string{"O1,2025-06-28,shipped,,\nO1,2025-06-29,"} + end + ",,\n").code,
              "")
        << end;
  }
  EXPECT_EQ(shipped("O1,2025-06-28,short,,30\n").quantity, 70'000'000);
}

TEST(Consignments, HeldOnesWaitForTheDayThatIsNamed) {
  EXPECT_EQ(shipped("O1,2025-06-28,held,2025-07-09,\n").held_until_departure, 9);
}

TEST(Lines, AreServedByPriorityAndKeepTheOrderOfTheBook) {
  BookText text = small_book();
  text[File::lines] = "line,item,site,units_per_day,priority\nLB,CAR,PLANT,1,2\nLA,CAR,PLANT,1,1\n";
  const BuiltNetwork built = build(text);
  EXPECT_EQ(built.network.lines[0].code, "LA");
  EXPECT_EQ(built.lines[0].line, "LB");
  EXPECT_EQ(built.lines[0].index, 1U);
}

TEST(Lines, AlternativesOfAChoiceAreOneRequirementByRank) {
  BookText text = small_book();
  text[File::items] += "ALT,pcs,,free,,\n";
  text[File::bom] =
      "parent,component,from,to,quantity_per,scrap,choice,rank\n"
      "CAR,MAG,,,1,,c,2\nCAR,ALT,2025-07-05,2025-07-09,1,0.5,c,1\n";
  const BuiltNetwork built = build(text);
  ASSERT_THAT(built.network.tasks[0].requirements, SizeIs(1));
  const auto& alternatives = built.network.tasks[0].requirements[0].alternatives;
  ASSERT_THAT(alternatives, SizeIs(2));
  EXPECT_EQ(built.network.points[alternatives[0].point].item, "ALT");
  EXPECT_EQ(alternatives[0].needed, 2'000'000);
  EXPECT_EQ(alternatives[0].in_force.first, 5);
  EXPECT_EQ(alternatives[0].in_force.last, 9);
}

TEST(Policies, AreLimitedByStockOfTheOriginUnlessItIsASupplier) {
  BookText text = small_book();
  text[File::replenishment] = "item,site,lane,policy,level,lot\nMAG,PLANT,SEA,order-up-to,100,25\n";
  const BuiltNetwork endless = build(text);
  ASSERT_THAT(endless.network.policies, SizeIs(1));
  EXPECT_FALSE(endless.network.policies[0].from.has_value());
  EXPECT_EQ(endless.network.policies[0].lot, 25'000'000);
  text[File::sites] =
      "site,country,kind,firm,calendar\nSUP,CN,warehouse,Sup,mon-fri\nPLANT,DE,plant,Us,\n";
  const BuiltNetwork limited = build(text);
  EXPECT_TRUE(limited.network.policies[0].from.has_value());
  ASSERT_TRUE(limited.network.policies[0].departs_on.has_value());
  // Saturday 5 July 2025 is day 5; goods leave on Monday.
  EXPECT_EQ(limited.network.calendars[*limited.network.policies[0].departs_on].next[5], 7);
}

}  // namespace
}  // namespace runout::forecast
