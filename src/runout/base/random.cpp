#include "runout/base/random.h"

#include <Random123/philox.h>

#include <charconv>
#include <cmath>

#include "runout/base/portable_math.h"

namespace runout {
namespace {

std::uint64_t mix(std::uint64_t x) {  // The finaliser of SplitMix64.
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

constexpr std::uint64_t kEmpty = 0xcbf29ce484222325ULL;

/// FNV-1a of some more characters.
std::uint64_t add(std::uint64_t hash, std::string_view more) {
  for (const char c : more) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace

std::uint64_t entity_hash(std::string_view code) { return mix(add(kEmpty, code)); }

NumberedEntities::NumberedEntities(std::string_view beginning) : state_{add(kEmpty, beginning)} {}

std::uint64_t NumberedEntities::hash(std::uint32_t number) const {
  std::array<char, 10> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return mix(add(state_, {digits.data(), static_cast<std::size_t>(end - digits.data())}));
}

std::uint64_t stream_name(std::uint64_t entity, Purpose purpose) {
  return mix(entity + 0x9e3779b97f4a7c15ULL * static_cast<std::uint32_t>(purpose));
}

RandomStream::RandomStream(std::uint64_t seed, std::uint32_t replication, std::uint64_t entity,
                           Purpose purpose) noexcept
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)} {
  const std::uint64_t name = stream_name(entity, purpose);
  counter_ = {0, replication, static_cast<std::uint32_t>(name),
              static_cast<std::uint32_t>(name >> 32U)};
}

std::uint32_t RandomStream::next_bits() noexcept {
  if (used_ == 4) {
    const r123::Philox4x32::ctr_type counter{{counter_[0], counter_[1], counter_[2], counter_[3]}};
    const auto block = r123::Philox4x32{}(counter, {{key_[0], key_[1]}});
    for (unsigned i = 0; i < 4; ++i) block_[i] = block[i];
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

double RandomStream::uniform() noexcept {
  const std::uint64_t high = next_bits();
  const std::uint64_t low = next_bits();
  // 52 bits and a half: the middle of each of 2^52 cells, so neither end is ever reached.
  return (static_cast<double>(((high << 32U) | low) >> 12U) + 0.5) * 0x1.0p-52;
}

double RandomStream::exponential() noexcept { return -portable::log(uniform()); }

double RandomStream::normal() noexcept {
  const double radius = std::sqrt(2.0 * exponential());
  return radius * portable::cos_turn(uniform());
}

double RandomStream::gamma(double shape) noexcept {
  if (shape < 1.0) {  // Gamma(a) = Gamma(a + 1) U^(1/a)
    const double larger = gamma(shape + 1.0);
    return larger * portable::pow(uniform(), 1.0 / shape);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal();
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    if (portable::log(uniform()) < 0.5 * x * x + d - d * v + d * portable::log(v)) return d * v;
  }
}

double RandomStream::beta(double a, double b) noexcept {
  const double x = gamma(a);
  const double y = gamma(b);
  return x / (x + y);
}

}  // namespace runout
