#include "runout/regime/future/bare_minimum.h"

#include <gmock/gmock.h>

#include "regime/book_fixture.h"
#include "runout/regime/regime.h"

namespace runout::regime {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<Scenario> bare_minimum(const std::string& text = "bare-minimum") {
  return {std::get<Scenario>(read_scenario(text))};
}

/// Three pending applications at A, needed on 1 July, 1 August and by nobody; one at B.
book::Snapshot three_needs() {
  book::Snapshot snapshot = fixtures::empty_snapshot();
  for (const std::string code : {"LATE", "SOON", "NEVER", "OTHER"}) {
    const std::size_t row =
        fixtures::add(snapshot, fixtures::application(code, "", code == "OTHER" ? "B" : "A"),
                      book::ApplicationState::filed, 20);
    fixtures::add_event(snapshot, row, "filed", "2025-06-02");
  }
  for (const auto& [row, day] : {std::pair{0, "2025-08-01"}, std::pair{1, "2025-07-01"}}) {
    book::Order order;
    order.ready_on = parse_date(day);
    order.applications.push_back(ApplicationId{static_cast<std::size_t>(row)});
    snapshot.records.orders.push_back(order);
    snapshot.orders.emplace_back();
  }
  return snapshot;
}

TEST(NeedFactors, PutTheEarliestNeedFirstAndKeepTheMean) {
  const auto need = find_need_factors(three_needs(), bare_minimum());
  // 3, 1 and 1/3 about a mean of 13/9.
  EXPECT_NEAR(need.factor[1], 27.0 / 13.0, 1e-12);
  EXPECT_NEAR(need.factor[0], 9.0 / 13.0, 1e-12);
  EXPECT_NEAR(need.factor[2], 3.0 / 13.0, 1e-12);
  EXPECT_EQ(need.factor[3], 1.0);
  EXPECT_THAT(need.assumptions, Contains(HasSubstr("the data cannot tell")));
}

TEST(NeedFactors, OfAnotherAuthorityAreOne) {
  EXPECT_THAT(find_need_factors(three_needs(), bare_minimum("bare-minimum@B")).factor,
              ::testing::Each(1.0));
  EXPECT_THAT(find_need_factors(three_needs(), {}).factor, IsEmpty());
}

TEST(NeedFactors, BringTheNeediestForward) {
  DrawSettings settings{.replications = 300, .seed = 7};
  const auto usual = draw_decisions(three_needs(), {}, {}, settings);
  settings.scenarios = bare_minimum();
  const auto shifted = draw_decisions(three_needs(), {}, {}, settings);
  EXPECT_THAT(shifted.basis.assumptions, Contains(HasSubstr("decides first what is needed first")));
  for (std::size_t r = 0; r < 300; ++r) {
    const auto first = [&](const Draws& draws, std::size_t application) {
      const auto stages = draws.stages_of(r, application);
      return stages.size() > 1 ? stages[1].day : kNever;
    };
    ASSERT_LE(first(shifted.draws, 1), first(usual.draws, 1));
    ASSERT_GE(first(shifted.draws, 2), first(usual.draws, 2));
    ASSERT_EQ(first(shifted.draws, 3), first(usual.draws, 3));
  }
}

TEST(ReadScenario, OfBareMinimumTakesNoDays) {
  EXPECT_THAT(std::get<std::string>(read_scenario("bare-minimum:2025-07-01")),
              HasSubstr("takes no days"));
}

}  // namespace
}  // namespace runout::regime
