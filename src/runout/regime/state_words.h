// Where an application stands, in words for people.
#pragma once

#include <string>

#include "runout/book/snapshot.h"

namespace runout::regime {

/// "review, day 31 of 45"; the status' own words where they name the state already.
[[nodiscard]] std::string state_words(const book::ApplicationStatus& status);

}  // namespace runout::regime
