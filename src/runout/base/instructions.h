// Which of the machine's wide instructions are used. Kernels give the same bits with all of them.
#pragma once

#include <cstdint>

namespace runout {

/// Others than `plain` only where the machine has them.
enum class Instructions : std::uint8_t { plain, avx2, avx512 };
[[nodiscard]] bool has_instructions(Instructions which);
/// The widest that this machine has.
[[nodiscard]] Instructions widest_instructions();

}  // namespace runout
