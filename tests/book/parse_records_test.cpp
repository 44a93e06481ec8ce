#include "runout/book/parse_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "runout/book/check.h"
#include "runout/book/snapshot.h"
#include "small_book.h"

namespace runout::book {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines_of(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics) lines.push_back(to_line(diagnostic));
  return lines;
}

std::vector<std::string> problems_of(const Tables& tables) {
  Diagnostics diagnostics;
  static_cast<void>(parse_records(tables, diagnostics));
  return lines_of(diagnostics);
}

TEST(ParseRecords, FillsInTheDocumentedDefaults) {
  Tables tables;
  add_rows(tables, File::items, "item,control_entry\nP,1C905\nQ,\n");
  add_rows(tables, File::sites, "site,kind\nS,supplier\nT,plant\n");
  add_rows(tables, File::lines, "line,item,site,units_per_day\nL,Q,T,7\n");
  add_rows(tables, File::bom, "parent,component,quantity_per\nQ,P,1.5\n");
  add_rows(tables, File::lanes, "lane,origin,destination,transit_typical\nW,S,T,9\n");
  add_rows(tables, File::orders, "order,item,supplier_site,destination_site,quantity\nO,P,S,T,1\n");
  add_rows(tables, File::applications, "application,kind\nA,batch\nB,\n");
  add_rows(tables, File::licences, "licence,application\nX,A\nY,B\n");
  const Records records = sound_records(tables);
  EXPECT_EQ(records.items[0].control_status, ControlStatus::controlled);
  EXPECT_EQ(records.items[1].control_status, ControlStatus::unknown);
  EXPECT_EQ(records.lines[0].priority, 1);
  EXPECT_EQ(records.lines[0].calendar, "mon-fri");
  EXPECT_EQ(records.lines[0].catch_up_per_day, 0);
  EXPECT_EQ(records.lines[0].stop_cost_per_day.millionths, 0);
  EXPECT_EQ(records.bom[0].needed, Quantity::from_millionths(1'500'000));
  EXPECT_EQ(records.lanes[0].transit_low, 9);
  EXPECT_EQ(records.lanes[0].transit_high, 9);
  EXPECT_EQ(records.lanes[0].hold_p, Ratio{});
  EXPECT_EQ(records.orders[0].lane, LaneId{0});  // the only one between the sites
  EXPECT_TRUE(records.orders[0].applications.empty());
  EXPECT_EQ(records.licences[0].shipments, 1);
  EXPECT_FALSE(records.licences[1].shipments);
  EXPECT_EQ(records.authority("MOFCOM").calendar, "CN");
  EXPECT_EQ(records.authority("MOFCOM").statutory_days, 45);
  EXPECT_EQ(records.authority("BAFA").calendar, "mon-fri");
  EXPECT_FALSE(records.authority("BAFA").statutory_days);
}

