// Random numbers that belong to what they are for, not to when they are asked for.
//
// A stream is named by (seed, replication, entity, purpose). The order of rows, the number of
// threads and a what-if elsewhere never change it: the generator is a pure function of the name
// and of the position in the stream (Philox4x32-10; J. Salmon, M. Moraes, R. Dror, D. Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC11).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace runout {

/// What a stream is drawn for. The numbers are part of the results: append, never renumber.
enum class Purpose : std::uint32_t {
  decision = 1,      ///< an application's way to its final decision
  speed = 2,         ///< the authority's speed, shared by all applications of a replication
  parameters = 3,    ///< the posterior draw of a replication
  transit = 4,       ///< transit days of a consignment
  hold = 5,          ///< whether and how long a lane holds a consignment
  policy = 6,        ///< applications of orders that a replenishment policy will make
  resubmission = 7,  ///< from a return to the next filing
  evidence = 8,      ///< what aggregate reports leave open of the parameters
  intervention = 9,  ///< days and size of a change of how an authority works
  promise = 10,      ///< whether a promised day holds
  test = 100,        ///< tests
};

/// A stable 64-bit hash of an entity's code (FNV-1a followed by a mixing step). Part of the
/// results: never change it.
[[nodiscard]] std::uint64_t entity_hash(std::string_view code);

/// Entities whose codes are one beginning and a running number: what comes before is hashed once.
class NumberedEntities {
 public:
  explicit NumberedEntities(std::string_view beginning);
  /// entity_hash of the beginning followed by the number in decimal digits.
  [[nodiscard]] std::uint64_t hash(std::uint32_t number) const;

 private:
  std::uint64_t state_;
};

/// What names a stream beside seed and replication: an entity and a purpose.
[[nodiscard]] std::uint64_t stream_name(std::uint64_t entity, Purpose purpose);

/// One stream of random numbers. Cheap to make and to copy.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint32_t replication, std::uint64_t entity,
               Purpose purpose) noexcept;
  RandomStream(std::uint64_t seed, std::uint32_t replication, std::string_view entity_code,
               Purpose purpose)
      : RandomStream{seed, replication, entity_hash(entity_code), purpose} {}

  [[nodiscard]] std::uint32_t next_bits() noexcept;
  /// Uniform in (0, 1), 53 bits, never 0 nor 1. Uses two words.
  [[nodiscard]] double uniform() noexcept;
  /// Exponential with mean 1. Uses two words.
  [[nodiscard]] double exponential() noexcept;
  /// Normal with mean 0 and standard deviation 1 (Box-Muller, one of the pair). Uses four words.
  [[nodiscard]] double normal() noexcept;
  /// Gamma with shape > 0 and mean = shape. Source: G. Marsaglia and W. Tsang, "A simple method
  /// for generating gamma variables", ACM TOMS 26 (2000) 363-372. Uses a varying number of words.
  [[nodiscard]] double gamma(double shape) noexcept;
  /// Beta with both shapes > 0.
  [[nodiscard]] double beta(double a, double b) noexcept;

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  unsigned used_ = 4;
};

}  // namespace runout
