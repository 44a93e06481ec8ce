// What a call says when it refuses.
#pragma once

#include <string>

#include "runout/base/error.h"

namespace runout::regime::survival {

/// The message of the Error that `call` throws; empty if it does not.
template <typename Call>
[[nodiscard]] std::string refusal_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace runout::regime::survival
