#include "runout/base/draws.h"

#include <gtest/gtest.h>

#include "runout/base/error.h"

namespace runout {
namespace {

Draws two_applications() {
  Draws draws;
  draws.replications = 1;
  draws.applications = 2;
  draws.in_hand_day = {12, kNever};
  draws.outcome = {FinalOutcome::granted, FinalOutcome::pending};
  draws.final_day = {12, kNever};
  draws.first_stage = {0, 3, 4};
  draws.stages = {
      {0, Stage::preparing}, {5, Stage::review}, {12, Stage::in_hand}, {0, Stage::review}};
  return draws;
}

TEST(Draws, TellTheStageAtTheEndOfADay) {
  const Draws draws = two_applications();
  check(draws);
  EXPECT_EQ(draws.stage_on(0, 0, 1), Stage::preparing);
  EXPECT_EQ(draws.stage_on(0, 0, 5), Stage::review);
  EXPECT_EQ(draws.stage_on(0, 0, 11), Stage::review);
  EXPECT_EQ(draws.stage_on(0, 0, 12), Stage::in_hand);
  EXPECT_EQ(draws.stage_on(0, 1, 400), Stage::review);
}

TEST(Draws, AreCheckedForShapeOrderAndAgreement) {
  Draws wrong_shape = two_applications();
  wrong_shape.in_hand_day.pop_back();
  EXPECT_THROW(check(wrong_shape), Error);
  Draws late_start = two_applications();
  late_start.stages[0].day = 1;
  EXPECT_THROW(check(late_start), Error);
  Draws out_of_order = two_applications();
  out_of_order.stages[1].day = 13;
  EXPECT_THROW(check(out_of_order), Error);
  Draws disagreeing = two_applications();
  disagreeing.in_hand_day[0] = 11;
  EXPECT_THROW(check(disagreeing), Error);
}

}  // namespace
}  // namespace runout
