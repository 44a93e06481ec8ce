#include "runout/regime/evidence/book_reports.h"

#include <numeric>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "regime/book_fixture.h"

namespace runout::regime {
namespace {

/// A book with a report of 60 of 240 since 1 January, and own applications filed on the days.
book::Snapshot reported_book(const std::vector<std::string>& filed) {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "OLD", "2024-05-06", "2024-07-01");
  for (std::size_t i = 0; i < filed.size(); ++i) {
    const std::size_t row = fixtures::add(snapshot, fixtures::application("A" + std::to_string(i)),
                                          book::ApplicationState::filed, 20);
    fixtures::add_event(snapshot, row, "filed", filed[i]);
  }
  book::Evidence report;
  report.evidence = "R";
  report.reported_on = snapshot.as_of;
  report.since = parse_date("2025-01-01");
  report.submitted = 240;
  report.granted = 60;
  report.own = "no";
  snapshot.records.evidence.push_back(report);
  return snapshot;
}

ReportSet set_of(const book::Snapshot& snapshot) {
  const BookModel model = fit_book_without_reports(snapshot, {});
  return make_report_set(snapshot, model, model.readings).set;
}

double sum(const std::vector<double>& days, std::size_t from, std::size_t to) {
  return std::accumulate(days.begin() + static_cast<std::ptrdiff_t>(from),
                         days.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
}

TEST(ReportGroups, AreFiledEvenlyWhereNothingElseIsKnown) {
  const std::vector<double> begun = set_of(reported_book({})).groups.at(0).days.begun;
  ASSERT_EQ(begun.size(), 129U);  // Monday to Friday, 1 January to 30 June
  for (std::size_t day = 1; day < begun.size(); ++day) EXPECT_NEAR(begun[day], 1.0 / 129.0, 1e-12);
}

TEST(ReportGroups, AreFiledWhenTheBooksOwnWere) {
  const std::vector<std::string> february(9, "2025-02-14");
  const std::vector<double> begun = set_of(reported_book(february)).groups.at(0).days.begun;
  // Nine within 15 days around 14 February: Thursday, 30 January (day 21) to Friday, 28 February.
  // The three that are even lie there for 22 of 129 days. At risk from the day after.
  EXPECT_NEAR(sum(begun, 22, 44), (9.0 + 3.0 * 22.0 / 129.0) / 12.0, 1e-12);
  EXPECT_NEAR(sum(begun, 0, begun.size()) + 3.0 / 129.0 / 12.0, 1.0,
              1e-12);  // filed on the last day
}

TEST(ReportGroups, LeaveOutThoseSeenBecauseTheyWerePending) {
  book::Snapshot snapshot = reported_book(std::vector<std::string>(9, "2025-06-13"));
  for (auto& application : snapshot.records.applications) {
    application.observed_from = parse_date("2025-06-30");
  }
  const std::vector<double> begun = set_of(snapshot).groups.at(0).days.begun;
  EXPECT_NEAR(begun.back(), 1.0 / 129.0, 1e-12);
}

TEST(ReportGroups, AreLessExactTheFewerFilingDaysAreKnown) {
  const auto precision = [](const std::vector<std::string>& filed) {
    return std::get<CountStatement>(set_of(reported_book(filed)).terms.at(0).statement).precision;
  };
  // The press: 60. Days as if seen on 3, on 3 + 30.
  EXPECT_NEAR(precision({}), 1.0 / (1.0 / 61.0 + 0.25 / 4.0) - 1.0, 1e-9);
  EXPECT_NEAR(precision(std::vector<std::string>(30, "2025-03-14")),
              1.0 / (1.0 / 61.0 + 0.25 / 34.0) - 1.0, 1e-9);
}

}  // namespace
}  // namespace runout::regime
