// How a review of a book ends, in the order in which outcomes are counted and shown.
#pragma once

#include <array>
#include <cstddef>

namespace runout::regime::review {

inline constexpr std::size_t kGranted = 0;
inline constexpr std::size_t kRefused = 1;
inline constexpr std::size_t kReturned = 2;
inline constexpr std::size_t kWithdrawn = 3;
inline constexpr std::array<const char*, 4> kNames{"granted", "refused", "returned", "withdrawn"};

}  // namespace runout::regime::review
