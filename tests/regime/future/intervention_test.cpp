#include "runout/regime/future/intervention.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "regime/as_of.h"
#include "regime/book_fixture.h"

namespace runout::regime {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

book::Event& tell(book::Snapshot& snapshot, const std::string& word, const std::string& day,
                  const std::string& authority = "AUTH") {
  book::Event event;
  event.subject = authority;
  event.kind = book::SubjectKind::authority;
  event.event = word;
  event.happened_on = parse_date(day);
  event.known_on = std::min(*event.happened_on, kAsOf);
  return snapshot.records.events.emplace_back(event);
}

std::vector<DaysInForce> draw_many(const Intervention& change, std::uint32_t count = 4000) {
  std::vector<DaysInForce> days;
  for (std::uint32_t r = 0; r < count; ++r) {
    RandomStream stream{1, r, change.name, Purpose::intervention};
    days.push_back(draw_days(change, kAsOf, stream));
  }
  return days;
}

template <typename Test>
double share(const std::vector<DaysInForce>& days, Test test) {
  return static_cast<double>(std::ranges::count_if(days, test)) / static_cast<double>(days.size());
}

TEST(BookInterventions, AFreezeLastsUntilTheDayBeforeTheUnfreeze) {
  auto snapshot = fixtures::empty_snapshot();
  tell(snapshot, "unfreeze", "2025-05-20");
  tell(snapshot, "freeze", "2025-05-01");
  tell(snapshot, "unfreeze", "2025-06-20");  // Nothing is frozen any more.
  const auto changes = book_interventions(snapshot);
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].begin.last, parse_date("2025-05-01"));
  ASSERT_TRUE(changes[0].end);
  EXPECT_EQ(changes[0].end->last, parse_date("2025-05-19"));
}

TEST(BookInterventions, TheSameNewsWithinAMonthIsOneChange) {
  auto snapshot = fixtures::empty_snapshot();
  tell(snapshot, "easing", "2025-03-01");
  tell(snapshot, "easing", "2025-03-20");
  tell(snapshot, "easing", "2025-04-10");  // A month after the one before.
  tell(snapshot, "easing", "2025-06-01");
  tell(snapshot, "easing", "2025-03-05", "OTHER");
  EXPECT_THAT(book_interventions(snapshot), SizeIs(3));
}

TEST(BookInterventions, EventsOfApplicationsAreNone) {
  auto snapshot = fixtures::empty_snapshot();
  fixtures::add_granted(snapshot, "A", "2025-04-07", "2025-05-20");
  EXPECT_THAT(book_interventions(snapshot), IsEmpty());
}

TEST(DrawDays, OfAScenarioAreItsOwn) {
  const auto halt = std::get<Scenario>(read_scenario("halt:2025-07-10..2025-07-20"));
  for (const auto& days : draw_many(to_intervention(halt, kAsOf), 20)) {
    EXPECT_EQ(days.first, 10);
    EXPECT_EQ(days.last, 20);
  }
  const auto from_tomorrow = std::get<Scenario>(read_scenario("easing"));
  const auto days = draw_many(to_intervention(from_tomorrow, kAsOf), 1)[0];
  EXPECT_EQ(days.first, 1);
  EXPECT_EQ(days.last, kNever);
}

TEST(DrawDays, OfAFreezeWithoutAnEndGoOnAsLongAgainAndAMonth) {
  auto snapshot = fixtures::empty_snapshot();
  tell(snapshot, "freeze", "2025-06-20");
  const auto days = draw_many(book_interventions(snapshot)[0]);
  // P(more than r days) = 1 / (1 + r / (10 + 30)).
  EXPECT_NEAR(share(days, [](const auto& d) { return d.last > 40; }), 0.5, 0.03);
  EXPECT_NEAR(share(days, [](const auto& d) { return d.last > 120; }), 0.25, 0.03);
}

TEST(DrawDays, OfAnnouncementsSlipHalfOfTheTimeAndNeverComeEarly) {
  auto snapshot = fixtures::empty_snapshot();
  tell(snapshot, "easing", "2025-07-10");
  const auto days = draw_many(book_interventions(snapshot)[0]);
  EXPECT_NEAR(share(days, [](const auto& d) { return d.first == 10; }), 0.5, 0.03);
  EXPECT_EQ(share(days, [](const auto& d) { return d.first < 10; }), 0.0);
  EXPECT_NEAR(share(days, [](const auto& d) { return d.first > 24; }), 0.5 * std::exp(-1.0), 0.03);
}

TEST(DrawDays, OfAnIntervalAreAllOfThem) {
  auto snapshot = fixtures::empty_snapshot();
  book::Event& event = tell(snapshot, "tightening", "2025-07-10");
  event.happened_on.reset();
  event.earliest = parse_date("2025-07-01");
  event.latest = parse_date("2025-07-04");
  const auto days = draw_many(book_interventions(snapshot)[0]);
  for (Day day = 1; day <= 4; ++day) {
    EXPECT_NEAR(share(days, [&](const auto& d) { return d.first == day; }), 0.25, 0.03);
  }
}

}  // namespace
}  // namespace runout::regime
