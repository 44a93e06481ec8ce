#include "runout/forecast/need_by.h"
#include "forecast/monday.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "forecast/book_text.h"
#include "forecast/scan_all_days.h"
#include "runout/forecast/certain_runs.h"

namespace runout::forecast {
namespace {

using book::File;

constexpr Day kDays = 40;

/// Two lines with a shared part, a second lane by air, site calendars, days after the licence.
BookText random_book() {
  const auto number = [](int from, int to) {
    return std::to_string(*rc::gen::inRange(from, to + 1));
  };
  BookText text = small_book();
  text[File::items] =
      "item,unit,control_status\nCAR,pcs,free\nVAN,pcs,free\nMAG,pcs,free\n"
      "ROD,pcs,free\n";
  text[File::sites] = "site,country,kind,firm,calendar\nSUP,CN,supplier,Sup," +
                      *rc::gen::element<std::string>("", "mon-fri") + "\nPLANT,DE,plant,Us," +
                      *rc::gen::element<std::string>("", "mon-fri") + "\n";
  text[File::lines] =
      "line,item,site,units_per_day,calendar,priority,catch_up_per_day\n"
      "L1,CAR,PLANT," +
      number(1, 6) + ",every-day,1," + number(0, 4) + "\nL2,VAN,PLANT," + number(1, 6) +
      ",mon-fri,2," + number(0, 4) + "\n";
  // A change-over makes the effect of a late licence anything but monotone.
  text[File::bom] = "parent,component,from,to,quantity_per\nCAR,MAG,,,1\nCAR,ROD," +
                    *rc::gen::element<std::string>("", "2025-07-10") +
                    ",,1\nVAN,ROD,,,1\nVAN,MAG,," +
                    *rc::gen::element<std::string>("", "2025-07-15") + ",1\n";
  text[File::lanes] = "lane,origin,destination,mode,transit_typical\nSEA,SUP,PLANT,sea," +
                      number(2, 12) + "\nAIR,SUP,PLANT,air," + number(1, 4) + "\n";
  text[File::stock] =
      "item,site,on_hand\nMAG,PLANT," + number(0, 80) + "\nROD,PLANT," + number(0, 120) + "\n";
  text[File::applications] = "application,authority,holder,customer,mode\nA1,MOFCOM,Sup,Us," +
                             *rc::gen::element<std::string>("", "sea") + "\nA2,MOFCOM,Sup,Us,\n";
  text[File::events] = "subject,happened_on,event\nA1,2025-05-12,filed\nA2,2025-05-12,filed\n";
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application,"
      "days_after_licence\n";
  for (int i = 0; i < 4; ++i) {
    text[File::orders] +=
        "O" + std::to_string(i) + "," + *rc::gen::element<std::string>("MAG", "ROD") +
        ",SUP,PLANT," + number(5, 60) + ",2025-07-" + (i < 2 ? "0" : "1") + number(1, 9) + ",SEA," +
        *rc::gen::element<std::string>("A1", "A2", "A1 A2", "none") + "," + number(0, 3) + "\n";
  }
  return text;
}

RC_GTEST_PROP(NeedBy, IsThatOfEachNetworkByTheLanesOnFileAndTheFastest, ()) {
  const book::Snapshot snapshot = snapshot_of(random_book(), kMonday);
  const BuiltNetwork built = build_network(snapshot, {kDays, UnknownItems::free});
  const auto standings = find_standings(snapshot, built);
  const Sections sections{built.network, standings};
  const auto base = run_certain(built.network, standings, Supply::if_granted_today);
  for (std::size_t application = 0; application < 2; ++application) {
    const NeedBy found = find_need_by(snapshot, built, sections, base, application);
    RC_ASSERT(found.booked == scan_all_days(built.network, standings, base, application));
    const auto fast = take_fastest_lanes(snapshot, built.network, built.order_rows, application);
    RC_ASSERT(found.fastest ==
              (fast ? scan_all_days(*fast, standings, base, application) : found.booked));
  }
}

TEST(NeedBy, OfAWorkedExample) {
  // 100 in stock, 10 a day: short on day 11 without more. O1 arrives 5 days after it leaves, so it
  // must leave on day 6; by air (2 days) on day 9.
  BookText text = small_book();
  text[File::stock] = "item,site,on_hand\nMAG,PLANT,100\n";
  text[File::lanes] += "AIR,SUP,PLANT,air,2\n";
  text[File::applications] = "application,authority,holder,customer\nA1,MOFCOM,Sup,Us\n";
  text[File::events] = "subject,happened_on,event\nA1,2025-05-12,filed\n";
  text[File::orders] =
      "order,item,supplier_site,destination_site,quantity,ready_on,lane,application\n"
      "O1,MAG,SUP,PLANT,1000,2025-07-01,SEA,A1\n";
  const book::Snapshot snapshot = snapshot_of(text, kMonday);
  const BuiltNetwork built = build_network(snapshot, {kDays, UnknownItems::free});
  const auto standings = find_standings(snapshot, built);
  const Sections sections{built.network, standings};
  const auto base = run_certain(built.network, standings, Supply::if_granted_today);
  EXPECT_EQ(base[0].run_out, kNever);
  const NeedBy found = find_need_by(snapshot, built, sections, base, 0);
  EXPECT_EQ(found.booked.all_lines, 6);
  EXPECT_EQ(found.fastest.all_lines, 9);
  EXPECT_EQ(found.fastest.by_line[0], 9);
}

}  // namespace
}  // namespace runout::forecast
