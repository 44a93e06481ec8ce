// The version of the program.
#pragma once

namespace runout {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace runout
