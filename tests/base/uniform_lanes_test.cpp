#include "runout/base/uniform_lanes.h"

#include <limits>

#include <gtest/gtest.h>

namespace runout {
namespace {

class UniformLanesOn : public ::testing::TestWithParam<Instructions> {};

TEST_P(UniformLanesOn, AreThoseOfTheStreams) {
  if (!has_instructions(GetParam())) GTEST_SKIP() << "not on this machine";
  TwoUniforms uniforms;
  for (const std::uint64_t seed : {0ULL, 7ULL, 0xfedcba9876543210ULL}) {
    for (const std::uint32_t replication :
         {0U, 16U, 123'456U, std::numeric_limits<std::uint32_t>::max() - 5}) {
      const std::uint64_t entity = entity_hash("O-1") + replication;
      draw_uniforms(seed, replication, entity, Purpose::transit, GetParam(), uniforms);
      for (std::size_t lane = 0; lane < kReplicationLanes; ++lane) {
        RandomStream stream{seed, static_cast<std::uint32_t>(replication + lane), entity,
                            Purpose::transit};
        ASSERT_EQ(uniforms.first[lane], stream.uniform()) << lane;
        ASSERT_EQ(uniforms.second[lane], stream.uniform()) << lane;
      }
    }
  }
}

TEST_P(UniformLanesOn, AreThoseOfAnEntityForEachLane) {
  if (!has_instructions(GetParam())) GTEST_SKIP() << "not on this machine";
  EntityLanes entities{};
  for (std::size_t lane = 0; lane < kReplicationLanes; ++lane) {
    entities[lane] = entity_hash(lane % 3 == 0 ? "P-1#7" : "P-1#8") + lane / 5;
  }
  TwoUniforms uniforms;
  draw_uniforms(5, 32, entities, Purpose::hold, GetParam(), uniforms);
  for (std::size_t lane = 0; lane < kReplicationLanes; ++lane) {
    RandomStream stream{5, static_cast<std::uint32_t>(32 + lane), entities[lane], Purpose::hold};
    EXPECT_EQ(uniforms.first[lane], stream.uniform()) << lane;
    EXPECT_EQ(uniforms.second[lane], stream.uniform()) << lane;
  }
}

INSTANTIATE_TEST_SUITE_P(Machines, UniformLanesOn,
                         ::testing::Values(Instructions::plain, Instructions::avx2,
                                           Instructions::avx512));

}  // namespace
}  // namespace runout
