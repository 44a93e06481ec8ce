#include "runout/base/uniform_lanes.h"

#include <cstring>

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
#endif

namespace runout {
namespace {

// Philox4x32-10 as in RandomStream: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC11.
constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kKeyStep0 = 0x9E3779B9;
constexpr std::uint32_t kKeyStep1 = 0xBB67AE85;
constexpr int kRounds = 10;
constexpr std::uint64_t kLowerHalf = 0xffffffff;

/// 32-bit words in 64-bit lanes. Only the lower half of a lane means anything; the product of two
/// lower halves fills it.
using Words = std::uint64_t __attribute__((vector_size(kReplicationLanes * 8)));
using Reals = double __attribute__((vector_size(kReplicationLanes * 8)));

#define RUNOUT_INLINE inline __attribute__((always_inline))

struct PlainProduct {
  static RUNOUT_INLINE void multiply(std::uint64_t factor, const Words& words, Words& product) {
    product = (words & kLowerHalf) * factor;
  }
};

#if defined(__x86_64__) && !defined(__clang__)
/// The compiler makes three multiplications of a product of 64 bits; one is enough.
struct Avx2Product {
  __attribute__((target("avx2"))) static void multiply(std::uint64_t factor, const Words& words,
                                                       Words& product) {
    const __m256i times = _mm256_set1_epi64x(static_cast<std::int64_t>(factor));
    const auto* from = reinterpret_cast<const __m256i*>(&words);
    auto* to = reinterpret_cast<__m256i*>(&product);
    for (int i = 0; i < 4; ++i) {
      _mm256_storeu_si256(to + i, _mm256_mul_epu32(_mm256_loadu_si256(from + i), times));
    }
  }
};

struct Avx512Product {
  __attribute__((target("avx512f"))) static void multiply(std::uint64_t factor, const Words& words,
                                                          Words& product) {
    constexpr __mmask8 kAll = 0xff;  // Unmasked, g++ 12 warns of what it defines itself.
    const __m512i times = _mm512_set1_epi64(static_cast<std::int64_t>(factor));
    const auto* from = reinterpret_cast<const __m512i*>(&words);
    auto* to = reinterpret_cast<__m512i*>(&product);
    for (int i = 0; i < 2; ++i) {
      _mm512_storeu_si512(to + i,
                          _mm512_maskz_mul_epu32(kAll, _mm512_loadu_si512(from + i), times));
    }
  }
};
#endif

struct Names {
  std::uint64_t seed;
  std::uint32_t replication;
  EntityLanes streams;
};

/// The bits of 1.0: below them stands the fraction.
constexpr std::uint64_t kOne = 0x3ff0000000000000;

/// 52 bits and a half, as RandomStream::uniform.
RUNOUT_INLINE void to_uniform(const Words& high, const Words& low, double* uniforms) {
  const Words bits = ((high << 32U) | (low & kLowerHalf)) >> 12U;
  const Words one_and_fraction = bits | kOne;
  Reals reals;
  std::memcpy(&reals, &one_and_fraction, sizeof reals);
  reals = (reals - 1.0) + 0x1.0p-53;
  std::memcpy(uniforms, &reals, sizeof reals);
}

template <typename Product>
RUNOUT_INLINE void draw_body(const Names& name, TwoUniforms& uniforms) {
  Words c0 = {};
  Words c1;
  for (std::size_t lane = 0; lane < kReplicationLanes; ++lane) {
    c1[lane] = static_cast<std::uint32_t>(name.replication + lane);
  }
  Words streams;
  std::memcpy(&streams, &name.streams, sizeof streams);
  Words c2 = streams & kLowerHalf;
  Words c3 = streams >> 32U;
  auto key0 = static_cast<std::uint32_t>(name.seed);
  auto key1 = static_cast<std::uint32_t>(name.seed >> 32U);
  for (int round = 0; round < kRounds; ++round) {
    Words product0;
    Words product1;
    Product::multiply(kMultiplier0, c0, product0);
    Product::multiply(kMultiplier1, c2, product1);
    c0 = (product1 >> 32U) ^ c1 ^ (Words{} + std::uint64_t{key0});
    c1 = product1;
    c2 = (product0 >> 32U) ^ c3 ^ (Words{} + std::uint64_t{key1});
    c3 = product0;
    key0 += kKeyStep0;
    key1 += kKeyStep1;
  }
  to_uniform(c0, c1, uniforms.first.data());
  to_uniform(c2, c3, uniforms.second.data());
}

#if defined(__x86_64__) && !defined(__clang__)
__attribute__((target("avx2"))) void draw_avx2(const Names& name, TwoUniforms& uniforms) {
  draw_body<Avx2Product>(name, uniforms);
}
__attribute__((target("avx512f"))) void draw_avx512(const Names& name, TwoUniforms& uniforms) {
  draw_body<Avx512Product>(name, uniforms);
}
#endif

void draw(const Names& names, Instructions which, TwoUniforms& uniforms) {
#if defined(__x86_64__) && !defined(__clang__)
  if (which == Instructions::avx512) return draw_avx512(names, uniforms);
  if (which == Instructions::avx2) return draw_avx2(names, uniforms);
#else
  static_cast<void>(which);
#endif
  draw_body<PlainProduct>(names, uniforms);
}

}  // namespace

void draw_uniforms(std::uint64_t seed, std::uint32_t replication, std::uint64_t entity,
                   Purpose purpose, Instructions which, TwoUniforms& uniforms) {
  Names names{seed, replication, {}};
  names.streams.fill(stream_name(entity, purpose));
  draw(names, which, uniforms);
}

void draw_uniforms(std::uint64_t seed, std::uint32_t replication, const EntityLanes& entities,
                   Purpose purpose, Instructions which, TwoUniforms& uniforms) {
  Names names{seed, replication, {}};
  std::uint64_t entity = entities.front();
  std::uint64_t stream = stream_name(entity, purpose);
  for (std::size_t lane = 0; lane < kReplicationLanes; ++lane) {
    if (entities[lane] != entity) {
      entity = entities[lane];
      stream = stream_name(entity, purpose);
    }
    names.streams[lane] = stream;
  }
  draw(names, which, uniforms);
}

}  // namespace runout
