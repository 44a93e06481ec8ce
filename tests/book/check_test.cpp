#include "runout/book/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "small_book.h"

namespace runout::book {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> doubts_of(const Tables& tables, std::string_view as_of) {
  std::vector<std::string> lines;
  for (const Diagnostic& doubt : check_snapshot(snapshot_of(tables, as_of))) {
    EXPECT_EQ(doubt.severity, Severity::warning);
    lines.push_back(doubt.code + " | " + to_line(doubt));
  }
  return lines;
}

struct Doubt {
  const char* name;
  std::function<void(Tables&)> change;
  const char* as_of;
  std::vector<std::string> lines;
};

class Doubtful : public testing::TestWithParam<Doubt> {};

TEST_P(Doubtful, IsNamedWithItsPlaceAndACure) {
  Tables tables = small_book();
  GetParam().change(tables);
  EXPECT_THAT(doubts_of(tables, GetParam().as_of), testing::ElementsAreArray(GetParam().lines));
}

void leave(Tables&) {}

/// Says when the last event became known.
void set_known(Tables& tables, const std::string& day) {
  Table& events = *tables[File::events];
  const auto column = std::ranges::find(events.columns, "known_on");
  const auto place = static_cast<std::size_t>(column - events.columns.begin());
  if (column == events.columns.end()) events.columns.emplace_back("known_on");
  for (Row& row : events.rows) row.cells.resize(events.columns.size());
  events.rows.back().cells[place] = day;
}

INSTANTIATE_TEST_SUITE_P(
    Books, Doubtful,
    testing::Values(
        Doubt{"Sound", leave, "2025-06-30", {}},
        Doubt{"OldCount",
              [](Tables& tables) { tables[File::stock]->rows[0].cells[7] = "2025-06-23"; },
              "2025-06-30",
              {"stock_rolled_forward | stock.csv:2: counted_on: 'MAG-1' at 'PLANT' was counted 5 "
               "working days ago and is rolled forward 7 days; count it again"}},
        Doubt{"FreshEnoughCount",
              [](Tables& tables) { tables[File::stock]->rows[0].cells[7] = "2025-06-24"; },
              "2025-06-30",
              {}},
        Doubt{"NotCounted",
              [](Tables& tables) { tables[File::stock]->rows.pop_back(); },
              "2025-06-30",
              {"no_count | stock.csv: no stock of '0012345' is counted at 'PLANT', where 'L1' uses "
               "it: 0 is taken; count it, or add a row that says 0"}},
        Doubt{"NotCountedAndNotMade",
              [](Tables& tables) {
                tables[File::stock]->rows.pop_back();
                set_file(tables, File::lines, "line,item,site,units_per_day\nL1,MOTOR,PLANT,0\n");
                set_file(tables, File::plan, "line,item,from,to,units_per_day\n");
              },
              "2025-06-30",
              {}},
        Doubt{"BelowMinimum",
              [](Tables& tables) { tables[File::stock]->rows[0].cells[3] = "109"; },
              "2025-06-30",
              {"below_min_stock | stock.csv:2: min_stock: 'MAG-1' at 'PLANT' has 99 usable, less "
               "than its minimum of 100"}},
        Doubt{"UnknownStatusInUse",
              [](Tables& tables) { tables[File::items]->rows[1].cells[4] = ""; },
              "2025-06-30",
              {"control_status_unknown | items.csv:3: control_status: it is unknown whether "
               "'0012345' is controlled, and a line uses it; it is taken as free; `--unknown "
               "controlled` shows the other reading"}},
        Doubt{"UnknownStatusOfWhatNoLineUses",
              [](Tables& tables) { add_rows(tables, File::items, "SPARE,Spare,pcs\n"); },
              "2025-06-30",
              {}},
        Doubt{"NoRule",
              [](Tables& tables) { set_file(tables, File::controls, "control,control_entry\n"); },
              "2025-06-30",
              {"control_without_rule | items.csv:2: control_entry: no row of controls.csv is about "
               "'1C905'; without a rule only orders that name an application wait for one"}},
        Doubt{"NoComponents",
              [](Tables& tables) { add_rows(tables, File::lines, "L2,0012345,PLANT,5\n"); },
              "2025-06-30",
              {"line_without_components | lines.csv:3: item: '0012345' has no bill of materials: "
               "line 'L2' never falls short; add its components to bom.csv"}},
        Doubt{"Overdue",
              [](Tables& tables) { add_event(tables, "O-2", "2025-05-09", "shipped"); },
              "2025-06-30",
              {"overdue | orders.csv:3: 'O-2' is overdue 8 days: shipped on 2025-05-09, expected "
               "by 2025-06-22; record its arrival, or a new eta"}},
        Doubt{"OverdueByItsEta",
              [](Tables& tables) {
                add_event(tables, "O-2", "2025-06-09", "shipped");
                add_rows(tables, File::events, ",O-2,2025-06-12,,,eta,2025-06-29\n");
              },
              "2025-06-30",
              {"overdue | orders.csv:3: 'O-2' is overdue 1 day: shipped on 2025-06-09, expected "
               "by 2025-06-29; record its arrival, or a new eta"}},
        Doubt{"ReadyLongAgo",
              [](Tables& tables) { tables[File::orders]->rows[1].cells[5] = "2025-06-15"; },
              "2025-06-30",
              {"ready_long_ago | orders.csv:3: ready_on: 'O-2' was ready 15 days ago and is not "
               "shipped; record that it was shipped, or a later ready_on"}},
        Doubt{"ReadyLongAgoButWaitingForItsLicence",
              [](Tables& tables) { tables[File::orders]->rows[0].cells[5] = "2025-05-15"; },
              "2025-06-30",
              {}},
        Doubt{"ReadyLongAgoButItsLicenceComesLater",
              [](Tables& tables) {
                add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,100,2025-06-10,SEA,A-2\n");
                add_rows(tables, File::events, ",L-1,2025-07-10,,,in_hand,,,,2025-06-26\n");
              },
              "2025-06-30",
              {}},
        Doubt{"AboveItsApplication",
              [](Tables& tables) { tables[File::orders]->rows[0].cells[4] = "501"; },
              "2025-06-30",
              {"above_application | orders.csv:2: quantity: orders of application 'A-1' come to "
               "501 with 'O-1', more than the 500 applied for; apply for more, or name another "
               "application"}},
        Doubt{"LicenceMissing",
              [](Tables& tables) {
                tables[File::orders]->rows[0].cells[7] = "";
                tables[File::applications]->rows[0].cells[3] = "Another Works";
                tables[File::applications]->rows[1].cells[3] = "Another Works";
              },
              "2025-06-30",
              {"licence_missing | orders.csv:2: application: 'O-1' needs a licence of 'MOFCOM' for "
               "'MAG-1' (1C905, CN to DE) and has none; name its application, or 'none'"}},
        Doubt{"CoveredByAnApplicationOfTheSamePair",
              [](Tables& tables) { tables[File::orders]->rows[0].cells[7] = ""; },
              "2025-06-30",
              {}},
        Doubt{"WaitsForARefusal",
              [](Tables& tables) { add_event(tables, "A-1", "2025-06-20", "refused"); },
              "2025-06-30",
              {"application_ended | orders.csv:2: application: 'O-1' waits for 'A-1', which has "
               "ended: refused on 2025-06-20; name the application that takes its place"}},
        Doubt{"PromisePassed",
              [](Tables& tables) {
                add_rows(tables, File::events, ",A-1,2025-06-10,,,promised,2025-06-27\n");
              },
              "2025-06-30",
              {"promise_passed | events.csv:5: expected_on: 'A-1' was promised for 2025-06-27, 3 "
               "days ago, and is not decided; ask again, and record the answer"}},
        Doubt{"KnownBeforeItHappened",
              [](Tables& tables) {
                add_rows(tables, File::events, ",A-1,2025-06-10,,,promised,2025-07-27\n");
                set_known(tables, "2025-06-03");
              },
              "2025-06-30",
              {"known_too_early | events.csv:5: known_on: 'promised' of 'A-1' was known on "
               "2025-06-03, before it happened on 2025-06-10; one of the two dates is wrong; as of "
               "a day between them it counts as not yet known"}},
        Doubt{"EscalatedBeforeFiling",
              [](Tables& tables) {
                add_rows(tables, File::events, ",A-1,2025-05-02,,,escalated,\n");
              },
              "2025-06-30",
              {"escalated_before_filing | events.csv:5: happened_on: 'A-1' was escalated on "
               "2025-05-02, before it was filed on 2025-05-12; the pressure counts from the filing "
               "on; correct the date if it is wrong"}},
        Doubt{
            "DecidedOnASunday",
            [](Tables& tables) { add_rows(tables, File::events, ",A-1,2025-06-22,,,returned,\n"); },
            "2025-06-30",
            {"decided_on_closed_day | events.csv:5: happened_on: 1 decision of 'MOFCOM' is dated "
             "on days on which it does not work, first here; they count on the last working day "
             "before; is the authority's calendar right?"}},
        Doubt{"StatutoryTimePassed",
              [](Tables& tables) {
                tables[File::stock]->rows.clear();
                tables[File::orders]->rows.clear();
              },
              "2025-07-23",
              {"no_count | stock.csv: nothing is counted by 2025-07-23: every stock is taken as 0; "
               "count what the lines use",
               "statutory_time_passed | applications.csv:2: 'A-1' should have been decided by "
               "2025-07-22: day 46 of 45; ask, or record what happened"}},
        Doubt{"RenewalDue",
              [](Tables& tables) {
                add_rows(tables, File::applications, "A-3,MOFCOM,general\n");
                add_rows(tables, File::licences, "L-3,A-3,2024-08-30,2025-09-01\n");
              },
              "2025-06-30",
              {"renewal_due | licences.csv:3: valid_to: 'L-3' ends on 2025-09-01, in 45 working "
               "days; a renewal takes 45 working days: apply now"}},
        Doubt{"RenewalNotDueYet",
              [](Tables& tables) {
                add_rows(tables, File::applications, "A-3,MOFCOM,general\n");
                add_rows(tables, File::licences, "L-3,A-3,2024-08-30,2025-09-02\n");
              },
              "2025-06-30",
              {}},
        Doubt{"Overdrawn",
              [](Tables& tables) {
                add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,841,2025-06-20,SEA,A-2\n");
                tables[File::applications]->rows[1].cells[13] = "";
                add_event(tables, "O-3", "2025-06-26", "shipped");
              },
              "2025-06-30",
              {"licence_overdrawn | licences.csv:2: quantity: 'L-1' is overdrawn: 841 shipped, 840 "
               "allowed; name the licence of each `shipped` event"}},
        Doubt{"OverdrawnInShipments",
              [](Tables& tables) {
                add_rows(tables, File::orders,
                         "O-3,MAG-1,SUP,PLANT,100,2025-06-20,SEA,A-2\n"
                         "O-4,MAG-1,SUP,PLANT,100,2025-06-20,SEA,A-2\n");
                add_event(tables, "O-3", "2025-06-26", "shipped");
                add_event(tables, "O-4", "2025-06-27", "shipped");
              },
              "2025-06-30",
              {"licence_overdrawn | licences.csv:2: shipments: 'L-1' is overdrawn: 2 shipments, 1 "
               "allowed; name the licence of each `shipped` event"}},
        Doubt{"LicenceEndsBeforeDepartureOnAWorkingDay",
              [](Tables& tables) {
                add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,100,2026-06-20,SEA,A-2\n");
              },
              "2025-06-30",
              {"licence_ends_before_departure | orders.csv:4: application: licence 'L-1' ends on "
               "2026-06-19, before 'O-3' can leave on 2026-06-22; renew the licence"}},
        Doubt{"LicenceEndsBeforeArrival",
              [](Tables& tables) {
                add_rows(tables, File::orders, "O-3,MAG-1,SUP,PLANT,100,2026-06-10,SEA,A-2\n");
              },
              "2025-06-30",
              {"licence_ends_before_arrival | orders.csv:4: application: licence 'L-1' ends on "
               "2026-06-19, before 'O-3' can arrive on 2026-07-15; ask whether it must still be "
               "valid then"}},
        Doubt{"UnknownMode",
              [](Tables& tables) { tables[File::licences]->rows[0].cells[8] = "ship"; },
              "2025-06-30",
              {"mode_unknown | licences.csv:2: mode: no lane goes by 'ship'; goods under it never "
               "leave; spell it as lanes.csv does"}}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(Snapshot, SaysThatACalendarHasNoHolidaysForTheYear) {
  EXPECT_THAT(codes_of(snapshot_of(small_book(), "2027-01-10").warnings),
              testing::Contains("calendar_ends"));
}

}  // namespace
}  // namespace runout::book
