// The example books are clean, and magnets-2025 is what its about.md says of the spring of 2025.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runout/base/dates.h"
#include "runout/book/book.h"
#include "runout/book/parse_records.h"
#include "runout/book/snapshot.h"
#include "runout/book/store.h"
#include "scenarios/program.h"

namespace runout::scenarios {
namespace {

namespace fs = std::filesystem;
using book::Application;
using book::Event;

fs::path example(const char* name) { return fs::path{RUNOUT_SOURCE_DIR} / "examples" / name; }

class ExampleBook : public testing::TestWithParam<const char*> {};

TEST_P(ExampleBook, ChecksWithoutErrors) {
  const ProgramResult result = run_program({"check", example(GetParam()).string()});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_THAT(result.out + result.err, testing::HasSubstr("0 errors"));
}

INSTANTIATE_TEST_SUITE_P(Examples, ExampleBook, testing::Values("first-book", "magnets-2025"),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::erase(name, '-');
                           return name;
                         });

class MagnetsBook : public testing::Test {
 protected:
  static const book::Snapshot& june() {
    static const book::Snapshot snapshot = [] {
      const book::Book book = book::read_book(example("magnets-2025"));
      Diagnostics faults;
      const Date as_of = parse_date("2025-06-30");
      return book::make_snapshot(book::parse_records(book.tables_as_of(as_of), faults), as_of);
    }();
    return snapshot;
  }
  static const book::Records& records() { return june().records; }

