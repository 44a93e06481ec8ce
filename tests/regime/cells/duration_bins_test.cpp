#include "runout/regime/cells/duration_bins.h"

#include <vector>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace runout::regime {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

TEST(DurationBins, AreSingleDaysThenATenthThenAHalfOfTheWait) {
  const DurationBins bins = make_duration_bins(24, 60, {});
  EXPECT_THAT(bins.starts, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
                                       18, 19, 20, 22, 24, 26, 39, 58));
}

TEST(DurationBins, GiveEveryMarkADayOfItsOwn) {
  const std::vector<std::int32_t> marks{44, 19};
  const DurationBins bins = make_duration_bins(100, 100, marks);
  for (const std::int32_t mark : marks) {
    EXPECT_EQ(bins.starts[bins.of(mark)], mark);
    EXPECT_EQ(bins.starts[bins.of(mark) + 1], mark + 1);
    EXPECT_EQ(bins.of(mark - 1) + 1, bins.of(mark));
  }
}

TEST(DurationBins, IgnoreMarksThatNoWaitReaches) {
  const std::vector<std::int32_t> marks{-1, 500};
  EXPECT_THAT(make_duration_bins(100, 100, marks).starts,
              ElementsAreArray(make_duration_bins(100, 100, {}).starts));
}

TEST(DurationBins, HoldAllLaterDaysInTheLast) {
  const DurationBins bins = make_duration_bins(50, 50, {});
  EXPECT_EQ(bins.of(50'000), bins.size() - 1);
  EXPECT_EQ(make_duration_bins(0, 0, {}).of(7), 0u);
}

RC_GTEST_PROP(DurationBins, HoldEachDayOnce, ()) {
  const auto longest = *rc::gen::inRange<std::int32_t>(0, 3000);
  const auto farthest = *rc::gen::inRange<std::int32_t>(0, 3000);
  const auto marks = *rc::gen::container<std::vector<std::int32_t>>(rc::gen::inRange(0, 3000));
  const DurationBins bins = make_duration_bins(longest, farthest, marks);
  RC_ASSERT(bins.starts.front() == 0);
  for (std::int32_t day = 0; day <= std::max(longest, farthest); ++day) {
    const std::size_t bin = bins.of(day);
    RC_ASSERT(bins.starts[bin] <= day);
    const bool before_next = bin + 1 == bins.size() || day < bins.starts[bin + 1];
    RC_ASSERT(before_next);
  }
}

}  // namespace
}  // namespace runout::regime
