// Assertions on what comes into the simulator: a fault of the caller, not of the book.
#pragma once

#include <fmt/format.h>

#include "runout/base/error.h"

namespace runout::flow {

/// Throws Error{internal}, "network: a calendar is not there", unless it holds.
inline void require(bool holds, const char* of, const char* what) {
  if (!holds) throw Error{ErrorKind::internal, fmt::format("{}: {}", of, what)};
}

}  // namespace runout::flow
