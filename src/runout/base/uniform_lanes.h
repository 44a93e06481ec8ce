// The same random numbers as RandomStream, for replications that follow each other, at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runout/base/instructions.h"
#include "runout/base/random.h"

namespace runout {

/// Replications that are worked on together.
inline constexpr std::size_t kReplicationLanes = 16;
using UniformLanes = std::array<double, kReplicationLanes>;

/// The first two uniform() of the streams (seed, replication + lane, entity, purpose).
struct TwoUniforms {
  alignas(64) UniformLanes first;
  alignas(64) UniformLanes second;
};
void draw_uniforms(std::uint64_t seed, std::uint32_t replication, std::uint64_t entity,
                   Purpose purpose, Instructions which, TwoUniforms& uniforms);
/// The same with an entity for each lane.
using EntityLanes = std::array<std::uint64_t, kReplicationLanes>;
void draw_uniforms(std::uint64_t seed, std::uint32_t replication, const EntityLanes& entities,
                   Purpose purpose, Instructions which, TwoUniforms& uniforms);

}  // namespace runout