  /// Of the applications that `is_meant` holds: how many were filed by the day, and how many of
  /// them granted by then, as known at the end of June.
  template <typename Predicate>
  static std::pair<int, int> count_grants(const char* day, const Predicate& is_meant) {
    const Date until = parse_date(day);
    std::set<std::string> filed;
    for (const Event& event : records().events) {
      if (event.event == "filed" && event.day() <= until) filed.insert(event.subject);
    }
    int asked = 0;
    int granted = 0;
    for (std::size_t row = 0; row < records().applications.size(); ++row) {
      const Application& application = records().applications[row];
      if (application.authority != "MOFCOM" || !is_meant(application)) continue;
      if (!filed.contains(application.application)) continue;
      ++asked;
      const book::ApplicationStatus& status = june().applications[row];
      const bool is_grant = status.state == book::ApplicationState::granted ||
                            status.state == book::ApplicationState::in_hand;
      granted += is_grant && status.decided_on <= until ? 1 : 0;
    }
    return {asked, granted};
  }
  static bool is_european(const Application& application) {
    return application.customer == "Aldermoor Drives Hungary";
  }
  static bool is_american(const Application& application) {
    return application.customer == "Aldermoor Drives Ohio";
  }
  static bool is_indian(const Application& application) {
    return application.customer == "Aldermoor Drives India";
  }
  static std::set<std::string> subjects_of(const char* event) {
    std::set<std::string> subjects;
    for (const Event& row : records().events) {
      if (row.event == event) subjects.insert(row.subject);
    }
    return subjects;
  }
};

TEST_F(MagnetsBook, HasTheSizeOfTheFirmItDescribes) {
  std::set<std::string> plant_countries;
  std::ptrdiff_t suppliers = 0;
  for (const book::Site& site : records().sites) {
    if (site.kind == book::SiteKind::plant) plant_countries.insert(site.country);
    suppliers += site.kind == book::SiteKind::supplier ? 1 : 0;
  }
  EXPECT_THAT(plant_countries, testing::IsSupersetOf({"HU", "US", "IN"}));
  EXPECT_EQ(suppliers, 12);
  std::map<std::string, int> items_of_line;
  for (const book::Line& line : records().lines) ++items_of_line[line.line];
  EXPECT_GE(items_of_line.size(), 12U);
  EXPECT_EQ(std::ranges::count_if(items_of_line, [](const auto& row) { return row.second > 1; }),
            2);
  EXPECT_EQ(records().items.size(), 60U);
  const auto with_status = [](book::ControlStatus status) {
    return std::ranges::count(records().items, status, &book::Item::control_status);
  };
  EXPECT_EQ(with_status(book::ControlStatus::controlled), 12);
  EXPECT_EQ(with_status(book::ControlStatus::unknown), 4);
  EXPECT_EQ(records().applications.size(), 80U);
}

TEST_F(MagnetsBook, IsKnownUpToTheLastDayOfJune) {
  const book::Book book = book::read_book(example("magnets-2025"));
  EXPECT_EQ(book.latest_known(), parse_date("2025-06-30"));
}

TEST_F(MagnetsBook, IsDecidedAtThePaceOfTheEpisode) {
  EXPECT_TRUE(std::ranges::any_of(records().controls, [](const book::Control& control) {
    return control.authority == "MOFCOM" && control.valid_from == parse_date("2025-04-04");
  }));
  // A quarter in early June, 60 % at the end of the month.
  EXPECT_EQ(count_grants("2025-06-04", is_european), (std::pair{40, 10}));
  EXPECT_EQ(count_grants("2025-06-30", is_european), (std::pair{40, 24}));
  // America slower, nothing for defence; India nothing.
  const auto [american, granted] = count_grants("2025-06-30", is_american);
  EXPECT_GE(american, 10);
  EXPECT_LT(granted * 100, 40 * american);
  const auto [defence, defence_granted] =
      count_grants("2025-06-30", [](const Application& row) { return row.defence == "yes"; });
  EXPECT_GE(defence, 1);
  EXPECT_EQ(defence_granted, 0);
  EXPECT_EQ(count_grants("2025-06-30", is_indian).second, 0);
  EXPECT_EQ(
      count_grants("2025-06-30", [](const Application& row) { return row.transit_country == "IN"; })
          .second,
      0);
  EXPECT_EQ(subjects_of("refused").size(), 2U);
  EXPECT_GE(subjects_of("returned").size(), 3U);
}

TEST_F(MagnetsBook, TakesAboutFortyFiveDaysOfPaperwork) {
  std::vector<std::int64_t> days;
  for (const Event& event : records().events) {
    const Date start = parse_date("2025-04-04");
    if (event.event == "filed" && event.day() >= start)
      days.push_back((event.day() - start).count());
  }
  std::ranges::sort(days);
  EXPECT_GE(days.front(), 7);
  EXPECT_NEAR(static_cast<double>(days[days.size() / 2]), 45.0, 5.0);
}

TEST_F(MagnetsBook, HoldsTheAggregateReports) {
  const auto& rows = records().evidence;
  const auto has_share = [&](std::int64_t percent) {
    return std::ranges::any_of(rows, [&](const book::Evidence& row) {
      return row.share && row.share->millionths() == percent * 10'000;
    });
  };
  const auto has_count = [&](std::int64_t granted, std::int64_t submitted) {
    return std::ranges::any_of(rows, [&](const book::Evidence& row) {
      return row.granted == granted && row.submitted == submitted && !row.source.empty();
    });
  };
  EXPECT_TRUE(has_share(25));
  EXPECT_TRUE(has_share(60));
  EXPECT_TRUE(has_count(5, 180));
  EXPECT_TRUE(has_count(0, 30));
}

TEST_F(MagnetsBook, TravelsAsLongAsTheReportsSay) {
  const auto& sites = records().sites;
  int sea_to_europe = 0;
  int air = 0;
  for (const book::Lane& lane : records().lanes) {
    if (sites[lane.origin.index()].country != "CN") continue;
    if (lane.mode == "air") {
      ++air;
      EXPECT_GE(lane.transit_low, 3) << lane.lane;
      EXPECT_LE(lane.transit_high, 10) << lane.lane;
    } else if (sites[lane.destination.index()].country == "HU") {
      ++sea_to_europe;
      EXPECT_EQ(lane.transit_low, 44) << lane.lane;
      EXPECT_EQ(lane.transit_high, 52) << lane.lane;
    }
  }
  EXPECT_GE(sea_to_europe, 1);
  EXPECT_GE(air, 1);
}

TEST_F(MagnetsBook, HoldsEachSpecialThing) {
  const auto& items = records().items;
  const auto& sites = records().sites;
  bool has_second_source = false;
  bool has_second_tier_motor = false;
  std::map<std::string, int> call_offs;
  for (const book::Order& order : records().orders) {
    const book::Item& item = items[order.item.index()];
    const std::string& country = sites[order.supplier_site.index()].country;
    const bool controlled = item.control_status == book::ControlStatus::controlled;
    has_second_source |= controlled && country == "JP" && order.applications.empty();
    has_second_tier_motor |= !controlled && country != "CN" && !order.applications.empty();
    if (!order.contract.empty()) ++call_offs[order.contract];
  }
  EXPECT_TRUE(has_second_source);
  EXPECT_TRUE(has_second_tier_motor);
  EXPECT_TRUE(std::ranges::any_of(call_offs, [](const auto& row) { return row.second > 2; }));
  EXPECT_TRUE(std::ranges::any_of(records().bom, [](const book::Component& row) {
    return !row.choice.empty() && row.from && *row.from > june().as_of;
  }));
  const auto has_licence = [](book::ApplicationKind kind, const auto& fits) {
    return std::ranges::any_of(records().licences, [&](const book::Licence& licence) {
      return licence.application &&
             records().applications[licence.application->index()].kind == kind && fits(licence);
    });
  };
  EXPECT_TRUE(has_licence(book::ApplicationKind::batch,
                          [](const book::Licence& licence) { return !licence.mode.empty(); }));
  EXPECT_TRUE(has_licence(book::ApplicationKind::general, [](const auto&) { return true; }));
  EXPECT_TRUE(std::ranges::any_of(records().lines, [&](const book::Line& line) {
    return sites[line.site.index()].kind == book::SiteKind::customer;
  }));
  EXPECT_TRUE(std::ranges::any_of(records().replenishment, [](const book::Replenishment& row) {
    return row.policy == book::PolicyKind::pass_on;
  }));
  for (int day = 4; day <= 15; ++day) {  // The shutdown in August.
    EXPECT_FALSE(records().calendar("GYOR").is_working(parse_date("2025-08-01") + Days{day - 1}));
  }
}

TEST_F(MagnetsBook, HasALineThatIsAlreadyDown) {
  const ProgramResult result =
      run_program({"forecast", example("magnets-2025").string(), "--replications", "1", "--horizon",
                   "30", "--format", "json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto answer = nlohmann::json::parse(result.out);
  for (const auto& line : answer["lines"]) {
    if (line["line"] != "OHIO-3") continue;
    EXPECT_EQ(line["stop"]["p50"], "2025-07-01");
    EXPECT_EQ(line["dates"]["if_granted_today"], "2025-07-01");
    return;
  }
  FAIL() << "OHIO-3 is missing";
}

}  // namespace
}  // namespace runout::scenarios
