// Changes of authorities in the forecasts of books and files.
#include "runout/regime/future/pace.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "regime/book_fixture.h"
#include "runout/base/random.h"
#include "runout/regime/decision_forecast.h"
#include "runout/regime/regime.h"

namespace runout::regime {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<Scenario> scenarios(const std::string& text) {
  return {std::get<Scenario>(read_scenario(text))};
}

/// Twelve decided and six pending applications at each of two authorities.
book::Snapshot two_authorities() {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (const std::string authority : {"A", "B"}) {
    for (int i = 0; i < 12; ++i) {
      const Date filed = parse_date("2025-01-06") + Days{7 * i};
      const std::size_t row = fixtures::add(
          snapshot, fixtures::application(fmt::format("{}{}", authority, i), "", authority),
          book::ApplicationState::granted);
      snapshot.applications[row].decided_on = filed + Days{40};
      fixtures::add_event(snapshot, row, "filed", to_string(filed));
      fixtures::add_event(snapshot, row, "granted", to_string(filed + Days{30 + 2 * i}));
    }
    for (int i = 0; i < 6; ++i) {
      const std::size_t row = fixtures::add(
          snapshot, fixtures::application(fmt::format("{}-P{}", authority, i), "", authority),
          book::ApplicationState::filed, 20 + i);
      fixtures::add_event(snapshot, row, "filed", "2025-06-02");
    }
  }
  return snapshot;
}

void tell_authority(book::Snapshot& snapshot, const std::string& word, const std::string& day) {
  book::Event event;
  event.subject = "A";
  event.kind = book::SubjectKind::authority;
  event.event = word;
  event.happened_on = parse_date(day);
  event.known_on = snapshot.as_of;
  snapshot.records.events.push_back(event);
}

Draws draw(const book::Snapshot& snapshot, std::vector<Scenario> supposed = {}) {
  DrawSettings settings{.replications = 300, .seed = 7};
  settings.scenarios = std::move(supposed);
  return draw_decisions(snapshot, {}, {}, settings).draws;
}

/// First decision of every pending application of an authority in every replication.
std::vector<Day> first_decisions(const Draws& draws, const book::Snapshot& snapshot,
                                 const std::string& authority) {
  std::vector<Day> days;
  for (std::size_t i = 0; i < draws.applications; ++i) {
    if (snapshot.records.applications[i].authority != authority) continue;
    if (!book::is_pending(snapshot.applications[i].state)) continue;
    for (std::size_t r = 0; r < draws.replications; ++r) {
      const auto stages = draws.stages_of(r, i);
      days.push_back(stages.size() > 1 ? stages[1].day : kNever);
    }
  }
  return days;
}

TEST(Halt, MovesAllDecisionsBehindIt) {
  const auto snapshot = two_authorities();
  const auto days =
      first_decisions(draw(snapshot, scenarios("halt:2025-07-01..2025-08-10")), snapshot, "A");
  EXPECT_EQ(std::ranges::count_if(days, [](Day day) { return day <= 41; }), 0);
  EXPECT_GT(std::ranges::count_if(days, [](Day day) { return day != kNever; }), 100);
}

TEST(Halt, NeverBringsAFirstDecisionForward) {
  const auto snapshot = two_authorities();
  const auto usual = first_decisions(draw(snapshot), snapshot, "A");
  const auto halted =
      first_decisions(draw(snapshot, scenarios("halt:2025-07-15..2025-08-10")), snapshot, "A");
  std::size_t before = 0;
  for (std::size_t i = 0; i < usual.size(); ++i) {
    ASSERT_GE(halted[i], usual[i]);
    if (usual[i] <= 14) {  // The days before are as they would have been.
      ASSERT_EQ(halted[i], usual[i]);
      ++before;
    }
  }
  EXPECT_GT(before, 50U);
}

TEST(Halt, OfOneAuthorityLeavesTheOthersBits) {
  const auto snapshot = two_authorities();
  const Draws usual = draw(snapshot);
  const Draws halted = draw(snapshot, scenarios("halt:2025-07-15..2025-08-10@A"));
  EXPECT_EQ(first_decisions(usual, snapshot, "B"), first_decisions(halted, snapshot, "B"));
  EXPECT_NE(first_decisions(usual, snapshot, "A"), first_decisions(halted, snapshot, "A"));
}

TEST(Halt, BeyondTheHorizonChangesNoBit) {
  const auto snapshot = two_authorities();
  const Draws usual = draw(snapshot);
  const Draws later = draw(snapshot, scenarios("halt:2027-01-01..2027-02-01"));
  EXPECT_EQ(usual.final_day, later.final_day);
  EXPECT_EQ(usual.stages, later.stages);
}

TEST(Easing, BringsDecisionsForwardAndTighteningPutsThemOff) {
  const auto snapshot = two_authorities();
  const auto within = [&](std::vector<Scenario> supposed) {
    const auto days = first_decisions(draw(snapshot, std::move(supposed)), snapshot, "A");
    return static_cast<double>(std::ranges::count_if(days, [](Day day) { return day <= 10; }));
  };
  const double usual = within({});
  EXPECT_GT(within(scenarios("easing")), usual * 1.1);
  EXPECT_LT(within(scenarios("tightening")), usual * 0.9);
}

TEST(BookChanges, StandInTheAssumptions) {
  auto snapshot = two_authorities();
  tell_authority(snapshot, "freeze", "2025-06-16");
  tell_authority(snapshot, "unfreeze", "2025-07-14");
  const auto drawn = draw_decisions(snapshot, {}, {}, {.replications = 50, .seed = 7});
  EXPECT_THAT(drawn.basis.assumptions,
              ElementsAre(HasSubstr("A decides nothing from 2025-06-16 on, until 2025-07-13")));
  const auto days = first_decisions(drawn.draws, snapshot, "A");
  EXPECT_EQ(std::ranges::count_if(days, [](Day day) { return day <= 13; }), 0);
}

TEST(BookChanges, AreFeltOnBothSidesOfTheAsOfDay) {
  auto snapshot = two_authorities();
  tell_authority(snapshot, "tightening", "2025-06-20");
  const auto drawn = draw_decisions(snapshot, {}, {}, {.replications = 20, .seed = 7});
  EXPECT_THAT(drawn.basis.assumptions, Contains(HasSubstr("The tightening at A since 2025-06-20")));
  EXPECT_THAT(draw_decisions(two_authorities(), {}, {}, {.replications = 5}).basis.assumptions,
              IsEmpty());
}

/// Cases filed over two years whose hazard is 0.02 every day.
CaseFile constant_cases() {
  CaseFile file;
  for (std::uint32_t i = 0; i < 1500; ++i) {
    RandomStream stream{9, i, "case", Purpose::test};
    Case one;
    one.id = fmt::format("C{}", i);
    one.submitted = parse_date("2025-06-30") - Days{static_cast<int>(stream.uniform() * 730.0)};
    one.decided = one.submitted + Days{static_cast<int>(std::floor(stream.exponential() / 0.02))};
    one.outcome = "granted";
    file.cases.push_back(one);
  }
  return file;
}

TEST(Halt, OfAFileMovesTheLawOfAConstantHazard) {
  DecisionRequest request{.horizon = 60, .draws = 400, .seed = 3};
  request.scenarios = scenarios("halt:2025-07-01..2025-07-20");
  const auto halted = forecast_cases(constant_cases(), parse_date("2025-06-30"), request);
  ASSERT_GT(halted.pending.size(), 20U);
  double mean = 0.0;
  for (const auto& pending : halted.pending) {
    const auto any = pending.any();
    ASSERT_EQ(any[19], 0.0);
    mean += any[49] / static_cast<double>(halted.pending.size());
  }
  EXPECT_NEAR(mean, 1.0 - std::exp(-0.02 * 30.0), 0.05);
}

}  // namespace
}  // namespace runout::regime
