#include "runout/regime/pieces.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace runout::regime {
namespace {

using ::testing::Contains;
using ::testing::Not;

TEST(Pieces, WithoutRecordsFollowTheGrid) {
  const auto starts = choose_pieces({}, 24);
  EXPECT_EQ(starts.front(), 0.0);
  EXPECT_TRUE(std::ranges::is_sorted(starts));
  EXPECT_LT(starts.size(), 24u);
}

TEST(Pieces, LetADayWithManyDecisionsStandAlone) {
  WaitingDays seen;
  seen.at_risk.assign(60, 100.0);
  seen.decided.assign(60, 0.0);
  seen.decided[44] = 80.0;
  const auto starts = choose_pieces(seen, 200);
  EXPECT_THAT(starts, Contains(44.0));
  EXPECT_THAT(starts, Contains(45.0));
}

TEST(Pieces, StayLongWhereFewAreLeft) {
  WaitingDays seen;
  seen.at_risk.assign(400, 2.0);
  seen.decided.assign(400, 0.0);
  for (int day = 0; day < 50; ++day) {
    seen.at_risk[day] = 500.0;
    seen.decided[day] = 10.0;
  }
  const auto starts = choose_pieces(seen, 200);
  const auto late = std::ranges::count_if(starts, [](double s) { return s > 100 && s < 400; });
  EXPECT_LE(late, 6);
  const auto early = std::ranges::count_if(starts, [](double s) { return s < 50; });
  EXPECT_GE(early, 15);
}

TEST(Pieces, HoldTheirStartAndNotTheirEnd) {
  const std::vector<double> starts{0.0, 5.0, 10.0};
  EXPECT_EQ(piece_at(starts, 0.0), 0u);
  EXPECT_EQ(piece_at(starts, 4.999), 0u);
  EXPECT_EQ(piece_at(starts, 5.0), 1u);
  EXPECT_EQ(piece_at(starts, 1e9), 2u);
}

}  // namespace
}  // namespace runout::regime