TEST(ParseRecords, ReadsADecimalCommaWhereCommasDoNotSeparate) {
  Tables tables = small_book();
  tables[File::stock]->separator = ';';
  tables[File::stock]->rows[0].cells[3] = "1000,5";
  EXPECT_EQ(sound_records(tables).stock[0].on_hand, Quantity::from_millionths(1'000'500'000));
}

TEST(ParseRecords, ReadsSeveralApplicationsOfAnOrder) {
  Tables tables = small_book();
  tables[File::orders]->rows[0].cells[7] = "A-1  A-2 A-1";
  EXPECT_THAT(sound_records(tables).orders[0].applications,
              ElementsAre(ApplicationId{0}, ApplicationId{1}));
}

TEST(ParseRecords, AddsRowsForCnToTheBuiltInCalendar) {
  Tables tables = small_book();
  set_file(tables, File::calendars,
           "calendar,date,to,working,name\nCN,2025-06-27,,no,local feast\n"
           "DE,2025-12-24,2025-12-31,no,shutdown\n");
  const Records records = sound_records(tables);
  EXPECT_FALSE(records.calendar("CN").is_working(parse_date("2025-06-27")));
  EXPECT_FALSE(records.calendar("CN").is_working(parse_date("2025-05-01")));
  EXPECT_FALSE(records.calendar("DE").is_working(parse_date("2025-12-29")));
  EXPECT_TRUE(records.calendar("DE").is_working(parse_date("2025-12-23")));
}

TEST(ParseRecords, IgnoresAnIdenticalEventWithAWarning) {
  Tables tables = small_book();
  add_event(tables, "A-1", "2025-06-01", "escalated");
  add_event(tables, "A-1", "2025-06-01", "escalated");
  EXPECT_THAT(problems_of(tables),
              ElementsAre("events.csv:6: says the same as row 5 and is ignored"));
  EXPECT_EQ(sound_records(tables).events.size(), 4U);
}

TEST(ParseRecords, WarnsOnceOfAColumnThatIsNotKnown) {
  Tables tables = small_book();
  tables[File::items]->columns.emplace_back("colour");
  EXPECT_THAT(problems_of(tables),
              ElementsAre("items.csv:1: colour: is not a column that is known; it is kept"));
}

TEST(ParseRecords, WarnsOfPlansThatOverlap) {
  Tables tables = small_book();
  set_file(tables, File::plan,
           "line,item,from,to,units_per_day\nL1,MOTOR,2025-08-01,2025-08-31,0\n"
           "L1,MOTOR,2025-08-20,2025-09-05,5\nL1,MOTOR,2025-09-06,2025-09-07,5\n");
  EXPECT_THAT(problems_of(tables),
              ElementsAre("plan.csv:3: from: overlaps with row 2; where rows overlap the last one "
                          "holds"));
}

TEST(ParseRecords, AllowsAComponentAgainAfterItsLastDay) {
  Tables tables = small_book();
  set_file(tables, File::bom,
           "parent,component,from,to,quantity_per\nMOTOR,MAG-1,,2025-08-31,2\n"
           "MOTOR,MAG-1,2025-09-01,,3\n");
  EXPECT_THAT(problems_of(tables), IsEmpty());
}

TEST(ParseRecords, RefusesAComponentTwiceOnASingleDay) {
  Tables tables = small_book();
  set_file(tables, File::bom,
           "parent,component,from,to,quantity_per\nMOTOR,MAG-1,,2025-09-01,2\n"
           "MOTOR,MAG-1,2025-09-01,,3\n");
  Diagnostics diagnostics;
  static_cast<void>(parse_records(tables, diagnostics));
  EXPECT_THAT(codes_of(diagnostics), ElementsAre("component_twice"));
}

TEST(ParseRecords, WarnsOfSitesThatNoLaneJoins) {
  Tables tables = small_book();
  set_file(tables, File::lanes, "lane,origin,destination,transit_typical\n");
  tables[File::orders]->rows[0].cells[6] = "";
  EXPECT_THAT(problems_of(tables),
              ElementsAre("orders.csv:2: lane: no lane joins 'SUP' and 'PLANT'; a transit of 1 day "
                          "is assumed; add a row to lanes.csv",
                          "orders.csv:3: lane: no lane joins 'SUP' and 'PLANT'; a transit of 1 day "
                          "is assumed; add a row to lanes.csv"));
}

TEST(ParseRecords, TakesTheKindOfSubjectThatAnEventFits) {
  Tables tables = small_book();
  add_rows(tables, File::applications, "O-1,MOFCOM\n");  // a code that an order has too
  add_event(tables, "O-1", "2025-06-02", "shipped");
  add_event(tables, "O-1", "2025-06-02", "filed");
  const Records records = sound_records(tables);
  EXPECT_EQ(records.events[3].kind, SubjectKind::order);
  EXPECT_EQ(records.events[4].kind, SubjectKind::application);
  add_event(tables, "O-1", "2025-06-03", "held");
  EXPECT_THAT(problems_of(tables),
              ElementsAre("events.csv:7: subject: 'O-1' names an application and an order; give "
                          "one of them another code"));
}

TEST(ParseRecords, TakesAMissingOrEmptyFileForNothing) {
  Diagnostics diagnostics;
  EXPECT_TRUE(parse_records(Tables{}, diagnostics).items.empty());
  EXPECT_THAT(diagnostics, IsEmpty());
}

TEST(ParseKnownRecords, LeavesOutRowsThatNameWhatWasNotKnownYet) {
  Tables tables = small_book();
  tables[File::items]->rows.erase(tables[File::items]->rows.begin());  // MAG-1
  Diagnostics diagnostics;
  const Records records = parse_known_records(tables, diagnostics);
  EXPECT_EQ(records.stock.size(), 1U);
  EXPECT_EQ(records.bom.size(), 1U);
  EXPECT_EQ(records.orders.size(), 1U);
  EXPECT_EQ(count_errors(diagnostics), 0U);
  EXPECT_THAT(codes_of(diagnostics),
              ElementsAre("not_yet_known", "not_yet_known", "not_yet_known"));
}

/// Random choices made from one number: cheaper by far than as many generators.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_{seed} {}

  /// 0 .. count - 1.
  std::size_t below(std::size_t count) { return random_() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }

  /// A cell that has broken readers before, a plain one, or any bytes.
  std::string cell() {
    static const std::vector<std::string> cells{
        "",           "A-1",      "A-2",      "O-1",         "L-1",
        "MAG-1",      "MOTOR",    "12345",    "0012345",     "SUP",
        "PLANT",      "SEA",      "L1",       "none",        "void",
        "filed",      "granted",  "1",        "0",           "-1",
        "0.5",        "1e400",    "shipped",  "4.5E+09",     "9e12",
        "#REF!",      "30/6/25",  "45838",    "2025-06-30",  "9000000000000",
        "9999-12-31", "1.234,5",  "12-",      "0000-01-01",  "-",
        "+",          ".",        "E+",       "E+999999999", "yes",
        "TRUE",       "\xC2\xA0", "\xFF\xFE", "\xE2\x80",    "E-1",
        "E-2",        "CN",       "mon-fri",  "order-up-to", "pass-on",
        "supplier",   "batch",    "()",       "%",           "99999999999999999999999999"};
    if (!one_in(10)) return cells[below(cells.size())];
    std::string bytes(below(12), ' ');
    for (char& byte : bytes) byte = static_cast<char>(below(256));
    return bytes;
  }

 private:
  std::mt19937_64 random_;
};

Tables any_tables(Chance& chance) {
  Tables tables = chance.one_in(3) ? Tables{} : small_book();
  for (const FileSpec& file : schema()) {
    if (chance.one_in(3)) continue;
    if (!tables[file.file]) {
      Table& table = tables[file.file].emplace();
      table.name = file_name(file.file);
      for (const ColumnSpec& column : file.columns) {
        if (!chance.one_in(8)) table.columns.emplace_back(column.name);
      }
    }
    Table& table = *tables[file.file];
    table.separator = ",;\t"[chance.below(3)];
    for (std::size_t rows = chance.below(4); rows > 0; --rows) {
      Row row;
      row.line = table.rows.size() + 2;
      const std::size_t cells = table.columns.size() - (chance.one_in(9) ? 1 : 0);
      while (row.cells.size() < cells) row.cells.push_back(chance.cell());
      table.rows.push_back(row);
    }
    if (table.rows.empty() || chance.one_in(2)) continue;
    Row& row = table.rows[chance.below(table.rows.size())];
    if (!row.cells.empty()) row.cells[chance.below(row.cells.size())] = chance.cell();
  }
  return tables;
}

RC_GTEST_PROP(ParseRecordsLaws, NoTableMakesItThrow, (std::uint64_t seed)) {
  Chance chance{seed};
  const Tables tables = any_tables(chance);
  Diagnostics diagnostics;
  Records records = parse_records(tables, diagnostics);
  if (count_errors(diagnostics) == 0) {
    const Snapshot snapshot = make_snapshot(std::move(records), parse_date("2025-06-30"));
    static_cast<void>(check_snapshot(snapshot));
  }
  // An earlier state of whatever kind is made sound by leaving rows out.
  Diagnostics warnings;
  Records known = parse_known_records(tables, warnings);
  RC_ASSERT(count_errors(warnings) == 0U);
  const Snapshot snapshot = make_snapshot(std::move(known), parse_date("2025-06-30"));
  static_cast<void>(check_snapshot(snapshot));
}

}  // namespace
}  // namespace runout::book
