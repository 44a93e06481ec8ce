#include "runout/base/parallel.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace runout {
namespace {

TEST(ParallelBlocks, CoverEveryPlaceOnceForAnyNumberOfThreads) {
  for (const unsigned threads : {0U, 1U, 2U, 7U}) {
    std::vector<int> visits(1003, 0);
    parallel_blocks(visits.size(), 10, threads, [&](std::size_t begin, std::size_t end) {
      EXPECT_LE(end - begin, 10U);
      EXPECT_EQ(begin % 10, 0U);  // Blocks do not depend on the threads.
      for (std::size_t i = begin; i < end; ++i) ++visits[i];
    });
    EXPECT_EQ(visits, std::vector<int>(1003, 1)) << threads;
  }
}

TEST(ParallelBlocks, DoNothingForNothing) {
  parallel_blocks(0, 10, 2, [](std::size_t, std::size_t) { FAIL(); });
}

TEST(ParallelBlocks, PassOnTheFirstFailure) {
  for (const unsigned threads : {1U, 2U}) {
    EXPECT_THROW(parallel_blocks(100, 1, threads,
                                 [](std::size_t begin, std::size_t) {
                                   if (begin >= 3) throw std::runtime_error{"three"};
                                 }),
                 std::runtime_error);
  }
  int calls = 0;
  EXPECT_THROW(parallel_blocks(100, 1, 1,
                               [&](std::size_t begin, std::size_t) {
                                 ++calls;
                                 if (begin == 3) throw std::runtime_error{"three"};
                               }),
               std::runtime_error);
  EXPECT_EQ(calls, 4);  // No further blocks are begun.
}

}  // namespace
}  // namespace runout
