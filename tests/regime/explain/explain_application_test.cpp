#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "regime/book_fixture.h"
#include "runout/base/error.h"
#include "runout/regime/explain/explanation.h"

namespace runout::regime {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kRoadDraws = 60;

/// Thirty decided applications of two holders and one pending in each state.
book::Snapshot road_book() {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (int i = 0; i < 30; ++i) {
    const std::string filed = fmt::format("2025-0{}-{:02}", 1 + i / 10, 1 + 2 * (i % 10));
    fixtures::add_granted(snapshot, fmt::format("D{}", i), filed,
                          to_string(parse_date(filed) + Days{30 + i % 3 * 10}),
                          i % 2 == 0 ? "ACME" : "BORG");
  }
  std::size_t row = fixtures::add(snapshot, fixtures::application("REV", "ACME"),
                                  book::ApplicationState::filed, 15);
  fixtures::add_event(snapshot, row, "filed", "2025-06-09");
  snapshot.applications[row].filed_on = parse_date("2025-06-09");
  row = fixtures::add(snapshot, fixtures::application("PREP", "BORG"),
                      book::ApplicationState::preparing);
  fixtures::add_event(snapshot, row, "preparing", "2025-06-16");
  snapshot.applications[row].preparing_since = parse_date("2025-06-16");
  row = fixtures::add(snapshot, fixtures::application("BACK", "BORG"),
                      book::ApplicationState::returned);
  fixtures::add_event(snapshot, row, "filed", "2025-05-05");
  fixtures::add_event(snapshot, row, "returned", "2025-06-23");
  snapshot.applications[row].returned_on = parse_date("2025-06-23");
  return snapshot;
}

Explanation explain(const book::Snapshot& snapshot, const std::string& code) {
  return explain_application(snapshot, {}, code, {.horizon = 90, .draws = kRoadDraws, .seed = 2});
}

TEST(ExplainApplication, AddsUpInEveryState) {
  const book::Snapshot snapshot = road_book();
  for (const char* code : {"REV", "PREP", "BACK"}) {
    const Explanation explanation = explain(snapshot, code);
    double sum = explanation.typical_days;
    for (const ExplainedPart& part : explanation.parts) sum += part.days;
    EXPECT_NEAR(sum, explanation.days, 1e-9) << code;
    EXPECT_TRUE(explanation.p50.has_value()) << code;
    EXPECT_EQ(explanation.parts.size(), 9U) << code;  // waited, calendar, seven covariates
    EXPECT_EQ(explanation.similar.size(), 5U) << code;
  }
}

TEST(ExplainApplication, SaysHowLongItHasWaitedInItsState) {
  const book::Snapshot snapshot = road_book();
  EXPECT_EQ(explain(snapshot, "REV").parts[0].label, "has waited 15 working days");
  EXPECT_EQ(explain(snapshot, "PREP").parts[0].label, "in preparation for 14 days");
  EXPECT_EQ(explain(snapshot, "BACK").parts[0].label, "sent back 5 working days ago");
}

TEST(ExplainApplication, TakesLongerFromThePaperworkOn) {
  const book::Snapshot snapshot = road_book();
  EXPECT_GT(explain(snapshot, "PREP").typical_days, explain(snapshot, "REV").typical_days + 20.0);
}

TEST(ExplainApplication, AgreesWithTheForecast) {
  const book::Snapshot snapshot = road_book();
  const auto forecast =
      forecast_book_decisions(snapshot, {}, {.horizon = 180, .draws = 1000, .seed = 2});
  for (const PendingForecast& one : forecast.pending) {
    const Explanation explanation =
        explain_application(snapshot, {}, one.id, {.horizon = 180, .draws = 1000, .seed = 2});
    ASSERT_TRUE(explanation.p50.has_value());
    EXPECT_NEAR(one.any()[static_cast<std::size_t>(*explanation.p50) - 1], 0.5, 0.07) << one.id;
  }
}

TEST(ExplainApplication, OfADecidedOneSaysSo) {
  const Explanation explanation = explain(road_book(), "D3");
  ASSERT_TRUE(explanation.decided.has_value());
  EXPECT_EQ(explanation.decided->outcome, "granted");
}

TEST(ExplainApplication, OfAnUnknownOneNamesTheNearest) {
  try {
    (void)explain(road_book(), "PERP");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::not_found);
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'PREP'?"));
  }
}

}  // namespace
}  // namespace runout::regime
